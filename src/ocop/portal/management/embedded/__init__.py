"""The database backend of an installation without DATABASE_URL."""
