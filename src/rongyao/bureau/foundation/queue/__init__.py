"""Work that waits for somebody: one list for every department, ordered by its clocks."""
