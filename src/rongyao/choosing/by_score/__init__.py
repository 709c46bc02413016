"""Selection in rank order (阳光安置): whoever has the higher score chooses first.

Verbs: read points, rank, match requirements, choose, replay a session, look ahead, publish.
Not for training seats matched together with jobs: that is ``choosing.together``.
"""
