"""One append-only table, chained by hash. Reading a person's file is an event too."""
