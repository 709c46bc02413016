"""What can be done: kin and their consent, households, agreements with helpers and their slips."""
