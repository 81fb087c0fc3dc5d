"""Pages and doors of the production diary."""
