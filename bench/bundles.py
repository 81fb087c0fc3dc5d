"""A bundle of 10 000 journal lines verified by the downloaded script, beside reading it and hashing each line once."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import ocop
from bench.line import Line
from ocop.councils.rules import points_in, sheet_seal
from ocop.journal.rules import GENESIS, moment_text, seal
from ocop.journal.rules.heads import TreeHead, key_text, signed_note
from ocop.journal.rules.tree import Tree
from ocop.portal.management.demo.choices import choices_for

SCRIPT = Path(ocop.__file__).parent / "journal" / "static" / "journal" / "verify_bundle.py"
ITEMS, MEMBERS, ROUNDS = 909, 9, 3
ORIGIN = "bench.invalid/nhat-ky"
AT = datetime(2026, 11, 22, tzinfo=UTC)
Facts = dict[str, Any]


def lines() -> Iterator[Line]:
    bundle = _bundle()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bundle.json"
        file.write_text(json.dumps(bundle, ensure_ascii=False), encoding="utf-8")
        taken = min(_verified(file) for _ in range(ROUNDS))
        floor = min(_read_and_hashed(file) for _ in range(ROUNDS))
    yield Line(f"journal.bundle_of_{len(bundle['lines'])}_lines", taken, "s", "lower", floor)


def _verified(file: Path) -> float:
    began = perf_counter()
    subprocess.run([sys.executable, "-I", "-S", str(SCRIPT), str(file)], check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - began


def _read_and_hashed(file: Path) -> float:
    began = perf_counter()
    for line in json.loads(file.read_text(encoding="utf-8"))["lines"]:
        hashlib.sha256(json.dumps(line, ensure_ascii=False).encode()).hexdigest()
    return perf_counter() - began


class _Journal:
    def __init__(self) -> None:
        self.lines: list[Facts] = []

    def write(self, verb: str, subject: str, **facts: Any) -> None:
        previous, number = self.lines[-1]["seal"] if self.lines else GENESIS, len(self.lines) + 1
        sealed = seal(previous, number, AT, verb, "people.person:1", subject, facts)
        self.lines.append(
            {"number": number, "at": moment_text(AT), "verb": verb, "actor": "people.person:1", "subject": subject,
             "facts": facts, "previous": previous, "seal": sealed}
        )  # fmt: skip


def _bundle() -> Facts:
    journal, choices = _Journal(), choices_for(4, 4, at_least=76)
    points = sum(points_in(choice) or 0 for choice in choices.values())
    journal.write("open_sitting", "councils.sitting:1", by_laws={})
    items = [_item(number, choices, points, journal) for number in range(1, ITEMS + 1)]
    journal.write("close_sitting", "councils.sitting:1", items=ITEMS, minutes="0" * 64)
    journal.write(
        "sign_decision", "certificates.decision:1", results={str(number): 4 for number in range(1, ITEMS + 1)}
    )
    journal.write("publish_decision", "certificates.decision:1", number="1")
    tree, key = Tree(bytes.fromhex(line["seal"]) for line in journal.lines), Ed25519PrivateKey.generate()
    for index, line in enumerate(journal.lines):
        line["proof"] = [base64.b64encode(step).decode() for step in tree.inclusion(index)]
    return {
        "format": "ocop-bundle/1", "decision": {"subject": "certificates.decision:1", "number": "1"},
        "sitting": {"subject": "councils.sitting:1", "written": False, "by_laws": {}, "minutes": "0" * 64},
        "items": items, "lines": journal.lines, "consistency": {},
        "head": signed_note(TreeHead(ORIGIN, tree.size, tree.root, AT), key),
        "key": key_text(ORIGIN, key.public_key().public_bytes_raw()),
    }  # fmt: skip


def _item(number: int, choices: Any, points: int, journal: _Journal) -> Facts:
    subject, sheets, seals = f"councils.item:{number}", [], []
    for seat in range(1, MEMBERS + 1):
        content = {"item": number, "seat": seat, "choices": choices, "remarks": {}, "disqualified": []}
        salt, name = f"{number:032x}{seat:032x}", f"councils.sheet:{number * 10 + seat}"
        seals.append(sheet_seal(salt, content))
        journal.write("hand_in", name, item=number, round=1, seal=seals[-1])
        sheets.append(
            {"subject": name, "seat": seat, "member": str(seat), "round": 1, "void": False, "salt": salt,
             "versions": [{"content": content, "points": points}]}
        )  # fmt: skip
    opened = [{"seat": seat, "seal": one} for seat, one in enumerate(seals, 1)]
    journal.write("open_sheets", subject, item=number, round=1, sheets=opened)
    journal.write("conclude_item", subject, average=str(points), star=4, round=1, sheets=seals)
    return {"subject": subject, "dossier": number, "product": str(number), "average": str(points), "star": 4,
            "sheets": sheets}  # fmt: skip
