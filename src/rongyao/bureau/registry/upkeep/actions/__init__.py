"""Verbs of upkeep; nothing else saves."""
