"""Invented data for the style guide at /ui/kit/: every component in all its states. Nothing here is a rule or a person."""
