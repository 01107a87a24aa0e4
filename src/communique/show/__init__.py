"""Record -> what people look at: exports, the report, tables."""
