"""A sitting from its call to its opening."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

from ocop.cycles.models import Round
from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.people.models import Person

from .. import lifecycle
from ..access import may_preside, may_run
from ..models import Council, Item, Sitting
from ..queries import voting_seats
from .keys import locked_sitting, make_keys


def call_sitting(
    council: Council, *, round: Round, name: str, held_on: date, by: Person, starts_at: time | None = None,
    place: str = "", at: datetime | None = None,
) -> Sitting:  # fmt: skip
    """Triệu tập phiên họp: a day on which the council scores, in a round."""
    name, place = clean_text(name), clean_text(place)
    Refused.unless_clear(
        text_unfit(name, field="name", label="Tên phiên họp", longest=160, shortest=4),
        text_unfit(place, field="place", label="Nơi họp", longest=160),
    )
    with act(at) as moment:
        Refused.unless_clear(_may_not_call(by, council, moment))
        sitting = Sitting.objects.create(
            council=council, round=round, name=name, held_on=held_on, starts_at=starts_at, place=place
        )
        facts = {"council": council.pk, "round": round.pk, "held_on": held_on.isoformat()}
        record("call_sitting", by=by, about=sitting, at=moment, facts=facts)
    return sitting


def open_sitting(sitting: Sitting, *, by: Person, at: datetime | None = None) -> Sitting:
    """Mở phiên chấm: the by-laws as they stand are fixed, and the key is made that seals every sheet."""
    with act(at) as moment:
        sitting = locked_sitting(sitting)
        Refused.unless_clear(
            may_not_preside(by, sitting, moment),
            must_be(sitting, lifecycle.PLANNED, "Phiên họp không còn ở bước chuẩn bị."),
            _not_ready(sitting, moment),
            [] if sitting.is_written else make_keys(sitting),
        )
        sitting.state = lifecycle.OPEN_SITTING.target
        sitting.by_laws = dict(sitting.council.by_laws) if sitting.by_laws is None else sitting.by_laws
        sitting.opened_at = moment
        sitting.save(update_fields=["state", "by_laws", "opened_at", "public_key", "key_shares"])
        Item.objects.filter(sitting=sitting, state=lifecycle.BEGIN_ITEM.source).update(state=lifecycle.SCORING)
        facts = {"by_laws": sitting.by_laws, "key": sitting.public_key}
        record("open_sitting", by=by, about=sitting, at=moment, facts=facts)
    return sitting


def _may_not_call(by: Person, council: Council, moment: datetime) -> Reason | None:
    if may_run(by, council, day=timezone.localdate(moment)):
        return None
    return Reason("Chỉ Thư ký, Chủ tịch Hội đồng hoặc cơ quan tham mưu tỉnh làm việc này.", code="not_allowed")


def may_not_preside(by: Person, sitting: Sitting, moment: datetime) -> Reason | None:
    if may_preside(by, sitting.council, day=timezone.localdate(moment)):
        return None
    return Reason("Chỉ Chủ tịch hoặc Thư ký Hội đồng mở và kết thúc phiên.", code="not_allowed")


def must_be(sitting: Sitting, state: str, message: str) -> Reason | None:
    if sitting.state == state:
        return None
    return Reason(f"{message} Trạng thái hiện nay: {lifecycle.SITTING_STATES[sitting.state]}.", code="wrong_state")


def _not_ready(sitting: Sitting, moment: datetime) -> list[Reason]:
    found = sitting.items.exclude(state=lifecycle.POSTPONED)
    items = list(found.select_related("dossier__product", "advisor_report"))
    reasons = []
    if not items:
        reasons.append(Reason("Chương trình còn trống. Hãy đưa ít nhất một hồ sơ vào phiên.", "items", "empty"))
    if not voting_seats(sitting.council, timezone.localdate(moment)):
        reasons.append(Reason("Hội đồng chưa có thành viên nào được quyền chấm.", "seats", "empty"))
    if sitting.rules.advisor_report or sitting.is_written:
        reasons += [
            Reason(f"{item}: Tổ tư vấn chưa nộp báo cáo.", "items", "no_report")
            for item in items
            if not (hasattr(item, "advisor_report") and item.advisor_report.is_in)
        ]
    return reasons
