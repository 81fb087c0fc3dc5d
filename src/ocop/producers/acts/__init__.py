"""Registering producers one by one or from a file, and who acts for them."""

from .importing import Imported, import_producers
from .registering import add_member, end_membership, register_producer, update_producer

__all__ = ["Imported", "add_member", "end_membership", "import_producers", "register_producer", "update_producer"]
