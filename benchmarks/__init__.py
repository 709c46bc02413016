"""Speed as ratios against a peer or a limit in the same run. Prints tables; asserts equal results, never times."""
