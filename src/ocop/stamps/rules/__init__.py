"""What a stamp code is, how its symbol is drawn, and what may become of a range of stamps. Pure."""
