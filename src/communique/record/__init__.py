"""The record: one SQLite file that keeps every finding with its evidence, stage and run."""
