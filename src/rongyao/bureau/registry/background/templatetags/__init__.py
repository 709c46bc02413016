"""Template tags of the background."""
