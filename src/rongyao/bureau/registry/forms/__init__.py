"""What is typed on the registry's pages: people, facts with their source, rosters, answers to corrections."""
