"""What a scan means: the verdict, the copy rule, and how little is kept of whoever scans. Pure."""
