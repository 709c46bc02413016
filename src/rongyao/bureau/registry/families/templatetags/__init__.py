"""Template tags of families."""
