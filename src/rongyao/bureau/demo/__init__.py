"""The synthetic city: deterministic, dated from its first run, marked as not real on every page.

For: a bureau to look at without a single real person in it, sign-in links for every role, and sample rosters with
planted faults. Not for: tests of other departments (tests/people.py has the cast), or a real installation
(RONGYAO_DEMO=0). Verbs: `city.build`, `links.issue_links`, `rosters.write`. What is calibrated and what is assumed
stands in data/README.md.
"""
