"""What people ask of the register."""
