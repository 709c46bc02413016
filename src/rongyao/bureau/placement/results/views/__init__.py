"""Pages of the records of placements."""
