"""Tax relief for self-employed veterans and their employers, 2023 to 2027: Announcement No. 14 of 2023, with Jiangsu's figures.

The tax office grants it; the bureau works out what it should come to. Nothing here is paid out.
"""
