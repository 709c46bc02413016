"""Statutory time: which days are worked, and when a period ends.

For: counting working days, calendar days and months as the law counts them, with every counted and skipped day shown.
Not for: appointments, timetables of jobs, or deciding what a missed deadline means.
Verbs: `rules.deadline` (count a period), `rules.standing` (where it stands on a day), `calendar.statutory` (the days known).
"""
