"""Files people hand in: told by content, measured, scanned or held back, kept sealed.

Not here: rosters and sheets (exchange). Verbs: keep, scan, release, destroy.
"""
