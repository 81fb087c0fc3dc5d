"""Pages for the people behind the systems."""
