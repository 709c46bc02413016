"""The verbs of files: keep, scan, look, release, destroy."""
