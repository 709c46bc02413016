"""Who else there is: departments, military units (public name and code only), employers, schools, and their representatives.

Not here: duties, posts, classes (their departments). Verbs: register, change, close, appoint a representative.
"""
