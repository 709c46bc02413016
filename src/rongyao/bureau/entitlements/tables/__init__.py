"""The yearly table: all cells of one standard under one document, by page or Excel, confirmed as one.

Not here: single amounts (entitlements.actions.standards). Verbs: enter, confirm, refuse, withdraw.
"""
