"""Suzhou (3205): free city transport and sights for holders of either preference card."""
