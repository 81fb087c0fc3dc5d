"""A pytest plugin (`-p pgbox.testing`): one throw-away server for the run, shared by its parallel workers.

The address is set before Django reads its settings; the server starts when the first test asks for it.
Where DATABASE_URL is set already, that server is used and nothing is started.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pgbox.cluster import Cluster, address
from pgbox.places import place_of

FOLDER = "PGBOX_TEST_FOLDER"
HOME = "PGBOX_TEST_HOME"  # set only where the run has no other server
_made: list[Path] = []


def pytest_addoption() -> None:
    """The earliest call that a plugin gets; settings are read soon after it."""
    if FOLDER in os.environ:
        return  # a parallel worker: the folder is its parent's
    # Short and open, so that the socket's path fits and the server's account may enter when root runs the tests.
    folder = Path(tempfile.mkdtemp(prefix="pgbox-test-", dir="/tmp"))
    folder.chmod(0o755)
    os.environ[FOLDER] = os.environ["PGBOX_PUBLIC"] = str(folder)
    _made.append(folder)
    if "DATABASE_URL" not in os.environ:
        os.environ[HOME] = str(folder)
        os.environ["DATABASE_URL"] = address(place_of(folder) / "socket")


def pytest_unconfigure() -> None:
    """Everything of the run goes: its server, and the servers of homes that tests made in closed folders."""
    for folder in _made:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def database_server() -> Iterator[str]:
    """The address of a running server; the first worker to ask owns it and leaves last."""
    home = os.environ.get(HOME)
    if not home:
        yield os.environ["DATABASE_URL"]
        return
    with Cluster(home, durable=False) as dsn:
        yield dsn
