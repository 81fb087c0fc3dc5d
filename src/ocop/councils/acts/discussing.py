"""Between the rounds: a discussion on the agenda, what was said, and the second round of sealed sheets."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.people.models import Person

from .. import lifecycle
from ..access import may_preside
from ..models import Discussion, Item, Remark, Sitting
from ..queries import criteria_of, has_conflict, seat_of
from .keys import locked_sitting
from .opening import begin_discussion

LONGEST_REMARK = 1000


def call_discussion(item: Item, *, cause: str, by: Person, at: datetime | None = None) -> Discussion:
    """Đưa ra thảo luận: the chair may, also where the spread rule does not ask for it."""
    cause = clean_text(cause)
    Refused.unless_clear(text_unfit(cause, field="cause", label="Nội dung thảo luận", longest=300, shortest=5))
    with act(at) as moment:
        item = _presided(item, lifecycle.CALL_DISCUSSION.source, by, moment)
        sheets = list(item.sheets.filter(state=lifecycle.OPENED, round=item.round).order_by("seat_id"))
        discussion = begin_discussion(item, sheets, cause, required=False, by=by, moment=moment)
        item.save(update_fields=["state"])
    return discussion


def say(item: Item, *, text: str, by: Person, criterion: str = "", at: datetime | None = None) -> Remark:
    """Ghi ý kiến thảo luận: of a member, the secretary or an adviser, about a criterion or the whole."""
    text = clean_text(text)
    Refused.unless_clear(text_unfit(text, field="text", label="Ý kiến", longest=LONGEST_REMARK, shortest=2))
    with act(at) as moment:
        sitting, item = _locked(item)
        seat = seat_of(by, sitting.council_id, timezone.localdate(moment))
        if seat is None or has_conflict(item, seat):
            raise Refused(
                Reason("Chỉ người có ghế và không có xung đột lợi ích tham gia thảo luận.", code="not_allowed")
            )
        discussion = _running(item)
        known = not criterion or criterion in criteria_of(item).by_code
        Refused.unless_clear(None if known else Reason("Không có tiêu chí này trong bộ.", "criterion", "unknown"))
        remark = Remark.objects.create(
            discussion=discussion, seat=seat, criterion=criterion, text=text, said_at=moment
        )  # fmt: skip
        record("say", by=by, about=item, at=moment, facts={"criterion": criterion, "remark": remark.pk})
    return remark


def end_discussion(item: Item, *, summary: str, by: Person, at: datetime | None = None) -> Item:
    """Kết thúc thảo luận without a second round: refused where the by-laws demand one."""
    with act(at) as moment:
        item = _presided(item, lifecycle.END_DISCUSSION.source, by, moment)
        discussion = _running(item)
        required = Reason(
            "Quy chế buộc chấm vòng hai khi các phiếu chênh lệch lớn. Hãy mở vòng hai.", "summary", "second_round"
        )
        Refused.unless_clear(required if discussion.required else None)
        _end(discussion, summary, moment)
        item.state = lifecycle.END_DISCUSSION.target
        item.save(update_fields=["state"])
        record("end_discussion", by=by, about=item, at=moment, facts={"item": item.pk})
    return item


def call_second_round(item: Item, *, summary: str, by: Person, at: datetime | None = None) -> Item:
    """Mở vòng hai: fresh sheets beside the first ones, which stay as they are."""
    with act(at) as moment:
        item = _presided(item, lifecycle.CALL_SECOND_ROUND.source, by, moment)
        twice = Reason("Sản phẩm này đã chấm vòng hai; không có vòng ba.", code="twice") if item.round > 1 else None
        Refused.unless_clear(twice)
        _end(_running(item), summary, moment)
        item.state, item.round = lifecycle.CALL_SECOND_ROUND.target, 2
        item.save(update_fields=["state", "round"])
        record("call_second_round", by=by, about=item, at=moment, facts={"item": item.pk, "round": 2})
    return item


def _locked(item: Item) -> tuple[Sitting, Item]:
    sitting = locked_sitting(item.sitting)
    item = Item.objects.select_for_update(of=("self",)).select_related("dossier").get(pk=item.pk)
    item.sitting = sitting
    return sitting, item


def _presided(item: Item, state: str | tuple[str, ...], by: Person, moment: datetime) -> Item:
    sitting, item = _locked(item)
    reasons = []
    if not may_preside(by, sitting.council, day=timezone.localdate(moment)):
        reasons.append(Reason("Chỉ Chủ tịch hoặc Thư ký Hội đồng điều hành thảo luận.", code="not_allowed"))
    if sitting.state != lifecycle.SCORING or item.state != state:
        words = f"Việc này không làm được khi sản phẩm đang ở bước «{item.state_name}»."
        reasons.append(Reason(words, code="wrong_state"))
    Refused.unless_clear(reasons)
    return item


def _running(item: Item) -> Discussion:
    found = Discussion.objects.select_for_update().filter(item=item, ended_at__isnull=True).last()
    if found is None:
        raise Refused(Reason("Sản phẩm này không đang được thảo luận.", code="wrong_state"))
    return found


def _end(discussion: Discussion, summary: str, moment: datetime) -> None:
    summary = clean_text(summary)
    Refused.unless_clear(text_unfit(summary, field="summary", label="Tóm tắt thảo luận", longest=3000, shortest=5))
    discussion.summary, discussion.ended_at = summary, moment
    discussion.save(update_fields=["summary", "ended_at"])
