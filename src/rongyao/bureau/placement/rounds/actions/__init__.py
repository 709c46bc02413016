"""Writes of a round, by stage: opening, closing, drawing, and the receipts."""
