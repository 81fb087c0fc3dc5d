"""Pages of the register, of decisions and of certificates."""
