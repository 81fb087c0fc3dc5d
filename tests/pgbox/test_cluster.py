"""The server's life: first start, second start, sharing, falls of every kind."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from pgbox import Cluster, ClusterError
from pgbox.places import place_of
from pgbox.postmaster import claimed_by, wait_for

PATIENCE = 30


@pytest.fixture
def home() -> Iterator[Path]:
    """A home that the server's account may enter when root runs the tests; pytest closes its own folders again and again."""
    folder = Path(tempfile.mkdtemp(prefix="pgbox-home-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def answer(dsn: str, query: str = "SELECT 1") -> object:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(query).fetchone()
        return row[0] if row else None


def data_of(home: Path) -> Path:
    return place_of(home).resolve() / "data"


@contextmanager
def another_process(home: Path, words: str) -> Iterator[subprocess.Popen[str]]:
    """A second Python with a cluster of that home open as `cluster`, reachable at `dsn`; it runs `words`."""
    program = f"""
        import os, signal, sys, time
        from pgbox import Cluster
        cluster = Cluster({str(home)!r}, durable=False)
        dsn = cluster.open()
        print("ready", cluster.process.pid if cluster.process else 0, flush=True)
        {words}
    """
    command = [sys.executable, "-c", textwrap.dedent(program)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.wait(PATIENCE)


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def test_a_new_home_gets_a_server_that_folds_vietnamese_letters(home: Path) -> None:
    with Cluster(home, durable=False) as dsn:
        assert answer(dsn, "SELECT lower('ĐẶC SẢN Ở')") == "đặc sản ở"
        assert answer(dsn, "SHOW listen_addresses") == ""
    assert claimed_by(data_of(home)) is None


def test_data_outlive_the_server_and_the_second_start_is_quick(home: Path) -> None:
    with Cluster(home) as dsn, psycopg.connect(dsn) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('mật')")
    began = time.monotonic()
    with Cluster(home) as dsn:
        assert time.monotonic() - began < 5
        assert answer(dsn, "SELECT word FROM kept") == "mật"


def test_real_use_keeps_every_commit_on_disk(home: Path) -> None:
    with Cluster(home) as dsn:
        assert answer(dsn, "SHOW fsync") == "on"
        assert answer(dsn, "SHOW full_page_writes") == "on"


def test_only_the_servers_account_may_enter_its_folders(home: Path) -> None:
    with Cluster(home, durable=False):
        for name in ("data", "socket"):
            assert (place_of(home).resolve() / name).stat().st_mode & 0o077 == 0


def test_two_homes_run_side_by_side(home: Path) -> None:
    (home / "a").mkdir()
    (home / "b").mkdir()
    with Cluster(home / "a", durable=False) as one, Cluster(home / "b", durable=False) as two:
        assert one != two
        assert answer(one) == answer(two) == 1


def test_a_second_process_joins_the_running_server_and_leaves_it_running(home: Path) -> None:
    with Cluster(home, durable=False) as dsn:
        with another_process(home, "cluster.close()") as guest:
            assert first_line(guest) == "ready 0"
        assert guest.returncode == 0
        assert answer(dsn) == 1


def test_the_owner_waits_for_its_guests(home: Path) -> None:
    with another_process(home, "cluster.close()") as owner:
        assert first_line(owner).startswith("ready")
        with Cluster(home, durable=False) as dsn:
            assert answer(dsn) == 1
    assert owner.returncode == 0


def test_who_insists_on_owning_is_told_who_is_in_the_way(home: Path) -> None:
    with Cluster(home, durable=False), pytest.raises(ClusterError, match=f"số {os.getpid()}"):
        Cluster(home, join=False, patience=0.1).open()


def test_a_killed_server_is_reaped_and_started_again(home: Path) -> None:
    cluster = Cluster(home)
    dsn = cluster.open()
    with psycopg.connect(dsn) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    assert cluster.process
    cluster.process.kill()
    assert wait_for(lambda: not cluster.alive(), PATIENCE)
    cluster.start()
    assert answer(dsn, "SELECT number FROM kept") == 7
    cluster.close()


def test_the_server_ends_with_a_killed_owner_and_the_next_one_recovers(home: Path) -> None:
    with another_process(home, "os.kill(os.getpid(), signal.SIGKILL)") as owner:
        pid = int(first_line(owner).split()[1])
    assert owner.returncode == -signal.SIGKILL
    assert wait_for(lambda: claimed_by(data_of(home)) != pid, PATIENCE), "the server outlived its owner"
    with Cluster(home, durable=False) as dsn:
        assert answer(dsn) == 1


def test_owner_and_server_killed_together_leave_nothing_that_blocks(home: Path) -> None:
    with another_process(home, "os.kill(cluster.process.pid, 9); os.kill(os.getpid(), 9)") as owner:
        first_line(owner)
    with Cluster(home, durable=False) as dsn:
        assert answer(dsn) == 1


def test_a_claim_with_a_recycled_number_does_not_block(home: Path) -> None:
    with Cluster(home, durable=False):
        claim = (data_of(home) / "postmaster.pid").read_text()
    # Our own number: alive, and no PostgreSQL.
    (data_of(home) / "postmaster.pid").write_text(claim.replace(claim.split()[0], str(os.getpid()), 1))
    with Cluster(home, durable=False) as dsn:
        assert answer(dsn) == 1


def test_a_path_too_long_for_a_socket_gets_a_short_one(home: Path) -> None:
    deep = home / ("x" * 110)
    deep.mkdir()
    with Cluster(deep, durable=False) as dsn:
        assert answer(dsn) == 1
        assert "pgbox-" in dsn
    assert not Path(dsn.partition("host=")[2].replace("%2F", "/")).exists()


def test_a_half_made_cluster_is_made_again(home: Path) -> None:
    with Cluster(home, durable=False):
        pass
    data_of(home).rename(data_of(home).with_name("data.draft"))
    with Cluster(home, durable=False) as dsn:
        assert answer(dsn) == 1


def test_a_server_that_cannot_start_says_why(home: Path) -> None:
    with Cluster(home, durable=False):
        pass
    (data_of(home) / "global" / "pg_control").unlink()
    with pytest.raises(ClusterError, match="pg_control"):
        Cluster(home, durable=False).open()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends the server to another account")
def test_a_home_closed_to_others_keeps_its_mode_and_links_to_a_public_place(home: Path) -> None:
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    with Cluster(closed, durable=False) as dsn:
        assert answer(dsn) == 1
        elsewhere = place_of(closed).resolve()
        assert closed.stat().st_mode & 0o777 == 0o700
        assert elsewhere.stat().st_uid != 0
    with Cluster(closed, durable=False) as dsn:
        assert place_of(closed).resolve() == elsewhere
    subprocess.run(["rm", "-rf", str(elsewhere)], check=True)
