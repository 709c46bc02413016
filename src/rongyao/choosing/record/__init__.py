"""The public record of a placement, as docs/reference/placement-record.md lays it down.

Verbs: canonicalise, commit, open, sign, write. It decides nothing; the verifiers do not import it.
"""
