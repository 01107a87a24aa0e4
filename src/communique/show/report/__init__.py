"""The static report: one file that one can mail."""
