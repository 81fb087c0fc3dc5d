"""Taking checks from inspectors' phones, in any order and as often as they come; and opening a case from one."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.core.files.base import File
from django.utils import timezone

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text
from ocop.papers.acts import bring
from ocop.people.models import Person

from ..access import may_inspect
from ..models import Case, Check
from ..queries.checks import judged, open_case_about
from ..rules.checks import SAYINGS, SEEN_ON_SHELF
from .cases import note_on_case, open_case
from .visits import visit_told

_CLOCK_AHEAD = timedelta(minutes=10)


def take_check(
    check_id: UUID, told: dict[str, Any], *, by: Person, photo: File[bytes] | None = None, at: datetime | None = None
) -> Check:
    """Nhận lần kiểm tra: what a phone noted without a network; the same id again is the same check."""
    with act(at) as moment:
        Refused.unless_clear(_not_inspecting(by))
        if known := Check.objects.filter(pk=check_id).first():
            Refused.unless_clear(_of_another(known, by))
            return known
        facts = _facts(told, moment)
        visit = visit_told(told.get("visit"), by=by, moment=moment)
        paper = bring(photo, by=by, at=moment, field="photo") if photo else None
        answer = judged(facts["content"], timezone.localdate(moment))
        said = facts["said"] if facts["said"] in SEEN_ON_SHELF else answer.said
        check = Check.objects.create(
            id=check_id, inspector=by, arrived_at=moment, photo=paper, answer=said, batch=answer.batch,
            sequence=answer.sequence, visit=visit, **facts,
        )  # fmt: skip
        record("take_check", by=by, about=check, at=moment, facts=_sealed(check))
        return check


def _sealed(check: Check) -> dict[str, Any]:
    """The journal seals words, photo, time and place as one hash: where an inspector stood is nobody else's to read."""
    seal = hashlib.sha256(orjson.dumps(evidence_of(check), option=orjson.OPT_SORT_KEYS)).hexdigest()
    return {"content": check.content, "said": check.said, "answer": check.answer, "evidence_sha256": seal}


def evidence_of(check: Check) -> dict[str, Any]:
    """What was seen, when and where, as it was sealed on arrival."""
    where = [check.latitude, check.longitude, check.accuracy] if check.latitude is not None else None
    return {
        "content": check.content, "at": check.checked_at.isoformat(), "place": check.place, "where": where,
        "note": check.note, "photo_sha256": check.photo.sha256 if check.photo else "", "visit": str(check.visit_id or ""),
    }  # fmt: skip


def case_from_check(check: Check, *, by: Person, at: datetime | None = None) -> Case:
    """Mở vụ việc từ lần kiểm tra: about the stamp that was checked; noted on the case that is open about it already."""
    with act(at) as moment:
        check = Check.objects.select_for_update(of=("self",)).get(pk=check.pk)
        Refused.unless_clear(_nothing_of_ours(check), _case_known(check))
        assert check.batch_id is not None
        note = _note(check)
        case = open_case_about(check.batch_id, check.sequence)
        if case is None:
            case = open_case(check.batch_id, check.sequence, by=by, note=note, at=moment)
        else:
            note_on_case(case, by=by, text=note, at=moment)
        check.case = case
        check.save(update_fields=["case"])
        record("case_from_check", by=by, about=check, at=moment, facts={"case": case.pk})
        return case


def _note(check: Check) -> str:
    where = check.place or (f"{check.latitude:.5f}, {check.longitude:.5f}" if check.latitude is not None else "")
    parts = [
        f"Kiểm tra lúc {timezone.localtime(check.checked_at):%H:%M ngày %d/%m/%Y}",
        f"ở {where}" if where else "", f"máy nói: {SAYINGS[check.said][1]}", check.note,
    ]  # fmt: skip
    return "; ".join(part for part in parts if part)[:1000]


def _not_inspecting(by: Person) -> Reason | None:
    return (
        None
        if may_inspect(by)
        else Reason("Chỉ thanh tra và cơ quan tỉnh mới gửi được lần kiểm tra.", code="not_inspector")
    )


def _of_another(known: Check, by: Person) -> Reason | None:
    if known.inspector_id == by.pk:
        return None
    return Reason("Lần kiểm tra này của người khác. Hãy đăng nhập đúng người.", code="of_another")


def _nothing_of_ours(check: Check) -> Reason | None:
    if check.batch_id is not None:
        return None
    message = "Mã này không phải tem của cổng, nên không có lượt cấp nào để mở vụ việc. Lần kiểm tra vẫn được giữ."
    return Reason(message, code="not_ours")


def _case_known(check: Check) -> Reason | None:
    return Reason("Lần kiểm tra này đã thuộc một vụ việc.", code="has_case") if check.case_id else None


def _facts(told: dict[str, Any], moment: datetime) -> dict[str, Any]:
    """What the phone told, as far as it is sound. Raises Refused with every reason."""
    content = clean_text(str(told.get("content") or ""))
    checked_at = _time(told.get("at"))
    place = _place(told.get("where"))
    Refused.unless_clear(
        None if 0 < len(content) <= 400 else Reason("Nội dung quét trống hoặc quá dài.", "content", "length"),
        None if told.get("said") in SAYINGS else Reason("Kết luận của máy không đọc được.", "said", "unknown"),
        _time_unfit(checked_at, moment),
        Reason("Vị trí không đúng dạng.", "where", "unreadable") if place is None else None,
    )
    return {
        "content": content, "said": told["said"], "checked_at": checked_at, "list_at": _time(told.get("list")),
        "place": clean_text(str(told.get("place") or ""))[:200], "note": clean_text(str(told.get("note") or ""))[:1000],
        **(place or {}),
    }  # fmt: skip


def _time_unfit(at: datetime | None, moment: datetime) -> Reason | None:
    if at is None:
        return Reason("Giờ kiểm tra không đọc được.", "at", "unreadable")
    if at > moment + _CLOCK_AHEAD:
        return Reason("Giờ của máy đi trước giờ của cổng. Hãy chỉnh giờ rồi gửi lại.", "at", "ahead")
    return None


def _time(given: object) -> datetime | None:
    """A moment with its zone; what is none is none."""
    try:
        at = datetime.fromisoformat(str(given))
    except ValueError:
        return None
    return at if at.tzinfo and 2020 <= at.year <= 2100 else None


def _place(given: object) -> dict[str, float] | None:
    """Latitude, longitude and accuracy; empty when none was told, None when it is nonsense."""
    if given is None:
        return {}
    if not isinstance(given, dict) or not all(
        isinstance(given.get(k), int | float) and not isinstance(given.get(k), bool) for k in ("lat", "lon")
    ):
        return None
    lat, lon, accuracy = given["lat"], given["lon"], given.get("accuracy")
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    found = {"latitude": float(lat), "longitude": float(lon)}
    if isinstance(accuracy, int | float) and 0 <= accuracy < 1e6:
        found["accuracy"] = float(accuracy)
    return found
