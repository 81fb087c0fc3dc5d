"""The producer's pages: my dossiers, opening one, and the dossier itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ocop.criteria.queries import coach_beside
from ocop.cycles.queries import next_round, round_taking_proposals
from ocop.journal.rules import Reason, Refused
from ocop.people.access import guarded
from ocop.people.models import Person
from ocop.people.queries import today
from ocop.places.queries import working_days_between

from .. import acts, lifecycle, rules
from ..access import (
    may_examine,
    may_examine_for_province,
    may_file,
    may_fill_dossier,
    may_read_dossier,
    may_take_in,
    may_write_dossier,
)
from ..forms import ChangesForm
from ..models import Dossier
from ..queries import (
    dossier_seen_by,
    due_of,
    form_as_submitted,
    form_of,
    life_of,
    own_dossiers,
    products_to_file,
    way_of,
)
from ..queries.assisting import helper_names
from ..queries.doors import doors_of
from ..queries.output import frozen_output


def reader_of(request: HttpRequest) -> Person:
    """The person behind a guarded page."""
    assert isinstance(request.user, Person)
    return request.user


def posted(request: HttpRequest) -> QueryDict | None:
    """The form's data; an empty form that was sent is still a form that was sent."""
    return request.POST if request.method == "POST" else None


@require_safe
@guarded(may_file)
def my_dossiers(request: HttpRequest) -> HttpResponse:
    person = reader_of(request)
    context = {"rows": own_dossiers(person), "can_open": products_to_file(person).exists()}
    return render(request, "dossiers/mine.html", context)


@require_safe
@guarded(may_read_dossier, find=dossier_seen_by)
def dossier_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """The form while its producer may write, the reader for everybody else and afterwards."""
    person = reader_of(request)
    if dossier.is_editable and may_fill_dossier(person, dossier):
        return overview(request, dossier)
    form = form_as_submitted(dossier)
    context = {
        "dossier": dossier, "form": form, "way": way_of(dossier), "life": life_of(dossier),
        "owner": may_write_dossier(person, dossier), "examines": may_examine(person, dossier),
        "looks_into": may_examine_for_province(person, dossier), "day": today(), **beside(person, dossier),
        "takes_in": may_take_in(person, dossier), "opinion": getattr(dossier, "opinion", None),
        "wishes": form.wishes,
        "output": frozen_output(dossier),
        "warnings": rules.warnings_before(rules.requirements(dossier.regime), dossier.eligibility),
        "days_left": working_days_between(today(), dossier.commune_due_on) if dossier.commune_due_on else None,
    }  # fmt: skip
    return render(request, "dossiers/reader.html", context)


def overview(
    request: HttpRequest, dossier: Dossier, changes: ChangesForm | None = None, reasons: tuple[Reason, ...] = ()
) -> HttpResponse:
    form = form_of(dossier)
    context = {
        "dossier": dossier, "form": form, "way": way_of(dossier), "life": life_of(dossier), "reasons": reasons,
        "changes_form": changes or ChangesForm({"changes": dossier.changes}), "due_on": due_of(form),
        "window": rules.renewal_window(dossier.basis_expiry, today()) if dossier.kind == rules.RERATE else None,
        "changes_open": dossier.state == lifecycle.DRAFT or form.changes_asked,
        "round_open": round_words(dossier), "wishes": form.wishes, "obstacles": form.obstacles,
        **beside(reader_of(request), dossier),
        "pages": f"/ho-so/{dossier.pk}/tieu-chi/", "coach": coach_beside(form.board),
    }  # fmt: skip
    return render(request, "dossiers/overview.html", context, status=422 if reasons else 200)


def beside(person: Person, dossier: Dossier) -> dict[str, object]:
    """What stands beside the criteria: the pages to go on to, helpers' marks."""
    return {"doors": doors_of(person, dossier), "helpers": helper_names(dossier)}


def round_words(dossier: Dossier) -> str:
    """Whether the dossier could be handed in today, in words."""
    day, province = today(), dossier.commune.parent
    if dossier.kind == rules.RERATE:  # bound to its certificate's days, not to a round's
        return ""
    if province is None or dossier.round.takes_proposals_on(day):
        return ""
    if round_taking_proposals(province, day):
        return ""
    upcoming = next_round(province, day)
    return f"mở ngày {upcoming.opens_on:%d/%m/%Y}" if upcoming else "chưa có đợt mới"


@require_http_methods(["POST"])
@guarded(may_fill_dossier, find=dossier_seen_by)
def changes_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    form = ChangesForm(request.POST)
    if not form.is_valid():
        return overview(request, dossier, form, tuple(Reason(str(e), "changes") for e in form.errors["changes"]))
    try:
        acts.save_changes(dossier, form.cleaned_data["changes"], by=reader_of(request))
    except Refused as refused:
        return overview(request, dossier, form, refused.reasons)
    messages.success(request, "Đã lưu phần thay đổi.")
    return redirect("dossiers:dossier", dossier.pk)
