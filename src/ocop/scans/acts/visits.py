"""A shelf visit: made from the first check that names it, told to those whom it concerns, looked at again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.letters.acts import write
from ocop.people.models import Person

from ..access import may_decide_cases
from ..models import Visit
from ..queries.visits import Concerned, concerned_by_visit, shortened
from ..rules.checks import SAYINGS

LONGEST_WAIT = 365  # days until a shelf is looked at again


def visit_told(told: object, *, by: Person, moment: datetime) -> Visit | None:
    """Nhận lượt kiểm kệ: the visit that a check names, made when it is the first to arrive; None for a check on its own."""
    if told is None:
        return None
    facts = _facts(told)
    if facts is None:
        raise Refused(Reason("Lượt kiểm kệ không đọc được.", "visit", "unreadable"))
    # Two checks of one visit may arrive at once.
    Visit.objects.bulk_create([Visit(inspector=by, arrived_at=moment, **facts)], ignore_conflicts=True)
    visit = Visit.objects.get(pk=facts["id"])
    if visit.inspector_id != by.pk:
        raise Refused(Reason("Lượt kiểm kệ này của người khác. Hãy đăng nhập đúng người.", "visit", "of_another"))
    return visit


def _facts(told: object) -> dict[str, Any] | None:
    if not isinstance(told, dict):
        return None
    place = clean_text(str(told.get("place") or ""))[:200]
    try:
        number, began = UUID(str(told.get("id"))), datetime.fromisoformat(str(told.get("began")))
    except ValueError:
        return None
    sound = bool(place) and began.tzinfo is not None and 2020 <= began.year <= 2100
    return {"id": number, "place": place, "began_at": began} if sound else None


def tell_visit(visit: Visit, *, by: Person, words: str, follow_on: date | None, at: datetime | None = None) -> Visit:
    """Báo kết quả kiểm kệ: what was flagged goes to each producer and to the commune where it is made; once."""
    with act(at) as moment:
        visit = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
        concerned = concerned_by_visit(visit)
        Refused.unless_clear(
            _not_inspector(by),
            Reason("Lượt này đã báo rồi.", code="told_already") if visit.told_at else None,
            None if concerned else Reason("Không có món nào cần xem mà cổng biết của ai, nên không báo cho ai được."),
            text_unfit(words, field="words", label="Lời nhắn", longest=1000, shortest=0),
            _day_unfit(follow_on, timezone.localdate(moment)),
        )  # fmt: skip
        visit.told_by, visit.told_at, visit.words, visit.follow_on = by, moment, words, follow_on
        visit.save(update_fields=["told_by", "told_at", "words", "follow_on"])
        facts = {
            "checks": [str(check.pk) for one in concerned for check in one.checks],
            "products": [c.product.pk for c in concerned],
        }
        record("tell_visit", by=by, about=visit, at=moment, facts=facts)
        for one in concerned:
            _write(visit, one, moment)
        return visit


def _write(visit: Visit, one: Concerned, moment: datetime) -> None:
    """One letter about one product: what was seen, why it was flagged, how it may be innocent, what to do."""
    seen = "\n".join(f"- {SAYINGS[said][1]} ({count} món)" for said, count in one.counted)
    again = f"\nThanh tra sẽ kiểm tra lại từ ngày {visit.follow_on:%d/%m/%Y}." if visit.follow_on else ""
    body = (
        f"Thanh tra kiểm kệ ngày {timezone.localtime(visit.began_at):%d/%m/%Y} ở {visit.place}.\n{seen}\n"
        f"{visit.words}{again}\nĐây là lời báo để cùng xem lại, chưa phải kết luận vi phạm."
    )
    subject = f"{shortened(one.product.name)}: thấy điều cần xem lại ở {shortened(visit.place)}"
    write(to=one.people, subject=subject, body=body, url="/tem/luot-quet/", at=moment)
    write(to=one.officers, subject=subject, body=body, url=one.product.get_absolute_url(), at=moment)


def follow_visit(visit: Visit, *, by: Person, finding: str, at: datetime | None = None) -> Visit:
    """Ghi kết quả kiểm tra lại: what the shelf looks like now; closes the visit."""
    with act(at) as moment:
        visit = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
        Refused.unless_clear(
            _not_inspector(by),
            None if visit.told_at else Reason("Hãy báo kết quả lần đầu trước.", code="not_told"),
            Reason("Lượt này đã ghi kết quả kiểm tra lại.", code="followed") if visit.followed_at else None,
            text_unfit(finding, field="finding", label="Kết quả kiểm tra lại", longest=1000, shortest=5),
        )
        visit.followed_by, visit.followed_at, visit.finding = by, moment, finding
        visit.save(update_fields=["followed_by", "followed_at", "finding"])
        record("follow_visit", by=by, about=visit, at=moment, facts={"finding": finding})
        return visit


def _not_inspector(by: Person) -> Reason | None:
    return None if may_decide_cases(by) else Reason("Chỉ thanh tra mới làm được việc này.", code="not_inspector")


def _day_unfit(day: date | None, today: date) -> Reason | None:
    if day is None or 0 < (day - today).days <= LONGEST_WAIT:
        return None
    return Reason("Ngày kiểm tra lại phải sau hôm nay và trong vòng một năm.", "follow_on", "out_of_range")
