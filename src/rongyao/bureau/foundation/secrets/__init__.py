"""Encryption at rest and keyed blind indexes for identity numbers and phones."""
