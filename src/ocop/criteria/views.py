"""Tự đánh giá: choose a set, answer, read the star. By GET only; the address holds the answers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ocop.people.access import public

from .forms import SelfAssessment
from .queries import set_for, sets_by_line, wording_of
from .rules import CURRENT, CriteriaSet, regimes


@public
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("q", "")[:200]
    facts = {"lines": sets_by_line(wanted), "wanted": wanted, "regime": regimes()[CURRENT]}
    return render(request, "criteria/choose.html", facts)


@public
@require_safe
def assess(request: HttpRequest, no: int) -> HttpResponse:
    assessment = SelfAssessment.read(_set_or_404(no), request.GET)
    return _form(request, assessment, 422 if assessment.board.reasons else 200)


@public
@require_safe
def bar(request: HttpRequest, no: int) -> HttpResponse:
    assessment = SelfAssessment.read(_set_or_404(no), request.GET)
    return render(request, "criteria/_bar.html", {"board": assessment.board})


@public
@require_safe
def result(request: HttpRequest, no: int) -> HttpResponse:
    assessment = SelfAssessment.read(_set_or_404(no), request.GET)
    if assessment.board.reasons:
        return _form(request, assessment, 422)
    facts = _facts(assessment) | {
        "parts": [(part, assessment.board.rating.parts[part.code]) for part in assessment.criteria_set.parts],
    }
    return render(request, "criteria/result.html", facts)


def _form(request: HttpRequest, assessment: SelfAssessment, status: int) -> HttpResponse:
    found = assessment.criteria_set
    facts = _facts(assessment) | {"sheet": assessment.sheet(wording_of(found.regime.key, found.no))}
    return render(request, "criteria/assess.html", facts, status=status)


def _facts(assessment: SelfAssessment) -> dict[str, object]:
    return {
        "assessment": assessment,
        "set": assessment.criteria_set,
        "board": assessment.board,
        "rating": assessment.board.rating,
        "regime": assessment.criteria_set.regime,
    }


def _set_or_404(no: int) -> CriteriaSet:
    found = set_for(no)
    if found is None:
        raise Http404
    return found
