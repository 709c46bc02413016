"""The synthetic city: deterministic, dated from its first run, marked as not real on every page."""
