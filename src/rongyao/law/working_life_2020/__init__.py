"""The Law on the Protection of Veterans, Chapters 4 and 5: schooling, training and work (Arts 34 to 47, and 50).

Where the placement regulation of 2024 says more (unemployment insurance, Art 85), it is said here beside it.
"""
