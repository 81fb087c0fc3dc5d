"""One real portal and one real browser for all journeys of a run, and the demonstration's people."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import Lent
from tests.journeys.walker import SCREENS, Walker
from tests.serving import Portal, running_portal

CHROMIUM = Path("/usr/bin/chromium")
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One group: with `--dist loadgroup` one worker walks them all, so that only one portal is started."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(scope="session")
def database(lent_database: Lent) -> Iterator[dict[str, str]]:
    """What a command must be told to find the portal's database: one on the run's own server, its tables made."""
    with lent_database() as address:
        yield {"DATABASE_URL": address}


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory, database: dict[str, str]) -> Iterator[Portal]:
    """`ocop serve` with the demonstration, on a database of its own; nothing of it is left afterwards.

    While writing a journey, OCOP_WALK="http://127.0.0.1:8000 ./var" walks a portal that runs already.
    """
    if running := os.environ.get("OCOP_WALK", "").split():
        yield Portal(running[0], Path(running[1]), None, Path(os.devnull))  # type: ignore[arg-type]
        return
    home = tmp_path_factory.mktemp("journeys") / "home"
    with running_portal(home, **database) as running:
        status, body = running.get("/readyz")
        assert status == 200, body
        below = _below(running.process.pid)
        yield running
    assert running.process.returncode == 0, running.log.read_text()[-3000:]
    assert not [pid for pid in below if _lives(pid)], "the portal left processes behind"
    # A refusal is logged with its trace too; a fault of ours is logged under this name.
    assert "Internal Server Error" not in running.log.read_text(), running.log.read_text()[-6000:]


def _below(pid: int) -> set[int]:
    """Every descendant of a process."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = stat.read_text()
        except OSError:
            continue
        children.setdefault(int(text.rpartition(")")[2].split()[1]), []).append(int(text.split()[0]))
    found, ahead = set(), [pid]
    while ahead:
        fresh = children.get(ahead.pop(), [])
        found.update(fresh)
        ahead.extend(fresh)
    return found


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture(scope="session")
def demo(portal: Portal) -> dict[str, Any]:
    """`demo.json`: accounts and examples."""
    return dict(json.loads((portal.home / "demo.json").read_text()))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for each file: an event loop runs as long as it is open, and other tests of this worker have their own."""
    if not CHROMIUM.exists():
        pytest.skip("no Chromium: apt-get install chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(params=list(SCREENS))
def screen(request: pytest.FixtureRequest) -> str:
    """A phone of 360 px and a laptop of 1280 px."""
    return str(request.param)


Someone = Callable[..., Walker]


@pytest.fixture
def someone(browser: Browser, portal: Portal, demo: dict[str, Any], screen: str) -> Iterator[Someone]:
    """`someone()` is a visitor, `someone("Chị Ba")` has signed in; each with a browser window of their own."""
    accounts = {account["name"].removesuffix(" (mô phỏng)"): account for account in demo["accounts"]}
    with ExitStack() as windows:

        def open_window(name: str = "", story: str = "", **options: Any) -> Walker:
            walker = windows.enter_context(Walker(browser, portal.address, screen, story, **options))
            if name:
                walker.sign_in(accounts[name]["login"], accounts[name]["password"])
            return walker

        yield open_window
