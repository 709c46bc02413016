"""Pages of the background: one person's, the lists of groups and licences, figures, what the person sees of it."""
