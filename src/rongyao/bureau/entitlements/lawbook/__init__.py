"""The law article by article: our summary, what is computed, our readings; and the statute's own text where imported.

Not here: answers for people (entitlements). Verbs: import.
"""
