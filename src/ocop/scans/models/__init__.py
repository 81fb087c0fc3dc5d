"""Nouns of scanning, and of what a passport says and calls back."""

from .scanning import Report, Scan, ScannedStamp, WrongCode

__all__ = ["Report", "Scan", "ScannedStamp", "WrongCode"]
