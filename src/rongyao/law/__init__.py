"""The law as code: facts in, findings out.

For: what is due to a person and why, for one, for millions, and for every hypothetical, from one definition.
Not for: who the person is, what was decided, or what day it is. Polars and the standard library only: no Django,
no database, no clock; the legal date `on` is a column.

Verbs (`determine`): `person`, `people`, `population`, `changes`, `override`. Lists (`catalog`, `facts`, `standards`).
Text (`show`, `reasons`). Worked tables (`answer`). A pack imports from `model` and from nothing else of the kernel.
"""
