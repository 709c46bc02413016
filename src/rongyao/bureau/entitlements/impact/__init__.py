"""What an amount would do before it is in force: whose sum changes, what it costs, by town and by group.

Two worlds over many people, slice by slice in the background (``slices``, used by what-if too); what came of it is kept
with what it was worked out from. Not here: entering and confirming (entitlements.actions.standards). Nothing here writes
an answer.
"""
