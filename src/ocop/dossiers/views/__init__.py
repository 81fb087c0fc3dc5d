"""Pages of dossiers: the producer's, the officers', and the public status."""
