"""The forms on paper, what they ask beyond the criteria, and the bound file."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ocop.journal.rules import Reason, Refused
from ocop.papers.exports import file_response
from ocop.papers.rules import DOCX, PDF
from ocop.people.access import guarded

from .. import acts
from ..access import may_fill_dossier, may_read_dossier, may_see_binding, may_see_private
from ..exports import FORM_NAMES, form_docx, form_paper, form_pdf
from ..forms import DeclareForm
from ..models import Binding, Dossier
from ..queries import binding_seen_by, content_to_bind, dossier_seen_by, filled, form_facts
from ..queries.paperwork import PRIVATE_FIELDS, PUBLIC_FIELDS, binding_of
from .mine import posted, reader_of

_MAKERS = {"docx": (form_docx, DOCX), "pdf": (form_pdf, PDF)}
_OWN = ("representative", "position", "phone", "email")


def is_draft_for(request: HttpRequest, dossier: Dossier) -> bool:
    """Who fills in sees the working copy; everybody else what was sealed."""
    return dossier.is_editable and may_fill_dossier(reader_of(request), dossier)


@require_safe
@guarded(may_read_dossier, find=dossier_seen_by)
def papers_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    draft = is_draft_for(request, dossier)
    context = {
        "dossier": dossier, "forms": FORM_NAMES.items(), "draft": draft, "writes": draft,
        "private": may_see_private(reader_of(request), dossier),
        "binding": binding_of(dossier, content_to_bind(dossier, draft=draft)), "facts": form_facts(dossier),
    }  # fmt: skip
    return render(request, "dossiers/papers.html", context)


@require_safe
@guarded(may_read_dossier, find=lambda person, number, code, kind: dossier_seen_by(person, number))
def form_file(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """One form as a file: /mau/02.pdf."""
    match = request.resolver_match
    assert match is not None
    code, kind = match.kwargs["code"], match.kwargs["kind"]
    if code not in FORM_NAMES:
        raise Http404
    private = may_see_private(reader_of(request), dossier)
    make, media_type = _MAKERS[kind]
    data = make(form_paper(code, filled(dossier, private=private, draft=is_draft_for(request, dossier))))
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="mau-{code}-ho-so-{dossier.pk}.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_fill_dossier, find=dossier_seen_by)
def declare_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    facts = form_facts(dossier)
    names = (*PUBLIC_FIELDS, *PRIVATE_FIELDS)
    producer = dossier.product.producer
    initial = (
        {name: getattr(facts, name) for name in names}
        if facts
        else {"phone": producer.public_phone if producer else ""}
    )
    form = DeclareForm(posted(request), initial=initial)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            acts.save_form_facts(dossier, form.cleaned_data, by=reader_of(request))
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Đã lưu phần khai của Mẫu 01 và 02.")
            return redirect("dossiers:papers", dossier.pk)
    context = {
        "dossier": dossier, "form": form, "reasons": reasons, "locked": not dossier.is_editable,
        "own": [form[name] for name in _OWN], "private": [form[name] for name in PRIVATE_FIELDS],
        "rest": [form[name] for name in ("registration", "results", "plan")],
    }  # fmt: skip
    return render(request, "dossiers/declare.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["POST"])
@guarded(may_read_dossier, find=dossier_seen_by)
def bind_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    try:
        made = acts.ask_binding(dossier, by=reader_of(request), draft=is_draft_for(request, dossier))
    except Refused as refused:
        messages.error(request, refused.reasons[0].message)
        return redirect("dossiers:papers", dossier.pk)
    return redirect("dossiers:binding", dossier.pk, made.pk)


@require_safe
@guarded(may_see_binding, find=binding_seen_by)
def binding_page(request: HttpRequest, binding: Binding) -> HttpResponse:
    """How far it has come; the page asks again by itself and may be left."""
    going = binding.state in (Binding.State.WAITING, Binding.State.MAKING)
    context = {"binding": binding, "dossier": binding.dossier, "going": going}
    template = "dossiers/_binding.html" if "HX-Request" in request.headers else "dossiers/binding.html"
    return render(request, template, context)


@require_safe
@guarded(may_see_binding, find=binding_seen_by)
def binding_file(request: HttpRequest, binding: Binding) -> FileResponse:
    """A draft belongs to those who write it."""
    sealed = binding.dossier.versions.filter(sha256=binding.content).exists()
    if binding.paper is None or not (sealed or may_fill_dossier(reader_of(request), binding.dossier)):
        raise Http404
    return file_response(binding.paper)
