"""Practising before a sitting: the exercises of a council, one's own try beside the agreed answer, the group's sums."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ocop.criteria.queries import choices_in
from ocop.criteria.rules import CURRENT
from ocop.journal.rules import Reason, Refused
from ocop.people.access import guarded

from .. import acts
from ..access import may_make_exercises, may_see_council, may_see_exercise
from ..forms import ExerciseForm
from ..models import Council, Exercise, ExerciseSheet
from ..queries import calibration as asked
from ..queries import council_seen_by, seat_of
from .councils import reader_of

_GET_OR_POST = ["GET", "HEAD", "POST"]


@never_cache
@require_safe
@guarded(may_see_council, find=council_seen_by)
def exercises(request: HttpRequest, council: Council) -> HttpResponse:
    person = reader_of(request)
    rows = asked.exercises_of(council, person)
    tried = asked.tries_of(person, rows)
    context = {
        "council": council, "rows": [(row, tried.get(row.pk)) for row in rows],
        "makes": asked.makes_exercises(person, council),
    }  # fmt: skip
    return render(request, "councils/exercises.html", context)


@never_cache
@require_http_methods(_GET_OR_POST)
@guarded(may_make_exercises, find=council_seen_by)
def make(request: HttpRequest, council: Council) -> HttpResponse:
    """From a concluded dossier (its claims, without names and notes) or from nothing."""
    form = ExerciseForm(request.POST or None, council=council)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            exercise = _made(request, council, form.cleaned_data)
        except Refused as refused:
            reasons = refused.reasons
        else:
            return redirect(exercise)
    context = {"council": council, "form": form, "reasons": reasons}
    return render(request, "councils/make_exercise.html", context, status=422 if request.method == "POST" else 200)


def _made(request: HttpRequest, council: Council, data: dict[str, Any]) -> Exercise:
    dossier = data["dossier"]
    return acts.make_exercise(
        council, name=data["name"], origin=data["origin"], regime=dossier.regime if dossier else CURRENT,
        set_no=dossier.set_no if dossier else data["set_no"], due_on=data["due_on"],
        shows=asked.shows_of(dossier) if dossier else {}, simulated=dossier.simulated if dossier else council.simulated,
        by=reader_of(request),
    )  # fmt: skip


@never_cache
@require_http_methods(_GET_OR_POST)
@guarded(may_see_exercise, find=asked.exercise_seen_by)
def exercise(request: HttpRequest, found: Exercise) -> HttpResponse:
    """One address for everybody: the makers prepare and watch, the members try and compare."""
    if asked.makes_exercises(reader_of(request), found.council):
        return _manage(request, found)
    return _try(request, found)


def _manage(request: HttpRequest, found: Exercise) -> HttpResponse:
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST":
        try:
            said = _carry_out(request, found)
        except Refused as refused:
            reasons = refused.reasons
            found.refresh_from_db()
        else:
            messages.success(request, said)
            return redirect(found)
    context = {
        "exercise": found, "council": found.council, "reasons": reasons, "rows": asked.agreed_rows(found, _typed(request)),
        "group": asked.group_of(found) if found.state != Exercise.State.DRAFT else None,
    }  # fmt: skip
    return render(request, "councils/exercise_made.html", context, status=422 if reasons else 200)


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "")[:1000] for name in request.POST}


def _carry_out(request: HttpRequest, found: Exercise) -> str:
    """Saved first, then shown if that was asked."""
    person, wanted = reader_of(request), request.POST.get("do", "")
    if wanted == "end":
        acts.end_exercise(found, by=person)
        return "Đã kết thúc chấm thử."
    typed = _typed(request)
    number = typed.get("version", "")
    found = acts.agree_exercise(
        found, shows=_named(typed, "shows_"), reasons=_named(typed, "reasons_"), by=person,
        agreed=choices_in(asked.set_of_exercise(found), typed), edition=int(number) if number.isdecimal() else 0,
    )  # fmt: skip
    if wanted != "show":
        return "Đã lưu bản soạn."
    acts.show_exercise(found, by=person)
    return "Đã phát cho các thành viên có quyền chấm; mỗi người có thư báo."


def _named(typed: dict[str, str], prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): text for name, text in typed.items() if name.startswith(prefix)}


def _try(request: HttpRequest, found: Exercise) -> HttpResponse:
    person = reader_of(request)
    own = asked.own_try(found, person)
    if request.method == "POST":
        done = request.POST.get("do") == "done"
        try:
            given = choices_in(asked.set_of_exercise(found), request.POST.dict())
            acts.try_exercise(found, choices=given, done=done, by=person)
        except Refused as refused:
            return _tried(request, found, own, refused.reasons)
        messages.success(request, "Đã chấm thử xong: đây là mức thống nhất và giải thích." if done else "Đã lưu.")
        return redirect(found)
    return _tried(request, found, own, ())


def _tried(
    request: HttpRequest, found: Exercise, own: ExerciseSheet | None, reasons: tuple[Reason, ...]
) -> HttpResponse:
    seat = seat_of(reader_of(request), found.council)
    choices: dict[str, Any] = dict(own.choices) if own else {}
    if reasons:
        choices |= choices_in(asked.set_of_exercise(found), request.POST.dict())
    context = {
        "exercise": found, "council": found.council, "own": own, "reasons": reasons, "votes": seat is not None and seat.votes,
        "comparison": asked.comparison_of(found, own) if own and own.done_at else None,
        "parts": asked.parts_of(found, choices),
    }  # fmt: skip
    return render(request, "councils/exercise.html", context, status=422 if reasons else 200)
