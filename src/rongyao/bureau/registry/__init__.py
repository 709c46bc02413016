"""Who: people, the facts recorded of them with their sources, rosters, accounts, stations."""
