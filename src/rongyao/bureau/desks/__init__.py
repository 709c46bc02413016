"""The home page of each kind of user: public, veteran, station clerk, officer, director, auditor, administrator."""
