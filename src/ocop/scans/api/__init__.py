"""The scan page in front of Django: `scan_gate(django_app)` answers stamps and Digital Links, and passes on the rest."""

from .gate import scan_gate

__all__ = ["scan_gate"]
