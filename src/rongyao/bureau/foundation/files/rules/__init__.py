"""Decisions about a file without a database: what it really is, what is cut out of it, what its state allows."""
