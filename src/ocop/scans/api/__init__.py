"""The scan page in front of Django.

A warm scan is answered `AtOnce` on the event loop of the door; the rest by `scan_gate(django_app)`, which passes on what is
not ours.
"""

from .gate import AtOnce, scan_gate

__all__ = ["AtOnce", "scan_gate"]
