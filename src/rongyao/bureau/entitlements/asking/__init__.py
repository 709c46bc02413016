"""“What am I due?” for anybody, without an account: one question at a time, nothing stored.

Not here: determinations of people on file (entitlements). Verbs: none; it only reads the law.
"""
