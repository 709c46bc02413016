"""Discharge rosters: read a sheet somebody else laid out, take what it says, and report every cell that was not taken.

For: the importer of the registry and the command line alike. Not for: writing to the database, or deciding that two rows
are one person. Verbs: `parse.open_roster` (streaming), `parse.parse_roster`, `counting.check_counting`,
`template.template`. Pure: no Django.
"""
