"""What an amount would do before it is in force: whose sum changes, what it costs, by town and by group.

Not here: entering and confirming (entitlements.actions.standards). Nothing here writes an answer.
"""
