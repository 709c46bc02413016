"""《军人抚恤优待条例》 as it stood to 30 September 2024 (Order 413 of 2004, amended in 2011 and 2019).

A death up to that day, and a continuing payment for a month up to that day, are decided by this text.
"""
