"""Households and kin with their consent, next of kin, and helpers who act for a person.

Not here: what kinship entitles to (the law), survivors' payments (payments). Verbs: record kin, confirm consent,
name a helper, end a helper, act for.
"""
