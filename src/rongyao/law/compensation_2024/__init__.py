"""《军人抚恤优待条例》 as revised in 2024: death, disability, and the families of conscripts.

One file for each article. The date of the event chooses this edition: the death, or the day a continuing
payment is asked for. The martyr's honour money stands in `martyrs_2024`, whose article says the same.
"""
