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

HOME = "PGBOX_TEST_HOME"


def pytest_addoption() -> None:
    """The earliest call that a plugin gets; settings are read soon after it."""
    if "DATABASE_URL" in os.environ:
        return
    # Short and open, so that the socket's path fits and the server's account may enter when root runs the tests.
    home = Path(tempfile.mkdtemp(prefix="pgbox-test-", dir="/tmp"))
    home.chmod(0o755)
    os.environ[HOME] = f"{os.getpid()}:{home}"
    os.environ["DATABASE_URL"] = address(place_of(home) / "socket")


def pytest_unconfigure() -> None:
    owner, _, home = os.environ.get(HOME, "").partition(":")
    if owner == str(os.getpid()):
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def database_server() -> Iterator[str]:
    """The address of a running server; the first worker to ask owns it and leaves last."""
    home = os.environ.get(HOME, "").partition(":")[2]
    if not home:
        yield os.environ["DATABASE_URL"]
        return
    with Cluster(home, durable=False) as dsn:
        yield dsn
