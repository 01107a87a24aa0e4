"""Record -> tables: what follows from the findings of all documents together."""
