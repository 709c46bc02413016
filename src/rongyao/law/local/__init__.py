"""What the province, the city and Kunshan add to national law: one folder for each, named with its division code."""
