"""Papers and keys of certificate tests stand in a folder of their own."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def _own_papers(settings: Settings, tmp_path: Path) -> None:
    settings.PAPERS_DIR = tmp_path / "papers"
    settings.KEYS_DIR = tmp_path / "keys"
    settings.SIGNING_PKCS12 = settings.SIGNING_PASSPHRASE = settings.SIGNING_ROOTS = ""
