"""Samples: the log of one dossier, and the province's list."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ocop.journal.lifecycle import Step
from ocop.journal.rules import Reason, Refused
from ocop.papers.exports import file_response
from ocop.people.access import guarded

from .. import acts, lifecycle
from ..access import may_see_province_list, may_see_sample_photo, may_see_samples, may_take_in
from ..models import Dossier, SampleStep
from ..queries.samples import sample_photo_seen_by, sample_trays, steps_open_to, tray_of, tray_seen_by
from .mine import reader_of

_ACTS = {
    lifecycle.RECEIVE_SAMPLES.name: acts.receive_samples,
    lifecycle.TASTE_SAMPLES.name: acts.taste_samples,
    lifecycle.DESTROY_SAMPLES.name: acts.destroy_samples,
    lifecycle.RETURN_SAMPLES.name: acts.return_samples,
}
_HINTS = {
    lifecycle.SEAL_SAMPLES.name: "Dán tem niêm phong lên từng mẫu rồi ghi số trên tem.",
    lifecycle.RECEIVE_SAMPLES.name: "Đối chiếu số niêm phong, xem tem còn nguyên.",
    lifecycle.TASTE_SAMPLES.name: "Mở trước mặt Hội đồng trong phiên họp.",
    lifecycle.DESTROY_SAMPLES.name: "Ghi hủy thế nào, ở đâu, ai chứng kiến.",
    lifecycle.RETURN_SAMPLES.name: "Ghi người nhận lại.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_see_samples, find=tray_seen_by)
def samples_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST":
        try:
            line = _sign(request, dossier)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"Đã ký: {line.step_name.lower()} {len(line.pieces)} mẫu.")
            return redirect("dossiers:samples", dossier.pk)
    tray = tray_of(dossier)
    sheets = [
        {
            "step": step, "name": lifecycle.SAMPLE_STEP_NAMES[step.name], "hint": _HINTS[step.name],
            "pieces": [(n, piece, request.POST.get(f"seal.{n}", "")) for n, piece in pieces],
            "seals": step is lifecycle.SEAL_SAMPLES,
        }
        for step in steps_open_to(reader_of(request), dossier)
        if (pieces := tray.movable(step))
    ]  # fmt: skip
    context = {"dossier": dossier, "tray": tray, "sheets": sheets, "reasons": reasons, "typed": request.POST}
    return render(request, "dossiers/samples.html", context, status=422 if reasons else 200)


def _sign(request: HttpRequest, dossier: Dossier) -> SampleStep:
    by, note, photo = reader_of(request), request.POST.get("note", ""), request.FILES.get("photo")
    step = next((s for s in lifecycle.SAMPLE_STEPS if s.name == request.POST.get("step")), None)
    if step is None:
        raise Refused(Reason("Hãy chọn một bước.", "step", "step_unknown"))
    pieces = [
        int(text) for text in request.POST.getlist("pieces")[:50] if text.isascii() and text.isdigit() and len(text) < 4
    ]
    if _is_seal(step):
        seals = {piece: request.POST.get(f"seal.{piece}", "") for piece in pieces}
        return acts.seal_samples(dossier, seals=seals, by=by, note=note, photo=photo)
    return _ACTS[step.name](dossier, pieces=pieces, by=by, note=note, photo=photo)


def _is_seal(step: Step) -> bool:
    return step is lifecycle.SEAL_SAMPLES


@require_safe
@guarded(may_see_province_list)
def sample_list(request: HttpRequest) -> HttpResponse:
    """Every dossier on its way to the council, those that lack samples first."""
    trays = sample_trays(reader_of(request))
    context = {"trays": trays, "lacking": sum(1 for tray in trays if tray.missing)}
    return render(request, "dossiers/sample_list.html", context)


@require_safe
@guarded(may_see_sample_photo, find=sample_photo_seen_by)
def sample_photo(request: HttpRequest, line: SampleStep) -> FileResponse:
    """The province's office gets the original; everybody else the copy without place and camera."""
    assert line.photo is not None
    original = may_take_in(reader_of(request), line.dossier) or not line.photo.public_sha256
    return file_response(line.photo, public=False) if original else _private(file_response(line.photo, public=True))


def _private(response: FileResponse) -> FileResponse:
    response["Cache-Control"] = "private, no-cache"
    return response
