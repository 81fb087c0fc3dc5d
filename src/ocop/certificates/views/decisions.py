"""Decisions: drafted by the office, signed by the leader, issued, published; and what goes to the ministry."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocop.councils.models import Sitting
from ocop.councils.queries import results_of
from ocop.journal.rules import Reason, Refused
from ocop.people.access import guarded
from ocop.people.models import Person

from .. import acts, lifecycle
from ..access import (
    may_draft_for,
    may_issue,
    may_publish,
    may_see_decision,
    may_see_decisions,
    may_see_proposals,
    may_sign,
)
from ..forms.signing import DraftForm, SignForm
from ..models import Decision
from ..queries.decisions import (
    decision_seen_by,
    decisions_seen_by,
    lines_of,
    proposals_for,
    sitting_for_decision,
    sittings_without_decision,
)
from ..rules.law import newest_law

_GET_OR_POST = ["GET", "HEAD", "POST"]


def _reader(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


@never_cache
@require_safe
@guarded(may_see_decisions)
def index(request: HttpRequest) -> HttpResponse:
    person = _reader(request)
    context = {
        "decisions": list(decisions_seen_by(person)[:100]),
        "waiting": list(sittings_without_decision()),
        "drafts": may_draft_for(person),
    }
    return render(request, "certificates/decisions.html", context)


@never_cache
@require_http_methods(_GET_OR_POST)
@guarded(may_draft_for, find=sitting_for_decision)
def draft(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    form = DraftForm(request.POST or None)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            decision = acts.draft_decision(sitting, number=form.cleaned_data["number"], by=_reader(request))
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Đã dự thảo và chuyển lãnh đạo ký.")
            return redirect(decision)
    context = {"sitting": sitting, "results": results_of(sitting), "form": form, "reasons": reasons}
    return render(request, "certificates/draft.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@require_safe
@guarded(may_see_decision, find=decision_seen_by)
def decision(request: HttpRequest, found: Decision) -> HttpResponse:
    return render(request, "certificates/decision.html", _context(request, found))


@never_cache
@require_http_methods(_GET_OR_POST)
@guarded(may_sign, find=decision_seen_by)
def sign(request: HttpRequest, found: Decision) -> HttpResponse:
    form = SignForm(request.POST or None, request=request)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            acts.sign_decision(found, by=_reader(request), delegation=form.cleaned_data["delegation"])
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Quyết định đã ký. Cơ quan tham mưu cấp giấy chứng nhận.")
            return redirect(found)
    context = {**_context(request, found), "form": form, "reasons": reasons}
    return render(request, "certificates/sign.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@guarded(may_issue, find=decision_seen_by)
def issue(request: HttpRequest, found: Decision) -> HttpResponse:
    issued = acts.issue_certificates(found, by=_reader(request))
    messages.success(request, f"Đã cấp và công bố {len(issued)} giấy chứng nhận.")
    return redirect(found)


@require_POST
@guarded(may_publish, find=decision_seen_by)
def publish(request: HttpRequest, found: Decision) -> HttpResponse:
    acts.publish_decision(found, by=_reader(request))
    messages.success(request, "Quyết định đã công bố; chủ thể và xã đã nhận thông báo.")
    return redirect(found)


@never_cache
@require_safe
@guarded(may_see_proposals)
def ministry(request: HttpRequest) -> HttpResponse:
    context = {
        "results": proposals_for(_reader(request)),
        "bundle": [part.name for part in newest_law().bundle],
        "decides": may_see_decisions(_reader(request)),
    }
    return render(request, "certificates/ministry.html", context)


def _context(request: HttpRequest, found: Decision) -> dict[str, object]:
    person, lines = _reader(request), lines_of(found)
    owed = [
        line
        for line in lines
        if line.owed and (line.certificate is None or line.certificate.state not in lifecycle.KNOWN)
    ]
    return {
        "decision": found, "lines": lines, "owed": len(owed),
        "signs": may_sign(person, found) and found.state == lifecycle.DRAFTED,
        "issues": may_issue(person, found) and found.state == lifecycle.SIGNED and bool(owed),
        "publishes": may_publish(person, found) and found.state == lifecycle.SIGNED and not owed,
    }  # fmt: skip
