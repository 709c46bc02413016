"""Encryption at rest and keyed blind indexes for identity numbers and phones.

Beside the models of each app lies a ``classification.toml`` that names every column once
(tests/architecture/test_every_column_is_classified.py):

public    codes, states, dates of acts: says nothing of a person by itself
personal  tells something of a person, or points at one: scoped, masked in lists, never in logs
secret    sealed at rest or kept as a digest only: identity numbers, telephones, sign-in secrets
"""
