"""Stages, each as far as a test needs it."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from .stage import Stage, called, opened


@pytest.fixture(autouse=True)
def _own_papers(settings: Settings, tmp_path: Path) -> None:
    settings.PAPERS_DIR = tmp_path / "papers"


@pytest.fixture
def prepared(db: None) -> Stage:
    return called()


@pytest.fixture
def scoring(db: None) -> Stage:
    return opened()
