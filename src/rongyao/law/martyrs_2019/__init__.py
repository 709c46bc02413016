"""《烈士褒扬条例》 as it stood from 1 August 2011 to 31 December 2024: the honour money by the date of death.

Its money articles were not changed by the amendment of 2019.
"""
