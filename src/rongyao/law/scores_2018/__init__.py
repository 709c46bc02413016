"""The quantified service score of 2018, by which soldiers entitled to an assigned job choose posts.

Measures of December 2018, read in two secondary pages that agree. From the winter of 2022 other measures apply.
"""
