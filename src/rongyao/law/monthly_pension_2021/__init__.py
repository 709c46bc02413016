"""The monthly pension of veterans (逐月领取退役金): who may draw it, at which rate, and when it stops.

The Measures are known from secondary pages; the army and the province decide, so the sum is shown and never proposed.
"""
