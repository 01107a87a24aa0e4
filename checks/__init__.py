"""What `make check` and the next engineer run."""
