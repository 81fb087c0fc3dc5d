"""The reference data of the places, loaded once per test that asks for it."""

from pathlib import Path

import pytest
from django.conf import settings

from ocop.places.acts import load_reference


@pytest.fixture
def reference(db):
    load_reference(Path(settings.REFERENCE))
