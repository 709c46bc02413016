"""Rongyao 戎耀: the work of a city's veterans-affairs bureau, as software."""
