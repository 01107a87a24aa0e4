"""The explorer: a record as pages on this machine, with the review desk; nothing comes from outside, and all can be read without scripts."""
