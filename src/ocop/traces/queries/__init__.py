"""Questions about events, each for somebody; the shared foundation is in `reading`, `horizons` and `viewers`."""
