"""The site visit's form: planned, filled in on the spot in pieces, closed, read."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ocop.journal.rules import Reason, Refused
from ocop.papers.exports import file_response
from ocop.people.access import guarded
from ocop.people.queries import today

from .. import acts
from ..access import may_examine_for_province, may_open_photo, may_read_dossier, may_read_visit
from ..acts.visits import ANSWERS
from ..forms import VisitForm
from ..models import Dossier, Visit, VisitPhoto
from ..queries import dossier_seen_by
from ..queries.visits import findings_of, other_photos, photo_seen_by, visit_seen_by, visits_of
from .mine import posted, reader_of


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_read_dossier, find=dossier_seen_by)
def visits_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """The visits there were; the province's people begin one here."""
    visiting = may_examine_for_province(reader_of(request), dossier)
    form = VisitForm(posted(request), initial={"visited_on": today()})
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            visit = acts.plan_visit(dossier, **form.cleaned_data, by=reader_of(request))
        except Refused as refused:
            reasons = refused.reasons
        else:
            return redirect("dossiers:visit", dossier.pk, visit.pk)
    visits = [v for v in visits_of(dossier) if visiting or not v.is_open]
    context = {"dossier": dossier, "visits": visits, "form": form, "reasons": reasons, "visiting": visiting}
    return render(request, "dossiers/visits.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_read_visit, find=visit_seen_by)
def visit_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST":
        try:
            return _do(request, visit)
        except Refused as refused:
            reasons = refused.reasons
            visit.refresh_from_db()
    context = {
        "visit": visit, "dossier": visit.dossier, "findings": findings_of(visit), "reasons": reasons,
        "answers": ANSWERS.items(), "words": ANSWERS, "others": other_photos(visit),
        "writes": visit.is_open and may_examine_for_province(reader_of(request), visit.dossier),
        "saved": f"đã lưu {timezone.localtime(visit.saved_at):%H:%M}",
    }  # fmt: skip
    return render(request, "dossiers/visit.html", context, status=422 if reasons else 200)


def _do(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Whatever button was pressed, what was typed is saved first."""
    by, data = reader_of(request), request.POST
    keys = {name.split(".", 1)[1] for name in data if name.startswith(("point.", "note."))}
    findings = {key: {"answer": data.get(f"point.{key}", ""), "note": data.get(f"note.{key}", "")} for key in keys}
    texts = {name: data[name] for name in ("summary", "visitors", "met") if name in data}
    saved = acts.save_visit(
        visit,
        by=by,
        findings=findings,
        summary=texts.get("summary"),
        visitors=texts.get("visitors"),
        met=texts.get("met"),
    )
    if "X-Autosave" in request.headers:
        return _json_saved(saved)
    uploads = [(name, upload) for name in request.FILES for upload in request.FILES.getlist(name)]
    for name, upload in uploads:
        acts.photograph_visit(visit, upload, by=by, point=name.removeprefix("photo.").removeprefix("photo"))
    if data.get("do") == "close":
        acts.close_visit(visit, by=by)
        messages.success(request, "Đã kết thúc phiếu khảo sát. Phiếu không sửa được nữa.")
    else:
        messages.success(request, f"Đã lưu{f' và nhận {len(uploads)} ảnh' if uploads else ''}.")
    return redirect("dossiers:visit", visit.dossier_id, visit.pk)


def _json_saved(visit: Visit) -> HttpResponse:
    return JsonResponse({"saved": f"{timezone.localtime(visit.saved_at):%H:%M}", "version": visit.edition})


@require_safe
@guarded(may_open_photo, find=photo_seen_by)
def visit_photo(request: HttpRequest, photo: VisitPhoto) -> FileResponse:
    """Visitors get the original, everybody else the copy without place and camera."""
    if may_examine_for_province(reader_of(request), photo.visit.dossier):
        return file_response(photo.paper)
    response = file_response(photo.paper, public=True)
    response["Cache-Control"] = "private, no-cache"
    return response
