"""Officers' routes under Articles 12 to 17 of the placement regulation of 2024 and Article 21 of the protection law.

The law names four ways and leaves every condition to other rules that have not been read, but for the monthly pension.
So all of it is information, with its reason.
"""
