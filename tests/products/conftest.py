"""The cast and the places that products come from."""

from pathlib import Path

import pytest
from django.conf import settings

from ocop.places.acts import load_places
from tests import cast


@pytest.fixture
def places(db):
    load_places(Path(settings.REFERENCE))


@pytest.fixture
def chi_ba(places):
    return cast.person("chi_ba")


@pytest.fixture
def anh_tu(places):
    return cast.person("anh_tu")


@pytest.fixture
def co_nam(places):
    return cast.person("co_nam")


@pytest.fixture
def cooperative(places):
    return cast.producer()
