"""All that a published decision rests on, in one file that anybody can check without us.

The shape is what `journal/static/journal/verify_bundle.py` reads; members stand in it as numbers, not by name.
"""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from ocop.councils.models import Item, Result, Seat, Sheet, SheetChange
from ocop.councils.queries import results_of
from ocop.journal.models import Line, SignedHead
from ocop.journal.queries import published_heads, tree_of
from ocop.journal.rules import moment_text
from ocop.journal.rules.tree import Tree

from .. import lifecycle
from ..models import Decision

FORMAT = "ocop-bundle/1"
# What the checking needs; other lines about the same things are nobody's business.
VERBS = (
    "open_sitting", "close_sitting", "close_consultation", "hand_in", "revise", "open_sheets", "conclude_item",
    "answer", "sign_decision", "publish_decision",
)  # fmt: skip
GATES = "chốt loại"


def bundle_of(decision: Decision, head: SignedHead) -> dict[str, Any]:
    """The bundle of a published decision under a head that covers its publication; plain JSON."""
    sitting, results = decision.sitting, results_of(decision.sitting)
    sheets = _sheets_of([result.item for result in results])
    tree = tree_of(head.size)
    subjects = [f"councils.sitting:{sitting.pk}", f"certificates.decision:{decision.pk}"]
    subjects += [f"councils.item:{result.item_id}" for result in results]
    subjects += [f"councils.sheet:{sheet.pk}" for found in sheets.values() for sheet in found]
    return {
        "format": FORMAT,
        "decision": {"subject": subjects[1], "number": decision.number},
        "sitting": {
            "subject": subjects[0], "name": sitting.name, "written": sitting.is_written,
            "by_laws": sitting.by_laws, "minutes": sitting.minutes_sha256,
        },
        "items": [_item(result, sheets[result.item_id]) for result in results],
        "lines": [_line(line, tree) for line in _lines(subjects, head.size)],
        "head": head.note,
        "key": head.key,
        "consistency": _consistency(tree),
    }  # fmt: skip


def decision_called(name: str) -> Decision | None:
    """A published decision by its number or its key."""
    found = Decision.objects.filter(state=lifecycle.PUBLISHED).select_related("sitting__council")
    by_number = found.filter(number=name.strip()).first()
    return by_number or (found.filter(pk=int(name)).first() if name.isascii() and name.isdecimal() else None)


def is_covered(decision: Decision, head: SignedHead) -> bool:
    """Whether the head was signed after the decision's publication stood in the journal."""
    told = Line.objects.filter(subject=f"certificates.decision:{decision.pk}", verb="publish_decision")
    return told.filter(number__lte=head.size).exists()


def _sheets_of(items: Iterable[Item]) -> Mapping[int, list[Sheet]]:
    """Every sheet that was ever opened, with what changed in it since; two queries."""
    rows = Sheet.objects.filter(item__in=list(items), revealed_at__isnull=False).select_related("seat")
    found: dict[int, list[Sheet]] = defaultdict(list)
    for sheet in rows.prefetch_related("changes").order_by("round", "seat_id"):
        found[sheet.item_id].append(sheet)
    return found


def _item(result: Result, sheets: list[Sheet]) -> dict[str, Any]:
    numbers = {seat: number for number, seat in enumerate(sorted({sheet.seat_id for sheet in sheets}), 1)}
    return {
        "subject": f"councils.item:{result.item_id}",
        "dossier": result.item.dossier_id,
        "product": _name(result),
        "average": str(result.average),
        "star": result.star,
        "sheets": [_sheet(sheet, numbers[sheet.seat_id]) for sheet in sheets],
    }


def _name(result: Result) -> str:
    """What was not recognised is told to its producer and commune alone, so it stands here without its name."""
    if result.is_recognised:
        return result.item.dossier.product.name
    return f"Hồ sơ {result.item.dossier_id} (không được công nhận)"


def _sheet(sheet: Sheet, number: int) -> dict[str, Any]:
    return {
        "subject": f"councils.sheet:{sheet.pk}",
        "seat": sheet.seat_id,
        "member": f"Thành viên {number}",
        "chair": sheet.seat.role == Seat.Role.CHAIR,
        "round": sheet.round,
        "void": sheet.state == "void",
        "salt": sheet.salt,
        "versions": [{"content": content, "points": _total(content)} for content in versions_of(sheet)],
    }


def versions_of(sheet: Sheet) -> list[dict[str, Any]]:
    """What the sheet said when it was opened and after each change, the oldest first."""
    content = sheet.content()
    found = [content]
    changes = sorted(sheet.changes.all(), key=lambda change: change.pk, reverse=True)
    for _, together in groupby(changes, key=lambda change: change.changed_at):
        content = _before(content, together)
        found.append(content)
    return found[::-1]


def _before(content: dict[str, Any], changes: Iterable[SheetChange]) -> dict[str, Any]:
    choices, disqualified = dict(content["choices"]), content["disqualified"]
    for change in changes:
        if change.criterion == GATES:
            disqualified = change.old
        elif change.old is None:
            choices.pop(change.criterion, None)
        else:
            choices[change.criterion] = change.old
    return {**content, "choices": choices, "disqualified": disqualified}


def _total(content: dict[str, Any]) -> int:
    return sum(c["points"] if isinstance(c, dict) else c for c in content["choices"].values())


def _lines(subjects: list[str], size: int) -> Iterable[Line]:
    found = Line.objects.filter(subject__in=subjects, verb__in=VERBS, number__lte=size)
    return found.order_by("number").iterator(2000)


def _line(line: Line, tree: Tree) -> dict[str, Any]:
    return {
        "number": line.number, "at": moment_text(line.at), "verb": line.verb, "actor": line.actor,
        "subject": line.subject, "facts": line.facts, "previous": line.previous, "seal": line.seal,
        "proof": [_text(step) for step in tree.inclusion(line.number - 1)],
    }  # fmt: skip


def _consistency(tree: Tree) -> dict[str, list[str]]:
    """That this head goes on from each head published lately: whoever kept one can tell."""
    older = [head.size for head in published_heads(400) if head.size < tree.size]
    return {str(size): [_text(step) for step in tree.consistency(size)] for size in older}


def _text(step: bytes) -> str:
    return base64.b64encode(step).decode()
