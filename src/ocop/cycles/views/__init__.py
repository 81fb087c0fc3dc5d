"""Pages of the yearly cycle."""
