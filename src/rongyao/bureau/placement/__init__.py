"""Who gets which post: the rounds of selection and their public results.

For: taking in, checking and publishing records of placements by score and of training seats and jobs matched together.
Not for: what the law gives a person (entitlements) or how a round is computed (choosing). Verbs: see the parts.
"""
