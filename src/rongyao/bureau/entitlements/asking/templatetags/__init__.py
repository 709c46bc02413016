"""Template tags of asking."""
