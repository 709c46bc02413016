"""Who gets what: selection by published score, and training seats matched with jobs.

Standard library, NumPy and highspy only. Every result comes with a certificate
that the stand-alone checkers in ``verify`` can re-compute.
"""
