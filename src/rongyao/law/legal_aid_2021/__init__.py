"""《法律援助法》: who is aided, who needs no test of means, and the seven and three days of the legal-aid office."""
