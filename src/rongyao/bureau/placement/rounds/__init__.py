"""Rounds of placement: opened, tables handed in, looked over, closed, drawn, and the record handed on.

For: one selection by score and by lists, from its rules to its record, and everybody's own receipt. Not for: computing
(choosing), publishing the record (results). Verbs: open, hand_in, close, cosign, draw, give_up, take_receipt.
"""
