"""The verbs of notices. ``write`` is what other departments call inside their own transaction."""
