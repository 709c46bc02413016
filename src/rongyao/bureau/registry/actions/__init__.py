"""The registry's verbs, by what they write: ``people``, ``facts``, ``accounts``, ``corrections``, ``rosters``.

Every verb is keyword-only, one transaction, and takes ``by`` the actor: permission and scope are checked,
rows written, the record kept and jobs deferred together, or nothing is.
"""
