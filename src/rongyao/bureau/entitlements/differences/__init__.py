"""What changed since a day: whose answer or sum is another one, and why; a worklist.

Not here: working answers out (entitlements.actions.determinations). Nothing here writes.
"""
