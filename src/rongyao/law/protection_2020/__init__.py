"""《退役军人保障法》: the preference card (Arts 15 and 53), as far as the spine needs it."""
