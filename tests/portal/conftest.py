"""Homes of portals that tests start as a person would."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pgbox import Cluster
from pgbox.cluster import client_program
from tests.conftest import Lent

Settled = Callable[[Path], Path]


@pytest.fixture(scope="session")
def settled(lent_database: Lent) -> Settled:
    """`settled(home)`: the tables stand as a first start leaves them, in seconds; the first start itself costs 30."""

    def settle(home: Path) -> Path:
        with lent_database() as source, Cluster(home) as target:
            dump = [str(client_program("pg_dump")), "--no-owner", source]
            told = subprocess.run(dump, capture_output=True, check=True).stdout
            fill = [str(client_program("psql")), "--quiet", "--set=ON_ERROR_STOP=1", target]
            subprocess.run(fill, input=told, stdout=subprocess.DEVNULL, check=True)
        return home

    return settle
