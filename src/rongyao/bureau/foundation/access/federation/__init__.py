"""Signing in through the organisation's own directory (OpenID Connect): whose directory account is which user.

Not here: passwords, digits, appointments (access). A directory says who somebody is, never what they may do.
Verbs: meet, bind, unbind, enter, refuse.
"""
