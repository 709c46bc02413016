"""What is typed about schooling, work, skills, licences, spells and groups, as the actions take it."""
