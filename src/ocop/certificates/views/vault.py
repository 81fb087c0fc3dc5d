"""The vault of papers: the producer's own, one paper, and what lapses in an office's place."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ocop.dossiers import acts as dossiers
from ocop.dossiers.access import may_file
from ocop.dossiers.models import Dossier
from ocop.dossiers.queries import own_dossier, writable_fields
from ocop.dossiers.rules import reminder_words
from ocop.journal.rules import Reason, Refused
from ocop.papers.exports import file_response
from ocop.people.access import guarded
from ocop.people.models import Person
from ocop.people.queries import today
from ocop.producers.models import Producer

from ..access import may_change_kept, may_keep_papers, may_see_kept, may_see_lapsing
from ..forms.opening import DetailsForm, PaperForm
from ..queries.vault import AHEAD, KeptPaper, kept_paper_for, papers_lapsing, producer_to_keep_for, vault_seen_by


def _reader(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


@require_safe
@guarded(may_file)
def index(request: HttpRequest) -> HttpResponse:
    context = {"vaults": vault_seen_by(_reader(request)), "as_of": today(), "steps": reminder_words()}
    return render(request, "certificates/vault.html", context)


@require_safe
@guarded(may_see_lapsing)
def lapsing_page(request: HttpRequest) -> HttpResponse:
    context = {"rows": papers_lapsing(_reader(request)), "as_of": today(), "ahead": AHEAD}
    return render(request, "certificates/lapsing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_keep_papers, find=producer_to_keep_for)
def put(request: HttpRequest, producer: Producer) -> HttpResponse:
    form = PaperForm(*_posted(request))
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            paper = dossiers.put_in_vault(producer, form.cleaned_data["file"], form.details(), by=_reader(request))
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Đã cất giấy tờ vào kho. Từ nay gắn vào hồ sơ nào cũng được.")
            return redirect(f"/kho-giay-to/{paper.pk}/")
    context = {"producer": producer, "form": form, "reasons": reasons}
    return render(request, "certificates/put_paper.html", context, status=422 if request.method == "POST" else 200)


def _posted(request: HttpRequest) -> tuple[object, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_see_kept, find=kept_paper_for)
def paper_page(request: HttpRequest, found: KeptPaper) -> HttpResponse:
    """What it is, where it is used, what its lapse endangers; its owner mends and attaches here."""
    person = _reader(request)
    owner = may_keep_papers(person, found.producer)
    form = DetailsForm(request.POST if request.method == "POST" else None, initial=_initial(found))
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST":
        reasons = _do(request, person, found, form)
        if not reasons and form.is_valid():
            return redirect(request.path)
    context = {
        "found": found, "kept": found.kept, "paper": found.paper, "owner": owner, "form": form, "reasons": reasons,
        "targets": writable_fields(found.producer) if owner else [],
    }  # fmt: skip
    return render(request, "certificates/paper.html", context, status=422 if request.method == "POST" else 200)


def _initial(found: KeptPaper) -> dict[str, object]:
    details = found.kept.details
    if details is None:
        return {}
    return {name: getattr(details, name) for name in ("kind", "number", "issuer", "issued_on", "expires_on")}


def _do(request: HttpRequest, person: Person, found: KeptPaper, form: DetailsForm) -> tuple[Reason, ...]:
    if not form.is_valid():
        return ()
    try:
        dossiers.describe_paper(found.producer, found.paper, form.details(), by=person)
    except Refused as refused:
        return refused.reasons
    messages.success(request, "Đã ghi thông tin giấy tờ.")
    return ()


@require_http_methods(["POST"])
@guarded(may_change_kept, find=kept_paper_for)
def attach(request: HttpRequest, found: KeptPaper) -> HttpResponse:
    """Gắn vào hồ sơ: to one field of one of the producer's drafts, without uploading again."""
    number, _, code = request.POST.get("where", "").partition(":")
    person = _reader(request)
    dossier = own_dossier(person, int(number)) if number.isdecimal() and len(number) < 16 else None
    if dossier is None:
        messages.error(request, "Hãy chọn hồ sơ và tiêu chí.")
        return redirect(f"/kho-giay-to/{found.paper.pk}/")
    dossiers.bind_evidence(dossier, code, found.paper, by=person, page=request.POST.get("page", "")[:200])
    messages.success(request, f"Đã gắn vào mục {code} của hồ sơ {dossier.product.name}.")
    return redirect(_field_of(dossier, code))


def _field_of(dossier: Dossier, code: str) -> str:
    return f"/ho-so/{dossier.pk}/tieu-chi/{code}/"


@require_safe
@guarded(may_see_kept, find=kept_paper_for)
def download(request: HttpRequest, found: KeptPaper) -> FileResponse:
    return file_response(found.paper)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_change_kept, find=kept_paper_for)
def replace(request: HttpRequest, found: KeptPaper) -> HttpResponse:
    """Thay bằng giấy mới: the successor takes the place of the old one in every draft."""
    details = found.kept.details
    initial = {"kind": details.kind, "issuer": details.issuer} if details else {}
    form = PaperForm(*_posted(request), initial=initial)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            new = dossiers.replace_paper(
                found.producer, found.paper, form.cleaned_data["file"], form.details(), by=_reader(request)
            )
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Đã thay bằng giấy mới ở mọi hồ sơ đang soạn; giấy cũ vẫn nằm trong lịch sử.")
            return redirect(f"/kho-giay-to/{new.pk}/")
    context = {"found": found, "kept": found.kept, "paper": found.paper, "form": form, "reasons": reasons}
    return render(request, "certificates/replace_paper.html", context, status=422 if request.method == "POST" else 200)
