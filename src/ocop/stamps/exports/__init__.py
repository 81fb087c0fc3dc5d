"""What leaves the house on paper: symbols and label sheets."""
