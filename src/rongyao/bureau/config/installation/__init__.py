"""How this installation is doing: version, database, jobs, backups, disk. For the administrator and for machines.

Not here: what is in the files of people. Verbs: back up, take up left jobs.
"""
