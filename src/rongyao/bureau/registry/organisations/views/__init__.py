"""Pages of organisations: the list, an entry, who speaks for it, its own page, lists taken in, doubles, stations."""
