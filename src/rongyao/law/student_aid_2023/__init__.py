"""State money for students who served: tuition waived or paid back up to a limit, and the state grant.

Known from a university's page; the school grants both, so the bureau proposes nothing.
"""
