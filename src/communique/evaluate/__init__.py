"""Gold against output: align, score, compare with a baseline."""
