"""Articles -> Entries on many processes: one contract for a shard of work, and several engines that carry it out."""
