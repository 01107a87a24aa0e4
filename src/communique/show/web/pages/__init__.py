"""One module a page: a visit -> a response."""
