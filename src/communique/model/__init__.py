"""The nouns of the record: frozen, typed, without I/O."""
