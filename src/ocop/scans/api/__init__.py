"""The scan page in front of Django.

A warm scan is answered `AtOnce` where it arrives; the rest by `scan_gate(django_app)`, which passes on what is
not ours.
"""

from .at_once import AtOnce
from .gate import scan_gate

__all__ = ["AtOnce", "scan_gate"]
