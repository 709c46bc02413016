"""Template tags of lawbook."""
