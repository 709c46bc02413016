"""《退役士兵安置条例》, in force from 1 November 2011 to 31 August 2024: one article one file, in our own words.

It governs everyone discharged in those years, whenever they ask.
"""
