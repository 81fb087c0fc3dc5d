"""`ocop journal verify`: exit status, sentence and JSON."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection

from ocop.journal.acts import act, record
from ocop.journal.management.cli import journal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_lines() -> None:
    with act(datetime(2026, 3, 1, tzinfo=UTC)) as moment:
        record("a", by=None, about="x", at=moment)
        record("b", by=None, about="x", at=moment)


def _run(*arguments: str) -> tuple[object, str, str]:
    result = CliRunner().invoke(journal, arguments, standalone_mode=False)
    return result.return_value, result.stdout, result.stderr


def _break() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_line DISABLE TRIGGER journal_append_only")
        cursor.execute("UPDATE journal_line SET actor = 'someone' WHERE number = 2")
        cursor.execute("ALTER TABLE journal_line ENABLE TRIGGER journal_append_only")


def test_a_whole_journal_exits_with_zero() -> None:
    status, told, _ = _run("verify")
    assert status == 0
    assert "nguyên vẹn: 2 dòng" in told


def test_a_broken_one_exits_with_one_and_names_the_line_on_stderr() -> None:
    _break()
    status, told, complaint = _run("verify")
    assert (status, told) == (1, "")
    assert "hỏng ở dòng 2: nội dung không khớp" in complaint


def test_machines_get_the_same_as_json() -> None:
    _break()
    status, told, _ = _run("verify", "--format", "json")
    assert status == 1
    assert json.loads(told) | {"head": "…"} == {
        "whole": False, "lines": 1, "head": "…", "broken": 2, "why": "nội dung không khớp dấu niêm phong",
    }  # fmt: skip


def test_the_head_that_is_printed_is_the_one_that_is_accepted() -> None:
    printed = _run("head")[1].strip()
    assert _run("verify", "--head", printed)[0] == 0
    assert _run("verify", "--head", printed.replace("2:", "3:"))[0] == 1


def test_a_head_that_is_none_is_a_wrong_call() -> None:
    result = CliRunner().invoke(journal, ["verify", "--head", "57"])
    assert result.exit_code == 2
    assert "ocop journal head" in result.stderr


def test_the_heads_that_backups_noted_are_compared(tmp_path: Path) -> None:
    number, seal = _run("head")[1].strip().split(":")
    noted = tmp_path / "journal-heads.jsonl"
    noted.write_text(
        json.dumps({"lines": 0, "seal": ""}) + "\n" + json.dumps({"lines": int(number), "seal": seal}) + "\n"
    )
    assert _run("verify", "--heads", str(noted))[0] == 0
    noted.write_text(json.dumps({"lines": 9, "seal": seal}))
    status, _, complaint = _run("verify", "--heads", str(noted))
    assert (status, "chỉ còn 2 dòng" in complaint) == (1, True)
    noted.write_text("[1")
    assert CliRunner().invoke(journal, ["verify", "--heads", str(noted)]).exit_code == 2
