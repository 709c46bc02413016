"""The quantified service score from the winter of 2022: announced in August 2023, its points not found."""
