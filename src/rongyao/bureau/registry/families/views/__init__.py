"""Pages of families: kin and households on a file, lists, agreements with helpers, acting for somebody."""
