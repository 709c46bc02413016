"""Keeping files whole: editing many by an Excel round trip, joining double files, carrying division recodes through, retention.

Not here: rosters (registry.roster). Verbs: read a sheet, apply, join, part, recode, retire.
"""
