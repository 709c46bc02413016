"""Veterans as school teachers: the national opinion of June 2022 as the floor, a local annex as parameters.

Kunshan's own rules have not been found. What they set (the age limit, what a year of service adds to it) is entered at
the standards desk and until then not known.
"""
