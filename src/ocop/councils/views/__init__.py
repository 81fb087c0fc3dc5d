"""Pages before a council: councils and sittings, scoring, results."""
