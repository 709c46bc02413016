"""The registry's pages: people, facts, accounts, corrections, stations, rosters. Parse, one call, render."""
