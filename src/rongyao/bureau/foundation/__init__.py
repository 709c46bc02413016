"""What every department leans on: divisions, access, audit, clock, queue, exchange, secrets, ui."""
