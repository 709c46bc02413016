"""《烈士褒扬条例》 as revised in 2024, for deaths from 1 January 2025: the honour money and what goes with it.

A soldier-martyr's gratuity is the one of `compensation_2024`; here stand the honour money of every martyr, and what the
county pays to the families of those who were no soldiers.
"""
