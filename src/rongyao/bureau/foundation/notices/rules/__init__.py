"""Decisions without a database: when a message may go, when it is tried again, what it says and by which way."""
