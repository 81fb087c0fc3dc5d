from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ScansConfig(AppConfig):
    name = "ocop.scans"
    verbose_name = "Lượt quét"

    def ready(self) -> None:
        post_migrate.connect(_watch, sender=self)


def _watch(**_told: Any) -> None:
    """After every migration, for the tables of passports grow with the other chapters."""
    from .acts.watching import watch_tables

    watch_tables()
