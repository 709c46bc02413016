"""Commands that need no server and no database: the law, rosters, determine, the sample roster.

Each parses its arguments, makes one call, and prints or writes what came back. Exit codes: 0 done,
1 could not be done (one sentence on stderr says why), 2 wrong usage.
"""
