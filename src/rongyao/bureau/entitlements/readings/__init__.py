"""How this bureau reads what a text leaves open: another option than ours, with a reason, by two persons.

Not here: the readings themselves (law, beside their articles). Verbs: enter, confirm, refuse, withdraw.
"""
