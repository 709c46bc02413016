"""What every operation of the API shares: who asks, what it answers, how lists page; and the tokens of other systems.

Not here: the operations (each department's api.py). Verbs: issue, revoke.
"""
