"""The national and provincial forms as mapping data: columns in and out, exactly as the authority prints them.

Not here: what the columns mean in law. Verbs: fill, read, check.
"""
