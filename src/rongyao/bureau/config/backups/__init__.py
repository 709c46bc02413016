"""Backups: the database of one moment, the files and the keys, sealed; and back again into an empty place.

A backup is a folder named by its moment (UTC): three sealed parts and ``manifest.json``, which says what is in them and
carries a seal of its own. The folder takes its name only when everything was written and read back.

Not here: copying backups to another building, which the bureau does with its own means. Verbs: make, verify, restore.
"""
