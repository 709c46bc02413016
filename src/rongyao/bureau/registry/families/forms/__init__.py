"""What is typed about families: kin and consent, households, agreements with helpers, filters of the lists."""
