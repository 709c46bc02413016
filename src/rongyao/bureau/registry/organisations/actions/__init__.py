"""Verbs of organisations: register, change, close; ask and answer; appoint; merge and part; take a list in; keep a station."""
