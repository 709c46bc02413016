"""Pure decisions: what becomes a proposal, when two must sign, what differs, what a letter says. No database."""
