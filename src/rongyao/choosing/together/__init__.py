"""Training seats and the jobs behind them, matched at once, with a certificate anyone can check.

Not for choice in rank order alone (``by_score``). Verbs: ``match.match`` (who goes where), ``stable.stable``
(the other mode), ``publish.publish`` (the record), ``match_cli.match_files`` (files in, record out).
"""
