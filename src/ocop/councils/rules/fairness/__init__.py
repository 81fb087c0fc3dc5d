"""How fairly a sitting scored: agreement, habits of members, fragile stars. Import its modules where they are used:
most need numpy, which a web process should load only when it has to."""
