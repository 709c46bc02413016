"""Messages to people: an outbox in which every message reaches a visible end.

Not here: letters of decision (entitlements). Verbs: send, deliver, retry, give up.
"""
