"""Lượt quét: anyone points a phone at a stamp and is told first whether it is genuine and its star valid today.

Anyone may ask, without an account and without JavaScript; a producer sees how often its stamps were read.
A scan asks the certificate each time and never copies it, and no address of a visitor is kept in clear.
"""
