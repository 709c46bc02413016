"""《兵役法》 as revised in 2021: what it gives to those who serve and served. Placement itself stands in the regulation."""
