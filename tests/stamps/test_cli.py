"""`ocop stamps issue`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from ocop.journal.rules import Refused
from ocop.stamps.management.cli import stamps
from ocop.stamps.models import Batch
from ocop.stamps.rules.codes import read
from tests.stamps.cast import cast, certify, lot, person

pytestmark = pytest.mark.django_db


def test_stamps_are_issued_with_their_labels_and_addresses(tmp_path: Path) -> None:
    ba = cast()
    certify(ba.product)
    made = lot(ba)
    call = ["issue", str(made.pk), "45", "--by", ba.ba.phone or "", "--labels", str(tmp_path / "t.pdf")]
    done = CliRunner().invoke(
        stamps, [*call, "--codes", str(tmp_path / "t.txt"), "--format", "json"], catch_exceptions=False
    )
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    batch = Batch.objects.get()
    assert told == {"batch": batch.pk, "mark": batch.mark, "lot": made.code, "amount": 45, "path": batch.path}
    assert "Đã cấp 45 tem" in done.stderr
    assert len(PdfReader(tmp_path / "t.pdf").pages) == 2
    addresses = (tmp_path / "t.txt").read_text().split()
    assert len(set(addresses)) == 45
    assert all(read(address.rpartition("/")[2]) for address in addresses)


def test_what_the_act_refuses_the_command_refuses() -> None:
    ba = cast()
    made = lot(ba)
    for login, amount in ((ba.ba.phone, "5"), (person("Người lạ").phone, "5"), ("nobody", "5")):
        with pytest.raises(Refused):
            CliRunner().invoke(stamps, ["issue", str(made.pk), amount, "--by", login or ""], catch_exceptions=False)
    wrong = CliRunner().invoke(stamps, ["issue", str(made.pk), "5", "--by", ba.ba.phone or "", "--sheet", "a3"])
    assert wrong.exit_code == 2
    assert not Batch.objects.exists()
