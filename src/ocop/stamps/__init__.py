"""Tem: codes that prove themselves, drawn against a lot, their states kept in a few ranges per batch.

The producer draws, prints, activates, voids and reports them lost; later chapters only ask for a stamp's state.
No row is ever written for a stamp that nobody has scanned, and no code or key is stored anywhere.
"""
