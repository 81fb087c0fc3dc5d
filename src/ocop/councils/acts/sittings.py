"""A sitting from its call to its end."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from django.db.models import Max, QuerySet
from django.utils import timezone

from ocop.cycles.models import Round
from ocop.dossiers.acts import conclude, put_before_council
from ocop.dossiers.models import Dossier
from ocop.journal.acts import act, record
from ocop.journal.queries import newest_lines
from ocop.journal.rules import GENESIS, Reason, Refused, clean_text, text_unfit
from ocop.papers.acts import keep
from ocop.people.models import Person

from .. import lifecycle
from ..access import may_preside, may_run
from ..exports import minutes_pdf
from ..models import Council, Item, Result, Sheet, Sitting
from ..queries import conflict_counts, criteria_of, minutes_facts, voting_seats
from ..rules import Finding, Marks, find, quorum_missed


def call_sitting(
    council: Council, *, round: Round, name: str, held_on: date, by: Person, at: datetime | None = None
) -> Sitting:
    """Triệu tập phiên họp: a day on which the council scores, in a round."""
    name = clean_text(name)
    Refused.unless_clear(text_unfit(name, field="name", label="Tên phiên họp", longest=160, shortest=4))
    with act(at) as moment:
        Refused.unless_clear(_may_not_run(by, council, moment))
        sitting = Sitting.objects.create(council=council, round=round, name=name, held_on=held_on)
        facts = {"council": council.pk, "round": round.pk, "held_on": held_on.isoformat()}
        record("call_sitting", by=by, about=sitting, at=moment, facts=facts)
    return sitting


def put_item(sitting: Sitting, *, dossier: Dossier, by: Person, at: datetime | None = None) -> Item:
    """Đưa vào chương trình: an accepted dossier becomes an item, until scoring begins."""
    with act(at) as moment:
        sitting = _locked(sitting)
        Refused.unless_clear(
            _may_not_run(by, sitting.council, moment),
            _must_be(sitting, lifecycle.PLANNED, "Phiên họp đã mở nên không thêm được sản phẩm."),
            None if dossier.round_id == sitting.round_id else Reason(
                "Hồ sơ thuộc đợt đánh giá khác với phiên họp này.", "dossier", "other_round"
            ),
        )  # fmt: skip
        put_before_council(dossier, by=by, at=moment)
        last = sitting.items.aggregate(last=Max("order"))["last"] or 0
        item = Item.objects.create(sitting=sitting, dossier=dossier, order=last + 1)
        record("put_item", by=by, about=sitting, at=moment, facts={"item": item.pk, "dossier": dossier.pk})
    return item


def open_sitting(sitting: Sitting, *, by: Person, at: datetime | None = None) -> Sitting:
    """Mở phiên chấm: the by-laws as they stand are fixed for this sitting."""
    with act(at) as moment:
        sitting = _locked(sitting)
        Refused.unless_clear(
            _may_not_preside(by, sitting.council, moment),
            _must_be(sitting, lifecycle.PLANNED, "Phiên họp không còn ở bước chuẩn bị."),
            _not_ready(sitting, moment),
        )
        sitting.state = lifecycle.OPEN_SITTING.target
        sitting.by_laws = dict(sitting.council.by_laws)
        sitting.opened_at = moment
        sitting.save(update_fields=["state", "by_laws", "opened_at"])
        record("open_sitting", by=by, about=sitting, at=moment, facts={"by_laws": sitting.by_laws})
    return sitting


def close_sitting(sitting: Sitting, *, by: Person, at: datetime | None = None) -> Sitting:
    """Kết thúc phiên: every item has its quorum, the results are found, the minutes are kept."""
    with act(at) as moment:
        sitting = _locked(sitting)
        Refused.unless_clear(
            _may_not_preside(by, sitting.council, moment),
            _must_be(sitting, lifecycle.SCORING, "Phiên họp không ở bước chấm nên không kết thúc được."),
        )
        Refused.unless_clear(_unresolved(sitting, moment), _seals_broken(sitting))
        for item in _items(sitting):
            _conclude(item, by, moment)
        sitting.state = lifecycle.CLOSE_SITTING.target
        sitting.closed_at = moment
        sitting.minutes_sha256 = _keep_minutes(sitting, by, moment)
        sitting.save(update_fields=["state", "closed_at", "minutes_sha256"])
        facts = {"items": sitting.items.count(), "minutes": sitting.minutes_sha256}
        record("close_sitting", by=by, about=sitting, at=moment, facts=facts)
    return sitting


def _locked(sitting: Sitting) -> Sitting:
    return Sitting.objects.select_for_update(of=("self",)).select_related("council").get(pk=sitting.pk)


def _items(sitting: Sitting) -> list[Item]:
    return list(sitting.items.select_related("dossier__product", "sitting__council"))


def _may_not_run(by: Person, council: Council, moment: datetime) -> Reason | None:
    if may_run(by, council, day=timezone.localdate(moment)):
        return None
    return Reason("Chỉ Thư ký, Chủ tịch Hội đồng hoặc cơ quan tham mưu tỉnh làm việc này.", code="not_allowed")


def _may_not_preside(by: Person, council: Council, moment: datetime) -> Reason | None:
    if may_preside(by, council, day=timezone.localdate(moment)):
        return None
    return Reason("Chỉ Chủ tịch hoặc Thư ký Hội đồng mở và kết thúc phiên.", code="not_allowed")


def _must_be(sitting: Sitting, state: str, message: str) -> Reason | None:
    if sitting.state == state:
        return None
    return Reason(f"{message} Trạng thái hiện nay: {lifecycle.SITTING_STATES[sitting.state]}.", code="wrong_state")


def _not_ready(sitting: Sitting, moment: datetime) -> list[Reason]:
    items = list(sitting.items.select_related("dossier__product", "advisor_report"))
    reasons = []
    if not items:
        reasons.append(Reason("Chương trình còn trống. Hãy đưa ít nhất một hồ sơ vào phiên.", "items", "empty"))
    if not voting_seats(sitting.council, timezone.localdate(moment)):
        reasons.append(Reason("Hội đồng chưa có thành viên nào được quyền chấm.", "seats", "empty"))
    if sitting.rules.advisor_report:
        reasons += [
            Reason(f"{item}: Tổ tư vấn chưa nộp báo cáo.", "items", "no_report")
            for item in items
            if not (hasattr(item, "advisor_report") and item.advisor_report.is_in)
        ]
    return reasons


def _unresolved(sitting: Sitting, moment: datetime) -> list[Reason]:
    """A sheet handed in while its seat held stays valid, so its seat still counts in the base."""
    sheets = list(_valid_sheets(sitting).values_list("item_id", "seat_id"))
    seats = {seat.pk for seat in voting_seats(sitting.council, timezone.localdate(moment))}
    seats |= {seat_id for _, seat_id in sheets}
    conflicts = conflict_counts(sitting, seats)
    handed_in = Counter(item_id for item_id, _ in sheets)
    found = (
        quorum_missed(
            sitting.rules,
            seats=len(seats),
            conflicted=conflicts.get(item.pk, 0),
            handed_in=handed_in[item.pk],
            label=str(item),
        )
        for item in _items(sitting)
    )
    return [reason for reason in found if reason is not None]


def _seals_broken(sitting: Sitting) -> list[Reason]:
    """A sheet that was changed past the acts, straight in the database, decides nothing."""
    return [
        Reason(
            f"{sheet.item}: phiếu của {sheet.seat.person} không khớp dấu niêm phong. Hãy báo người quản trị.",
            "items",
            "seal_broken",
        )
        for sheet in _valid_sheets(sitting).select_related("item__dossier__product", "seat__person")
        if not sheet.is_whole
    ]


def _valid_sheets(sitting: Sitting) -> QuerySet[Sheet]:
    return Sheet.objects.filter(item__sitting=sitting, state=lifecycle.HANDED_IN)


def _conclude(item: Item, by: Person, moment: datetime) -> Result:
    sheets = list(item.sheets.filter(state=lifecycle.HANDED_IN).select_related("seat"))
    marks = [Marks(s.choices, tuple(s.disqualified)) for s in sheets]
    finding = find(criteria_of(item), marks, item.sitting.rules)
    result = Result.objects.create(item=item, concluded_at=moment, **_result_fields(item, finding, sheets))
    conclude(item.dossier, by=by, at=moment)
    facts = {
        "average": str(finding.average), "star": finding.star, "to_ministry": finding.to_ministry,
        "sheets": [s.seal for s in sheets],
    }  # fmt: skip
    record("conclude_item", by=by, about=item, at=moment, facts=facts)
    return result


def _result_fields(item: Item, finding: Finding, sheets: list[Sheet]) -> dict[str, object]:
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
        "detail": {
            "by_laws": item.sitting.by_laws,
            "sheets": [{"seat": s.seat_id, "points": str(s.points), "seal": s.seal} for s in sheets],
        },
    }


def _keep_minutes(sitting: Sitting, by: Person, moment: datetime) -> str:
    newest = newest_lines(count=1)
    head = newest[0].seal if newest else GENESIS
    data = minutes_pdf(minutes_facts(sitting, moment, head))
    name = f"bien-ban-phien-{sitting.pk}.pdf"
    return keep(data, name=name, media_type="application/pdf", by=by, at=moment).sha256
