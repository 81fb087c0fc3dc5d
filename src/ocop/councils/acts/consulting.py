"""Asking the council in writing about ratings after 36 months: the proposal is agreed to, or goes to a meeting.

QĐ 26/2026 Điều 5: opinions in writing, a meeting only where they differ; within 45 days of the complete dossier.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from ocop.cycles.models import Round
from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.people.models import Person

from .. import lifecycle
from ..access import may_run
from ..models import Council, Item, Postponement, Sitting, WrittenOpinion
from ..queries import Answers, answers_of, has_conflict, has_stated, proposal_of, seat_of, seat_rests
from ..rules import quorum_short, read_by_laws
from .closing import Settled, end_sitting, items_of, settle
from .keys import locked_sitting
from .sittings import may_not_preside, must_be


def call_consultation(
    council: Council, *, round: Round, name: str, by: Person, answers_until: date | None = None,
    at: datetime | None = None,
) -> Sitting:  # fmt: skip
    """Lấy ý kiến bằng văn bản: a consultation in a round; members answer by a day, the by-laws' days from now."""
    name = clean_text(name)
    Refused.unless_clear(text_unfit(name, field="name", label="Tên lần lấy ý kiến", longest=160, shortest=4))
    with act(at) as moment:
        day = timezone.localdate(moment)
        until = answers_until or day + timedelta(days=read_by_laws(council.by_laws).consultation_days)
        Refused.unless_clear(
            None if may_run(by, council, day=day) else Reason(
                "Chỉ Thư ký, Chủ tịch Hội đồng hoặc cơ quan tham mưu tỉnh làm việc này.", code="not_allowed"
            ),
            Reason("Hạn trả lời phải sau hôm nay.", "answers_until") if until <= day else None,
        )  # fmt: skip
        sitting = Sitting.objects.create(
            council=council, round=round, name=name, held_on=until, kind=lifecycle.WRITTEN, answers_until=until
        )
        facts = {"council": council.pk, "round": round.pk, "answers_until": until.isoformat()}
        record("call_consultation", by=by, about=sitting, at=moment, facts=facts)
    return sitting


def answer(
    item: Item, *, agrees: bool, by: Person, reason: str = "", at: datetime | None = None
) -> WrittenOpinion:  # fmt: skip
    """Trả lời bằng văn bản: agree with the proposed rating, or do not, with a reason; changed until the last day."""
    reason = clean_text(reason)
    shortest = 0 if agrees else 5
    Refused.unless_clear(text_unfit(reason, field="reason", label="Lý do", longest=1000, shortest=shortest))
    with act(at) as moment:
        sitting = locked_sitting(item.sitting)
        item = Item.objects.get(pk=item.pk)
        day = timezone.localdate(moment)
        seat = seat_of(by, sitting.council_id, day)
        if seat is None or not seat.votes or seat_rests(seat, sitting.rules, day):
            raise Refused(Reason("Chỉ thành viên có quyền chấm của Hội đồng trả lời.", code="not_allowed"))
        item.sitting = sitting
        Refused.unless_clear(
            _not_asking(sitting, item, day),
            Reason("Bạn đã khai xung đột lợi ích với sản phẩm này.", code="conflict") if has_conflict(item, seat) else None,
            None if has_stated(item, seat) else Reason(
                "Hãy khai có hay không có xung đột lợi ích với các sản phẩm của lần lấy ý kiến này.", code="not_stated"
            ),
        )  # fmt: skip
        given = {"agrees": agrees, "reason": reason, "answered_at": moment}
        opinion, _ = WrittenOpinion.objects.update_or_create(item=item, seat=seat, defaults=given)
        record("answer", by=by, about=item, at=moment, facts={"seat": seat.pk, "agrees": agrees})
    return opinion


def close_consultation(sitting: Sitting, *, by: Person, at: datetime | None = None) -> Sitting:
    """Kết thúc lấy ý kiến: agreed items have their result; one objection sends an item to a meeting."""
    with act(at) as moment:
        sitting = locked_sitting(sitting)
        Refused.unless_clear(
            may_not_preside(by, sitting, moment),
            must_be(sitting, lifecycle.SCORING, "Lần lấy ý kiến này không còn mở."),
            None
            if sitting.is_written
            else Reason("Đây là phiên họp, không phải lấy ý kiến bằng văn bản.", code="meeting"),
        )
        items = items_of(sitting)
        answers = answers_of(sitting, items)
        Refused.unless_clear(_unanswered(sitting, items, answers, timezone.localdate(moment)))
        for item in items:
            if answers[item.pk].objections:
                _to_meeting(item, answers[item.pk], by, moment)
        agreed = [_agreed(item, answers[item.pk]) for item in items if not answers[item.pk].objections]
        settle(agreed, lifecycle.AGREE_ITEM.target, by, moment)
        end_sitting(sitting, lifecycle.CLOSE_CONSULTATION.target, by, moment)
        facts = {"items": len(items), "minutes": sitting.minutes_sha256}
        record("close_consultation", by=by, about=sitting, at=moment, facts=facts)
    return sitting


def _not_asking(sitting: Sitting, item: Item, day: date) -> Reason | None:
    if not sitting.is_written or sitting.state != lifecycle.SCORING or item.state != lifecycle.AGREE_ITEM.source:
        return Reason("Sản phẩm này không đang được lấy ý kiến bằng văn bản.", code="wrong_state")
    if sitting.answers_until and day > sitting.answers_until:
        return Reason(f"Hạn trả lời là hết ngày {sitting.answers_until:%d/%m/%Y}.", code="too_late")
    return None


def _unanswered(sitting: Sitting, items: list[Item], answers: dict[int, Answers], day: date) -> list[Reason]:
    """One who may still answer is waited for until the last day; an objection needs no quorum."""
    reasons = []
    for item in items:
        found = answers[item.pk]
        if found.objections:
            continue
        if len(found.given) < found.needed:
            reasons.append(quorum_short(str(item), len(found.given), found.needed))
        elif found.waiting and sitting.answers_until and day <= sitting.answers_until:
            names = ", ".join(seat.person.name for seat in found.waiting)
            message = f"{item}: còn chờ {names} đến hết ngày {sitting.answers_until:%d/%m/%Y}."
            reasons.append(Reason(message, "items", "waiting"))
    return reasons


def _to_meeting(item: Item, answers: Answers, by: Person, moment: datetime) -> None:
    names = ", ".join(opinion.seat.person.name for opinion in answers.objections)
    reason = f"Có ý kiến không đồng ý ({names}): đưa ra phiên họp."
    item.state = lifecycle.OBJECT_ITEM.target
    item.save(update_fields=["state"])
    Postponement.objects.create(item=item, sitting=item.sitting, reason=reason[:300], by=by, at=moment)
    record("object_item", by=by, about=item, at=moment, facts={"objections": len(answers.objections)})


def _agreed(item: Item, answers: Answers) -> Settled:
    finding = proposal_of(item)
    if finding is None:
        raise Refused(Reason(f"{item}: Tổ tư vấn chưa nộp báo cáo.", "items", "no_report"))
    given = [{"seat": opinion.seat_id, "agrees": opinion.agrees} for opinion in answers.given]
    return Settled(item, finding, {"by_laws": item.sitting.by_laws, "written": given}, {"written": given})
