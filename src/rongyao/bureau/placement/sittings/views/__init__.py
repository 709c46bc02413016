"""Pages of the day of choosing."""
