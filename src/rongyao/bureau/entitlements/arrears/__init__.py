"""Arrears: for months already gone by, what a late standard adds to what was determined, person by person.

Not here: paying. A list says what is owed and why; it moves no money. Verbs: reckon, set_aside.
"""
