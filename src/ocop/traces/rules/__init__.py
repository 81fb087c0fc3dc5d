"""What an event is found by, how it is packed, and when two are the same."""
