"""What is due: facts → determinations → proposals → decisions → letters."""
