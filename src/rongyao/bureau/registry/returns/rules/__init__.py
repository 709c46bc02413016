"""Decisions without a database: what a mapping says, what a cell of a form says."""
