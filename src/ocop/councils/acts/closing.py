"""The end of a sitting: every result found, every dossier moved, the minutes kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ocop.criteria.rules import sift
from ocop.dossiers.acts import conclude_all
from ocop.journal.acts import act, enqueue, record
from ocop.journal.queries import newest_lines
from ocop.journal.rules import GENESIS, Reason, Refused
from ocop.papers.acts import keep
from ocop.people.models import Person

from .. import lifecycle
from ..exports import minutes_pdf
from ..models import Item, Result, Seat, Sheet, Sitting
from ..queries import counts_of, criteria_of, minutes_facts
from ..rules import Finding, Marks, find, quorum_short
from .keys import locked_sitting
from .sittings import may_not_preside, must_be


def close_sitting(sitting: Sitting, *, by: Person, at: datetime | None = None) -> Sitting:
    """Kết thúc phiên: every item is opened with its quorum, the results are found, the minutes are kept."""
    with act(at) as moment:
        sitting = locked_sitting(sitting)
        Refused.unless_clear(
            may_not_preside(by, sitting, moment),
            must_be(sitting, lifecycle.SCORING, "Phiên họp không ở bước chấm nên không kết thúc được."),
            Reason("Đây là lần lấy ý kiến bằng văn bản, kết thúc ở trang của nó.", code="written")
            if sitting.is_written else None,
        )  # fmt: skip
        items = items_of(sitting)
        sheets = _counted_sheets(sitting, items)
        Refused.unless_clear(_unresolved(sitting, items), _seals_broken(sheets))
        settle([_concluded(item, sheets[item.pk]) for item in items], lifecycle.CONCLUDE_ITEM.target, by, moment)
        end_sitting(sitting, lifecycle.CLOSE_SITTING.target, by, moment)
        facts = {"items": len(items), "minutes": sitting.minutes_sha256}
        record("close_sitting", by=by, about=sitting, at=moment, facts=facts)
    return sitting


def items_of(sitting: Sitting) -> list[Item]:
    """What the sitting concludes: everything on its agenda that was not postponed."""
    found = sitting.items.exclude(state=lifecycle.POSTPONED).select_related("dossier__product")
    items = list(found.select_for_update(of=("self",)))
    for item in items:
        item.sitting = sitting
    return items


def end_sitting(sitting: Sitting, state: str, by: Person, moment: datetime) -> None:
    sitting.state, sitting.closed_at = state, moment
    sitting.minutes_sha256 = _keep_minutes(sitting, by, moment)
    sitting.save(update_fields=["state", "closed_at", "minutes_sha256"])
    enqueue("councils.draw_fairness", once="councils.draw_fairness")


def _unresolved(sitting: Sitting, items: list[Item]) -> list[Reason]:
    """All at once: what lacks its quorum, and what was not opened or is still being discussed."""
    if not items:
        return [Reason("Chương trình không còn mục nào để kết luận.", "items", "empty")]
    counts, reasons = counts_of(sitting, items), []
    for item in items:
        count = counts[item.pk]
        if not count.has_quorum:
            reasons.append(quorum_short(str(item), count.counted, count.needed))
        elif item.state != lifecycle.CONCLUDE_ITEM.source:
            message = f"{item}: {item.state_name.lower()}. Mở phiếu, hoặc hoãn mục này, rồi kết thúc."
            reasons.append(Reason(message, "items", "not_opened"))
    return reasons


def _counted_sheets(sitting: Sitting, items: list[Item]) -> dict[int, list[Sheet]]:
    """The opened sheets that the result is found from, as the by-laws say which round counts."""
    by_pk = {item.pk: item for item in items}
    rows = Sheet.objects.filter(item__in=items, state=lifecycle.OPENED).select_related("seat__person")
    latest: dict[tuple[int, int], Sheet] = {}
    for sheet in rows.order_by("round", "seat_id"):
        item = by_pk[sheet.item_id]
        sheet.item = item
        if sheet.round == item.round or sitting.rules.result_round == "latest_each":
            latest[item.pk, sheet.seat_id] = sheet
    found: dict[int, list[Sheet]] = defaultdict(list)
    for (item_id, _), sheet in sorted(latest.items()):
        found[item_id].append(sheet)
    return found


def _seals_broken(sheets: dict[int, list[Sheet]]) -> list[Reason]:
    """A sheet that was changed past the acts, straight in the database, decides nothing."""
    return [
        Reason(
            f"{sheet.item}: phiếu của {sheet.seat.person} không khớp dấu niêm phong. Hãy báo người quản trị.",
            "items", "seal_broken",
        )
        for found in sheets.values() for sheet in found if not sheet.is_whole
    ]  # fmt: skip


def marks_of(sheet: Sheet) -> Marks:
    return Marks(
        sift(criteria_of(sheet.item), sheet.choices).choices, tuple(sheet.disqualified),
        of_chair=sheet.seat.role == Seat.Role.CHAIR,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settled:
    """An item with what was found: what the result keeps beside it, and what the journal tells of it."""

    item: Item
    finding: Finding
    detail: Mapping[str, object]
    facts: Mapping[str, object]


def _concluded(item: Item, sheets: list[Sheet]) -> Settled:
    finding = find(criteria_of(item), [marks_of(sheet) for sheet in sheets], item.sitting.rules)
    detail = {
        "by_laws": item.sitting.by_laws, "round": item.round,
        "sheets": [{"seat": s.seat_id, "round": s.round, "points": str(s.points), "seal": s.seal} for s in sheets],
    }  # fmt: skip
    return Settled(item, finding, detail, {"round": item.round, "sheets": [sheet.seal for sheet in sheets]})


def settle(settled: Sequence[Settled], state: str, by: Person, moment: datetime) -> None:
    """The results stand, the items and their dossiers move on, and the journal says so; each in one statement."""
    Result.objects.bulk_create(
        Result(item=s.item, concluded_at=moment, detail=s.detail, **_found(s.item, s.finding)) for s in settled
    )
    Item.objects.filter(pk__in=[s.item.pk for s in settled]).update(state=state)
    conclude_all([s.item.dossier for s in settled], by=by, at=moment)
    for s in settled:
        s.item.state = state
        told = {"average": str(s.finding.average), "star": s.finding.star, "to_ministry": s.finding.to_ministry}
        record("conclude_item", by=by, about=s.item, at=moment, facts={**told, **s.facts})


def _found(item: Item, finding: Finding) -> dict[str, Any]:
    return {
        "sheets": finding.sheets,
        "average": finding.average,
        "decimals": item.sitting.rules.decimals,
        "spread": finding.spread,
        "star_by_points": finding.star_by_points,
        "star_by_minimums": finding.star_by_minimums,
        "star": finding.star,
        "to_ministry": finding.to_ministry,
        "blockers": [
            {"star": b.star, "criterion": b.criterion, "have": b.have, "need": b.need} for b in finding.blockers
        ],
        "gates": [{"criterion": g.criterion, "type": g.kind, "reason": g.reason} for g in finding.gates],
    }


def _keep_minutes(sitting: Sitting, by: Person, moment: datetime) -> str:
    newest = newest_lines(count=1)
    head = newest[0].seal if newest else GENESIS
    data = minutes_pdf(minutes_facts(sitting, moment, head))
    name = f"bien-ban-phien-{sitting.pk}.pdf"
    return keep(data, name=name, media_type="application/pdf", by=by, at=moment).sha256
