"""How the portal starts, runs its jobs, is kept and is brought back: the command `ocop` and the WSGI entry."""
