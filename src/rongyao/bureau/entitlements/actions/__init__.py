"""The verbs: determine, decide, countersign, ask for a paper, judge, report up, issue and serve, keep standards."""
