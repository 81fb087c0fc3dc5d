"""A decision can be checked by anybody, from one file; and each way of cheating is noticed."""

from __future__ import annotations

import copy
import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from ocop.certificates.acts import issue_certificates, publish_decision, sign_decision
from ocop.certificates.acts.decisions import draft_decision
from ocop.certificates.models import Decision
from ocop.certificates.queries.bundles import bundle_of, decision_called
from ocop.councils.acts import close_sitting, revise
from ocop.councils.models import Sheet
from ocop.journal.acts import act, publish_head, record
from ocop.journal.models import SignedHead
from ocop.journal.rules.heads import TreeHead, head_of, key_text, signed_note
from tests.certificates.stage import four_stars
from tests.councils.sheets import HONEY, scored
from tests.councils.stage import Stage, opened

pytestmark = pytest.mark.django_db

SCRIPT = Path(__file__).parents[2] / "src" / "ocop" / "journal" / "static" / "journal" / "verify_bundle.py"
Bundle = dict[str, Any]


def published(stage: Stage) -> Decision:
    people = stage.people
    decision = draft_decision(stage.sitting, number="77/QĐ-UBND (mô phỏng)", by=people.co_nam)
    decision = sign_decision(decision, by=people.lanh_dao)
    issue_certificates(decision, by=people.co_nam)
    return publish_decision(decision, by=people.co_nam)


def decided(items: int = 1, **by_laws: object) -> tuple[Stage, Decision]:
    """A published decision; one member has revised a score after the opening."""
    stage = opened(items, **by_laws)
    stage.everyone_scores(four_stars())
    stage.open_all()
    sheet = Sheet.objects.filter(item=stage.item).order_by("-seat_id").first()
    assert sheet
    revise(
        sheet, criterion="1.1", choice=0, reason="Chưa thấy sổ theo dõi của năm trước.", edition=sheet.edition,
        by=sheet.seat.person,
    )  # fmt: skip
    stage.sitting = close_sitting(stage.sitting, by=stage.people.ba_sau)
    return stage, published(stage)


@pytest.fixture
def bundle() -> Bundle:
    _, decision = decided(items=2)
    head = publish_head()
    assert head
    made: Bundle = json.loads(json.dumps(bundle_of(decision, head)))
    return made


def _loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_bundle", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def is_right(bundle: Bundle) -> bool:
    """The script's own checks, called here: a process for each of fifty forgeries would only cost time."""
    try:
        return bool(list(verifier.check_bundle(bundle, bundle["key"], [])))
    except verifier.Wrong:
        return False


verifier = _loaded()


def verdict(tmp_path: Path, bundle: Bundle, *options: str) -> tuple[int, str]:
    """What the script says, run as anybody would: alone, without site packages."""
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(bundle, ensure_ascii=False))
    command = [sys.executable, "-I", "-S", str(SCRIPT), str(file), *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


def test_a_published_decision_is_found_right(tmp_path: Path, bundle: Bundle) -> None:
    status, told = verdict(tmp_path, bundle, "--key", bundle["key"])
    assert status == 0, told
    assert "ĐÚNG: quyết định 77/QĐ-UBND (mô phỏng)" in told
    assert told.count("4 sao") == 2
    assert "Thành viên" not in told


def line(bundle: Bundle, verb: str) -> Bundle:
    return next(one for one in bundle["lines"] if one["verb"] == verb)


def change_a_score(bundle: Bundle) -> None:
    version = bundle["items"][0]["sheets"][0]["versions"][-1]
    code = next(c for c, choice in version["content"]["choices"].items() if choice == 2)
    version["content"]["choices"][code] = 3
    version["points"] += 1


def drop_a_sheet(bundle: Bundle) -> None:
    del bundle["items"][1]["sheets"][2]


def drop_a_sheet_and_its_line(bundle: Bundle) -> None:
    sheet = bundle["items"][1]["sheets"].pop()
    bundle["lines"] = [one for one in bundle["lines"] if one["subject"] != sheet["subject"]]


def hide_the_revision(bundle: Bundle) -> None:
    for sheet in bundle["items"][0]["sheets"]:
        sheet["versions"] = sheet["versions"][:1]


def reorder_lines(bundle: Bundle) -> None:
    bundle["lines"][1], bundle["lines"][2] = bundle["lines"][2], bundle["lines"][1]


def give_two_lines_each_others_number(bundle: Bundle) -> None:
    one, other = bundle["lines"][1], bundle["lines"][2]
    one["number"], other["number"] = other["number"], one["number"]
    bundle["lines"][1], bundle["lines"][2] = other, one


def cut_the_tail(bundle: Bundle) -> None:
    bundle["lines"] = bundle["lines"][:-1]


def cut_the_closing(bundle: Bundle) -> None:
    bundle["lines"] = [one for one in bundle["lines"] if one["verb"] != "close_sitting"]


def raise_the_average(bundle: Bundle) -> None:
    bundle["items"][0]["average"] = "95.0000"
    line(bundle, "conclude_item")["facts"]["average"] = "95.00"


def give_another_star(bundle: Bundle) -> None:
    bundle["items"][0]["star"] = 3


def drop_a_product(bundle: Bundle) -> None:
    del bundle["items"][1]


def change_the_minutes(bundle: Bundle) -> None:
    bundle["sitting"]["minutes"] = "0" * 64


def change_the_by_laws(bundle: Bundle) -> None:
    bundle["sitting"]["by_laws"] = {**bundle["sitting"]["by_laws"], "average": "median"}


def swap_two_sheets(bundle: Bundle) -> None:
    sheets = bundle["items"][0]["sheets"]
    sheets[0]["versions"], sheets[1]["versions"] = sheets[1]["versions"], sheets[0]["versions"]


def forge_the_signature(bundle: Bundle) -> None:
    mine = Ed25519PrivateKey.generate()
    head = head_of(bundle["head"], bundle["key"])
    assert head
    bundle["head"] = signed_note(head, mine)


CHEATS: list[Callable[[Bundle], None]] = [
    change_a_score, drop_a_sheet, drop_a_sheet_and_its_line, hide_the_revision, reorder_lines,
    give_two_lines_each_others_number, cut_the_tail, cut_the_closing, raise_the_average, give_another_star,
    drop_a_product, change_the_minutes, change_the_by_laws, swap_two_sheets, forge_the_signature,
]  # fmt: skip


def test_every_way_of_cheating_is_noticed(bundle: Bundle) -> None:
    for cheat in CHEATS:
        forged = copy.deepcopy(bundle)
        cheat(forged)
        assert forged != bundle
        assert not is_right(forged), cheat.__name__


def test_a_cheat_is_told_in_a_sentence(tmp_path: Path, bundle: Bundle) -> None:
    change_a_score(bundle)
    status, told = verdict(tmp_path, bundle)
    assert status == 1
    assert "KHÔNG ĐÚNG: Thành viên 1, vòng 1: phiếu mở ra không khớp dấu niêm phong" in told
    assert "Traceback" not in told


def test_every_single_changed_fact_of_every_line_is_noticed(bundle: Bundle) -> None:
    assert is_right(bundle)
    for number in range(len(bundle["lines"])):
        for field in ("at", "actor", "subject", "previous", "seal"):
            forged = copy.deepcopy(bundle)
            text = forged["lines"][number][field]
            forged["lines"][number][field] = ("1" if text[0] == "0" else "0") + text[1:]
            assert not is_right(forged), (number, field)


def test_a_head_from_before_the_decision_is_noticed(tmp_path: Path) -> None:
    with act() as moment:
        record("try", by=None, about="thing:1", at=moment)
    old = publish_head()
    _, decision = decided()
    head = publish_head()
    assert old and head
    made = json.loads(json.dumps(bundle_of(decision, head)))
    forged = {**made, "head": old.note}
    status, told = verdict(tmp_path, forged)
    assert status == 1
    assert "cũ hơn" in told
    kept = tmp_path / "kept.txt"
    kept.write_text(old.note)
    assert verdict(tmp_path, made, "--head", str(kept))[0] == 0


def test_a_head_that_somebody_kept_shows_a_rewritten_journal(tmp_path: Path, bundle: Bundle) -> None:
    other = Ed25519PrivateKey.generate()
    size = int(bundle["head"].split("\n")[1])
    origin = bundle["key"].split("+")[0]
    head = head_of(bundle["head"], bundle["key"])
    assert head
    notes = {
        "same length, other root": TreeHead(origin, size, b"x" * 32, head.at),
        "shorter, other root": TreeHead(origin, size - 3, b"x" * 32, head.at),
        "longer than the bundle's": TreeHead(origin, size + 1, b"x" * 32, head.at),
    }
    key = key_text(origin, other.public_key().public_bytes_raw())
    forged = {**bundle, "head": signed_note(head, other), "key": key}
    for why, kept in notes.items():
        file = tmp_path / "kept.txt"
        file.write_text(signed_note(kept, other))
        assert verdict(tmp_path, forged, "--head", str(file))[0] == 1, why


def test_a_chair_who_only_breaks_ties_is_averaged_as_the_by_laws_say(tmp_path: Path) -> None:
    _, decision = decided(chair_votes="ties")
    head = publish_head()
    assert head
    status, told = verdict(tmp_path, json.loads(json.dumps(bundle_of(decision, head))))
    assert status == 0, told


def test_a_product_that_was_not_recognised_stands_in_it_without_its_name(tmp_path: Path) -> None:
    stage = opened()
    stage.everyone_scores(scored(HONEY, 45))
    stage.sitting = stage.close()
    decision = published(stage)
    head = publish_head()
    assert head
    made = json.loads(json.dumps(bundle_of(decision, head)))
    assert stage.item.dossier.product.name not in json.dumps(made, ensure_ascii=False)
    assert verdict(tmp_path, made)[0] == 0


def test_members_stand_in_it_as_numbers(bundle: Bundle) -> None:
    text = json.dumps(bundle, ensure_ascii=False)
    assert "Bà Sáu" not in text
    assert "Thành viên 1" in text


def test_anybody_may_take_the_file_once_a_head_covers_it(client: Client, tmp_path: Path) -> None:
    _, decision = decided()
    address = f"/quyet-dinh/cong-bo/{decision.pk}/kiem-phieu.json"
    assert client.get(address).status_code in (404, 409, 422)
    assert not SignedHead.objects.exists()
    publish_head()
    taken = client.get(address)
    assert taken.status_code == 200
    assert "attachment" in taken["Content-Disposition"]
    assert verdict(tmp_path, json.loads(taken.content))[0] == 0


def test_what_is_not_published_has_no_file(client: Client) -> None:
    stage = opened()
    stage.everyone_scores(four_stars())
    stage.sitting = stage.close()
    decision = draft_decision(stage.sitting, number="78/QĐ-UBND (mô phỏng)", by=stage.people.co_nam)
    publish_head()
    assert client.get(f"/quyet-dinh/cong-bo/{decision.pk}/kiem-phieu.json").status_code == 404
    assert decision_called("78/QĐ-UBND (mô phỏng)") is None
    assert decision_called(str(decision.pk)) is None
