"""Tables follow the story too."""

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.tree import CHAPTERS, OCOP, listed

RANK = {chapter: rank for rank, chapter in enumerate(CHAPTERS)}


def test_foreign_keys_point_only_to_earlier_chapters() -> None:
    faults = []
    for model in apps.get_models():
        own = model._meta.app_label
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if own not in RANK or not isinstance(field, models.ForeignKey | models.ManyToManyField) or target is None:
                continue
            other = target._meta.app_label
            if other in RANK and RANK[other] > RANK[own]:
                faults.append(f"{model.__name__}.{field.name} points from {own} forward to {other}")
    assert not faults, listed(faults, "The later chapter holds the key: turn the arrow round.")


@pytest.mark.parametrize(
    "chapter", [c for c in CHAPTERS if (OCOP / c / "models.py").exists() or (OCOP / c / "models").is_dir()]
)
def test_a_chapter_with_models_has_migrations(chapter: str) -> None:
    own = [m for m in apps.get_app_config(chapter).get_models() if m._meta.managed]
    made = list((OCOP / chapter / "migrations").glob("0*.py"))
    assert made or not own, f"{chapter} has models and no migration: python -m django makemigrations {chapter}"
