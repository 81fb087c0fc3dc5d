"""The whole installation as one file, and back; a restore that fails changes nothing."""

import json
import tarfile
from pathlib import Path

import psycopg
import pytest

from pgbox import Cluster
from tests.portal.conftest import Settled
from tests.serving import ocop

pytestmark = pytest.mark.xdist_group("backup")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, settled: Settled) -> Path:
    """A home with tables, reference data, one paper, and its backup beside it."""
    home = settled(tmp_path_factory.mktemp("kept") / "home")
    assert ocop("migrate", OCOP_HOME=str(home)).returncode == 0
    assert ocop("reference", "load", OCOP_HOME=str(home)).returncode == 0
    paper = home / "papers" / "ab" / "abcd"
    paper.parent.mkdir(parents=True)
    paper.write_bytes(b"giay to")
    (home / "keys").mkdir(exist_ok=True)
    (home / "keys" / "journal-ed25519").write_bytes(b"khoa")
    done = ocop("backup", str(home.with_name("kept.tar")), "--format", "json", OCOP_HOME=str(home))
    assert done.returncode == 0, done.stderr
    return home


def ask(home: Path, query: str) -> object:
    with Cluster(home) as dsn, psycopg.connect(dsn) as connection:
        row = connection.execute(query).fetchone()
        return row[0] if row else None


PLACES = "SELECT count(*) FROM places_place"


def test_everything_comes_back_in_an_empty_home(kept: Path, tmp_path: Path) -> None:
    done = ocop("restore", str(kept.with_name("kept.tar")), OCOP_HOME=str(tmp_path / "new"))
    assert done.returncode == 0, done.stderr
    assert ask(tmp_path / "new", PLACES) == ask(kept, PLACES) != 0
    assert (tmp_path / "new" / "papers" / "ab" / "abcd").read_bytes() == b"giay to"
    assert (tmp_path / "new" / "secret-key").read_text() == (kept / "secret-key").read_text()
    assert (tmp_path / "new" / "secret-key").stat().st_mode & 0o777 == 0o600
    key = tmp_path / "new" / "keys" / "journal-ed25519"
    assert key.read_bytes() == b"khoa"
    assert key.stat().st_mode & 0o777 == 0o600
    assert ocop("migrate", OCOP_HOME=str(tmp_path / "new")).returncode == 0


def test_a_home_with_data_is_not_overwritten_unless_told(kept: Path) -> None:
    refused = ocop("restore", str(kept.with_name("kept.tar")), OCOP_HOME=str(kept))
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert ocop("restore", str(kept.with_name("kept.tar")), "--replace", OCOP_HOME=str(kept)).returncode == 0


def test_an_old_backup_is_not_written_over(kept: Path) -> None:
    done = ocop("backup", str(kept.with_name("kept.tar")), OCOP_HOME=str(kept))
    assert done.returncode == 1
    assert "không bị ghi đè" in done.stderr


def test_one_changed_byte_is_found_before_anything_is_touched(kept: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.tar"
    body = bytearray(kept.with_name("kept.tar").read_bytes())
    with tarfile.open(kept.with_name("kept.tar")) as tar:
        body[tar.getmember("database.dump").offset_data + 5000] ^= 1
    bad.write_bytes(body)
    done = ocop("restore", str(bad), "--replace", OCOP_HOME=str(kept))
    assert done.returncode == 1
    assert "database.dump" in done.stderr
    assert ask(kept, PLACES) != 0


def test_a_restore_that_fails_half_way_leaves_everything_as_it_was(kept: Path, tmp_path: Path) -> None:
    from ocop.portal.management.archive import sealed_archive

    (tmp_path / "dump").write_bytes(b"PGDMP but not really")
    sealed_archive(
        tmp_path / "odd.tar", {"database.dump": tmp_path / "dump"}, {"journal": {"lines": 10**6, "seal": ""}}
    )
    done = ocop("restore", str(tmp_path / "odd.tar"), "--replace", OCOP_HOME=str(kept))
    assert done.returncode == 1
    assert ask(kept, PLACES) != 0


def test_the_published_journal_is_not_taken_back_unless_told(kept: Path) -> None:
    heads = kept / "journal-heads.jsonl"
    before = heads.read_text()
    heads.write_text(before + json.dumps({"lines": 10**6, "seal": "x"}) + "\n")
    refused = ocop("restore", str(kept.with_name("kept.tar")), "--replace", OCOP_HOME=str(kept))
    heads.write_text(before)
    assert refused.returncode == 1
    assert "--rewind" in refused.stderr


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside"])
def test_a_backup_that_reaches_outside_its_folder_is_refused(name: str, kept: Path, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    with tarfile.open(tmp_path / "evil.tar", "w") as tar:
        tar.add(tmp_path / "x", arcname="x")
        info = tarfile.TarInfo(name)
        tar.addfile(info)
    done = ocop("restore", str(tmp_path / "evil.tar"), "--replace", OCOP_HOME=str(kept))
    assert done.returncode == 1
    assert "không phải bản sao lưu" in done.stderr


def test_the_file_can_be_read_by_its_owner_only(kept: Path) -> None:
    assert kept.with_name("kept.tar").stat().st_mode & 0o777 == 0o600
