"""The law as code: facts in, findings out.

Polars and the standard library only: no Django, no database, no clock of its own.
One definition answers for one person, a city, and every hypothetical.
"""
