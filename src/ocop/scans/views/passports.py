"""Keeping a passport: label, pictures, papers and translations; and the files that everyone may open."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocop.diaries.models import Attestation
from ocop.journal.rules import Refused
from ocop.lots.acts import hide_exhibit, show_exhibit, tell_label
from ocop.lots.models import Exhibit
from ocop.papers.exports import file_response
from ocop.people.access import guarded, public
from ocop.people.models import Person
from ocop.products.models import Product

from ..access import may_approve_words, may_keep_passport, may_keep_passports, may_propose_words, may_show_attested
from ..acts import approve_translation, write_translation
from ..acts.attesting import hide_attested, show_attested
from ..forms import ExhibitForm, LabelForm, TranslationForm, known_label
from ..models import Translation
from ..queries import exhibit_kept, exhibit_shown, exhibits_of, label_of, passport_kept, passports_kept, words_of
from ..queries.attesting import attestation_of, choices_of
from ..queries.thanks import thanks_for

_LANGUAGES = dict(Translation.Language.choices)


@guarded(may_keep_passports)
@require_safe
def passports(request: HttpRequest) -> HttpResponse:
    """The products whose passports the person keeps."""
    assert isinstance(request.user, Person)
    page = Paginator(passports_kept(request.user).select_related("producer"), 30).get_page(request.GET.get("trang"))
    return render(request, "scans/passports.html", {"page": page})


@guarded(may_propose_words, find=passport_kept)
@require_http_methods(["GET", "HEAD", "POST"])
def passport_page(request: HttpRequest, product: Product) -> HttpResponse:
    """What a passport tells beside product and lot, and a form for each part."""
    assert isinstance(request.user, Person)
    label = label_of(product)
    known = known_label(label)
    labelling = LabelForm(_posted(request, "label"), initial=known)
    showing = ExhibitForm(_posted(request, "show"), request.FILES or None, product=product)
    if request.method == "POST" and _done(request, product, labelling, showing):
        return redirect(f"/ho-chieu/{product.pk}/")
    context = {
        "product": product, "labelling": labelling, "showing": showing, "exhibits": exhibits_of(product),
        "tongues": [(code, name, words_of(product, code)) for code, name in _LANGUAGES.items()],
        "own": may_keep_passport(request.user, product), "thanks": thanks_for([product.pk]).get(product.pk, 0),
        "attached": choices_of(product),
    }  # fmt: skip
    return render(request, "scans/passport_kept.html", context, status=422 if request.method == "POST" else 200)


def _posted(request: HttpRequest, part: str) -> QueryDict | None:
    return request.POST if request.method == "POST" and request.POST.get("part") == part else None


def _done(request: HttpRequest, product: Product, labelling: LabelForm, showing: ExhibitForm) -> bool:
    assert isinstance(request.user, Person)
    form = labelling if labelling.is_bound else showing
    if not form.is_valid():
        return False
    try:
        if form is labelling:
            tell_label(product, by=request.user, facts=labelling.facts, allergens=labelling.chosen_allergens)
        else:
            told = showing.cleaned_data
            show_exhibit(product, told["file"], showing.facts, by=request.user, lot=told["lot"])
    except Refused as refused:
        form.take(refused.reasons)
        return False
    return True


@guarded(may_keep_passports)
@require_POST
def exhibit_hidden(request: HttpRequest, number: int) -> HttpResponse:
    assert isinstance(request.user, Person)
    exhibit = exhibit_kept(request.user, number)
    if exhibit is None:
        raise Http404
    hide_exhibit(exhibit, by=request.user)
    return redirect(f"/ho-chieu/{exhibit.product_id}/")


@require_POST
@guarded(may_show_attested, find=attestation_of)
def attested_told(request: HttpRequest, attestation: Attestation) -> HttpResponse:
    """Let buyers know of an attached paper, or no longer."""
    assert isinstance(request.user, Person)
    try:
        if "hide" in request.POST:
            hide_attested(attestation, by=request.user)
        else:
            show_attested(attestation, by=request.user)
    except Refused as refused:
        messages.error(request, refused.reasons[0].message)
    product = request.POST.get("product", "")
    return redirect(f"/ho-chieu/{product}/#giay" if product.isdecimal() else "/ho-chieu/")


@guarded(may_keep_passports)
@require_http_methods(["GET", "HEAD", "POST"])
def translating(request: HttpRequest, number: int, language: str) -> HttpResponse:
    """Every text of the producer beside its translation; those who act for the producer approve at once."""
    assert isinstance(request.user, Person)
    product = passport_kept(request.user, number)
    if product is None or language not in _LANGUAGES:
        raise Http404
    form = TranslationForm(request.POST or None, words=words_of(product, language))
    if request.method == "POST" and form.is_valid() and _translated(request, product, language, form):
        return redirect(f"/ho-chieu/{product.pk}/")
    context = {
        "product": product, "language": language, "language_name": _LANGUAGES[language], "form": form,
        "approves": may_approve_words(request.user, product),
    }  # fmt: skip
    return render(request, "scans/translating.html", context, status=422 if request.method == "POST" else 200)


def _translated(request: HttpRequest, product: Product, language: str, form: TranslationForm) -> bool:
    assert isinstance(request.user, Person)
    approving = "approve" in request.POST and may_approve_words(request.user, product)
    try:
        for words, text in form.changed_words:
            write_translation(product, field=words.field, language=language, text=text, by=request.user, lot=words.lot)
        if approving:
            for one in words_of(product, language):
                if one.translation and one.state == "waiting":
                    approve_translation(one.translation, by=request.user)
    except Refused as refused:
        form.take(refused.reasons)
        return False
    return True


@public
@require_safe
def exhibit_file(request: HttpRequest, number: int) -> FileResponse:
    """What a producer shows to everyone: pictures without place and camera, papers as they are."""
    exhibit = _shown(number)
    return file_response(exhibit.paper, public=bool(exhibit.paper.public_sha256))


@public
@require_safe
def exhibit_small(request: HttpRequest, number: int) -> FileResponse:
    exhibit = _shown(number)
    if exhibit.small is None:
        raise Http404
    response = file_response(exhibit.small)
    response["Cache-Control"] = "public, max-age=86400"
    return response


def _shown(number: int) -> Exhibit:
    exhibit = exhibit_shown(number)
    if exhibit is None:
        raise Http404
    return exhibit
