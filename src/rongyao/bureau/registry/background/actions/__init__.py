"""Verbs of the background: record, change, end; confirm a group; write the months the spells add up to."""
