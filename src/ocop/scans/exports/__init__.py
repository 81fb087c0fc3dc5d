"""What a scan answers with: the passport page for people, the linkset for machines."""
