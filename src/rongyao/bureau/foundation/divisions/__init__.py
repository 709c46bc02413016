"""The division tree (city, town, village) with the dates between which each unit existed."""
