"""Practising before a sitting: an exercise is made, shown, tried by each member alone, ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from ocop.criteria.rules import CriteriaSet, criteria_set, sift
from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.letters.acts import write
from ocop.people.models import Person

from ..access import may_run
from ..models import Council, Exercise, ExerciseSheet, Seat
from ..queries import seat_of, voting_seats
from ..rules import plain_choices, sheet_incomplete, stale_edition

LONGEST_WORDS = 600


def make_exercise(
    council: Council, *, name: str, origin: str, regime: str, set_no: int, by: Person, shows: Mapping[str, str],
    agreed: Mapping[str, Any] | None = None, reasons: Mapping[str, str] | None = None, due_on: date | None = None,
    simulated: bool = False, at: datetime | None = None,
) -> Exercise:  # fmt: skip
    """Soạn hồ sơ chấm thử: what it shows, criterion by criterion, without a name; the agreed answer may come later."""
    name, origin = clean_text(name), clean_text(origin)
    with act(at) as moment:
        found = criteria_set(regime, set_no)
        Refused.unless_clear(
            _may_not(by, council, moment),
            text_unfit(name, field="name", label="Tên hồ sơ chấm thử", longest=160, shortest=4),
            text_unfit(origin, field="origin", label="Nguồn", longest=200, shortest=4),
            None if found else Reason("Không có bộ tiêu chí này.", "set_no", "unknown"),
        )
        assert found is not None
        exercise = Exercise.objects.create(
            council=council, name=name, origin=origin, regime=regime, set_no=set_no, due_on=due_on, simulated=simulated,
            shows=_words(found, shows), reasons=_words(found, reasons or {}), agreed=_choices(found, agreed or {}),
            made_by=by, made_at=moment,
        )  # fmt: skip
        record("make_exercise", by=by, about=exercise, at=moment, facts={"council": council.pk, "set": set_no})
    return exercise


def agree_exercise(
    exercise: Exercise, *, shows: Mapping[str, str], agreed: Mapping[str, Any], reasons: Mapping[str, str],
    edition: int, by: Person, at: datetime | None = None,
) -> Exercise:  # fmt: skip
    """Ghi mức thống nhất: choices and why, as long as nobody has seen the exercise."""
    with act(at) as moment:
        exercise = _locked(exercise, by, moment)
        Refused.unless_clear(_must_be(exercise, Exercise.State.DRAFT), stale_edition(edition, exercise.edition))
        found = criteria_of_exercise(exercise)
        exercise.shows, exercise.reasons = _words(found, shows), _words(found, reasons)
        exercise.agreed = _choices(found, agreed)
        exercise.edition += 1
        exercise.save()
        record("agree_exercise", by=by, about=exercise, at=moment, facts={"edition": exercise.edition})
    return exercise


def show_exercise(exercise: Exercise, *, by: Person, at: datetime | None = None) -> Exercise:
    """Phát cho thành viên: complete, with a reason for each agreed choice; every voting member is told."""
    with act(at) as moment:
        exercise = _locked(exercise, by, moment)
        found = criteria_of_exercise(exercise)
        unexplained = [
            Reason(f"Tiêu chí {c.code} ({c.title}) chưa có giải thích.", f"reasons.{c.code}", "missing")
            for c in found.criteria
            if not exercise.reasons.get(c.code)
        ]
        Refused.unless_clear(
            _must_be(exercise, Exercise.State.DRAFT), sheet_incomplete(found, exercise.agreed), unexplained
        )
        exercise.state = Exercise.State.SHOWN
        exercise.save(update_fields=["state"])
        record("show_exercise", by=by, about=exercise, at=moment, facts={"council": exercise.council_id})
        until = f" trước ngày {exercise.due_on:%d/%m/%Y}" if exercise.due_on else ""
        body = "Chấm riêng một mình; chấm xong bạn thấy ngay mức thống nhất và giải thích. Không tính vào kết quả nào."
        to = [seat.person for seat in voting_seats(exercise.council, timezone.localdate(moment))]
        url = exercise.get_absolute_url()
        write(to=to, subject=f"Chấm thử{until}: {exercise.name}", body=body, url=url, at=moment)
    return exercise


def try_exercise(
    exercise: Exercise, *, choices: Mapping[str, Any], by: Person, done: bool = False, at: datetime | None = None
) -> ExerciseSheet:
    """Chấm thử: the member's own, kept secret; done, it can no longer be changed, for the answer is then seen."""
    with act(at) as moment:
        exercise = Exercise.objects.select_for_update(no_key=True).select_related("council").get(pk=exercise.pk)
        seat = seat_of(by, exercise.council_id, timezone.localdate(moment))
        if seat is None or not seat.votes:
            raise Refused(Reason("Chỉ thành viên có quyền chấm của Hội đồng chấm thử.", code="not_allowed"))
        Refused.unless_clear(_must_be(exercise, Exercise.State.SHOWN))
        found = criteria_of_exercise(exercise)
        sheet, _ = ExerciseSheet.objects.select_for_update().get_or_create(
            exercise=exercise, seat=seat, defaults={"saved_at": moment}
        )
        over = Reason("Bạn đã chấm thử xong và đã xem mức thống nhất, nên không đổi được nữa.", code="already_done")
        Refused.unless_clear(over if sheet.done_at else None)
        _keep_try(sheet, found, choices, done, moment)
        if done:
            record("try_exercise", by=by, about=exercise, at=moment, facts={"seat": seat.pk})
    return sheet


def end_exercise(exercise: Exercise, *, by: Person, at: datetime | None = None) -> Exercise:
    """Kết thúc chấm thử: nobody tries it any more; what was tried stays with each member."""
    with act(at) as moment:
        exercise = _locked(exercise, by, moment)
        Refused.unless_clear(_must_be(exercise, Exercise.State.SHOWN))
        exercise.state = Exercise.State.ENDED
        exercise.save(update_fields=["state"])
        record("end_exercise", by=by, about=exercise, at=moment, facts={})
    return exercise


def criteria_of_exercise(exercise: Exercise) -> CriteriaSet:
    found = criteria_set(exercise.regime, exercise.set_no)
    if found is None:
        raise Refused(f"Không có bảng điểm cho bộ {exercise.set_no} theo chế độ {exercise.regime}.")
    return found


def _keep_try(
    sheet: ExerciseSheet, found: CriteriaSet, choices: Mapping[str, Any], done: bool, moment: datetime
) -> None:
    sifted = sift(found, {**sheet.choices, **choices})
    Refused.unless_clear(sifted.reasons, sheet_incomplete(found, sifted.choices) if done else [])
    sheet.choices = plain_choices(sifted.choices)
    sheet.edition += 1
    sheet.saved_at = moment
    sheet.done_at = moment if done else None
    sheet.save()


def _locked(exercise: Exercise, by: Person, moment: datetime) -> Exercise:
    exercise = Exercise.objects.select_for_update(of=("self",)).select_related("council").get(pk=exercise.pk)
    Refused.unless_clear(_may_not(by, exercise.council, moment))
    return exercise


def _may_not(by: Person, council: Council, moment: datetime) -> Reason | None:
    """The agreed answer must stay unknown to those who try it."""
    day = timezone.localdate(moment)
    seat = seat_of(by, council, day)
    if seat is not None and seat.role != Seat.Role.SECRETARY:
        return Reason(
            "Người chấm thử không soạn hồ sơ chấm thử: hãy nhờ Thư ký hoặc cơ quan tham mưu.", code="not_allowed"
        )
    if may_run(by, council, day=day):
        return None
    return Reason("Chỉ Thư ký hoặc cơ quan tham mưu tỉnh soạn hồ sơ chấm thử.", code="not_allowed")


def _must_be(exercise: Exercise, state: str) -> Reason | None:
    if exercise.state == state:
        return None
    return Reason(
        f"Hồ sơ chấm thử {exercise.get_state_display().lower()} nên không làm được việc này.", code="wrong_state"
    )


def _choices(found: CriteriaSet, given: Mapping[str, Any]) -> dict[str, Any]:
    sifted = sift(found, given)
    Refused.unless_clear(sifted.reasons)
    return plain_choices(sifted.choices)


def _words(found: CriteriaSet, given: Mapping[str, str]) -> dict[str, str]:
    cleaned = {code: clean_text(str(text)) for code, text in given.items() if code in found.by_code}
    unfit = [
        text_unfit(t, field=f"words.{c}", label=f"Lời ghi ở {c}", longest=LONGEST_WORDS) for c, t in cleaned.items()
    ]
    Refused.unless_clear(*unfit)
    return {code: text for code, text in cleaned.items() if text}
