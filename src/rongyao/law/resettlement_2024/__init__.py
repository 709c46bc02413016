"""《退役军人安置条例》, in force from 1 September 2024: one article one file, in our own words.

For enlisted soldiers: the way of placement, discharge money, reporting in. Not for officers (their own rules).
"""
