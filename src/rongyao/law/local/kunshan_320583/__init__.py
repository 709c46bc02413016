"""Kunshan (320583): nothing of the city's own has been read yet, so nothing is written here.

What is known to exist and wanted, as named missing standards at the desk: the conscript family allowance, the average
wage behind the nursing allowance. What is known to exist and wanted, as text: the teachers' trial rules.
"""
