"""The reads: whose proposals, why, what is short, which letters, which standards, is this letter genuine.

For the person's own pages: ``queries.due.due_to``; for the public: ``queries.verification.verify``.
"""
