"""What changed since the last recognition, and the update after three years."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ocop.people.access import guarded

from .. import acts, rules
from ..access import may_read_dossier, may_write_dossier
from ..models import Dossier
from ..queries import comparison, comparison_as_submitted, dossier_seen_by, own_dossier, renewal_of
from .mine import reader_of


@require_safe
@guarded(may_read_dossier, find=dossier_seen_by)
def comparison_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Criterion by criterion: its producer sees the working copy, everybody else what was handed in."""
    writes = dossier.is_editable and may_write_dossier(reader_of(request), dossier)
    found = comparison(dossier) if writes else comparison_as_submitted(dossier)
    context = {"dossier": dossier, "found": found, "writes": writes, "pages": f"/ho-so/{dossier.pk}/tieu-chi/"}
    return render(request, "dossiers/comparison.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_write_dossier, find=own_dossier)
def renewal_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """The matters of the three years, and one button for all that stayed as it was."""
    if dossier.kind != rules.RERATE:
        return redirect("dossiers:dossier", dossier.pk)
    if request.method == "POST":
        fields = request.POST.getlist("field")
        done = acts.confirm_carried(dossier, by=reader_of(request), fields=fields or None)
        messages.success(request, f"Đã xác nhận {len(done)} mục không đổi.")
        return redirect("dossiers:renewal", dossier.pk)
    context = {"dossier": dossier, "found": renewal_of(dossier), "pages": f"/ho-so/{dossier.pk}/tieu-chi/"}
    return render(request, "dossiers/renewal.html", context)
