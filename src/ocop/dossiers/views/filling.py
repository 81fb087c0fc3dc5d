"""One criterion on one page. Everything is posted to one address and the answer is always saved first, so that a
button pressed without script loses nothing that was typed."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ocop.criteria.rules import points_of, read_spelled, sift
from ocop.journal.rules import Reason, Refused
from ocop.papers.models import Paper
from ocop.people.access import guarded

from .. import acts, rules
from ..access import may_fill
from ..forms import AnswerForm
from ..models import Answer, Evidence
from ..queries import Page, board_of, page_of, papers_at_hand, removed_papers
from .mine import reader_of


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_fill, find=page_of)
def criterion_page(request: HttpRequest, page: Page) -> HttpResponse:
    if request.method != "POST":
        return _show(request, page)
    script = "X-Autosave" in request.headers
    form = AnswerForm(request.POST)
    try:
        answer = _save(request, page, form)
        undone = _do(request, page, form)
    except rules.StaleEdition as stale:
        return _clash(request, page, stale, script)
    except Refused as refused:
        return _refused(request, page, refused, script)
    if script:
        return _saved(request, page, answer)
    if undone:
        messages.info(request, undone)
    return redirect(_next_address(request, page))


def _save(request: HttpRequest, page: Page, form: AnswerForm) -> Answer | None:
    """The answer as it was posted; a place for general papers has none."""
    if page.row.question is None:
        return None
    if not form.is_valid():
        raise Refused(*(Reason(str(e), name, "form") for name, errors in form.errors.items() for e in errors))
    points, case = _choice(request, page)
    return acts.save_answer(
        page.dossier, page.row.code, points=points, case=case, note=form.cleaned_data["note"],
        edition=form.cleaned_data["version"] or 0, by=reader_of(request),
    )  # fmt: skip


def _choice(request: HttpRequest, page: Page) -> tuple[int | None, str]:
    """The posted option as (points, case); impossible ones are refused with the criteria's own words."""
    text = request.POST.get(page.row.code, "")
    if not text:
        return None, ""
    sifted = sift(page.form.criteria_set, {page.row.code: read_spelled(text)})
    wrong = [reason for reason in sifted.reasons if reason.code != "does_not_apply"]
    Refused.unless_clear(wrong)
    choice = sifted.choices.get(page.row.code, read_spelled(text))
    if isinstance(choice, tuple):
        return points_of(choice), choice[0]
    return (choice, "") if isinstance(choice, int) else (None, "")


def _do(request: HttpRequest, page: Page, form: AnswerForm) -> str:
    """Papers: whatever file came along is bound, then what the pressed button says. Returns a word about it."""
    person, dossier, code = reader_of(request), page.dossier, page.row.code
    words = request.POST.get("page", "")
    uploads = [*request.FILES.getlist("file"), *request.FILES.getlist("photo")]
    for upload in uploads:
        acts.bring_evidence(dossier, code, upload, by=person, page=words)
    verb, _, number = request.POST.get("do", "").partition(":")
    if verb == "reuse" and number.isdigit():
        acts.bind_evidence(dossier, code, _paper(page, number), by=person, page=words)
    elif verb == "unbind" and number.isdigit():
        acts.unbind_evidence(_evidence(page, number), by=person)
        return "Đã gỡ giấy tờ. Bạn có thể gắn lại ngay bên dưới."
    elif verb == "restore" and number.isdigit():
        acts.restore_evidence(_evidence(page, number), by=person)
    return f"Đã nhận {len(uploads)} tệp." if uploads else ""


def _paper(page: Page, number: str) -> Paper:
    found = next((p for p in papers_at_hand(page.dossier, page.row.code) if str(p.pk) == number), None)
    if found is None:
        raise Refused(Reason("Không có giấy tờ này trong hồ sơ của cơ sở.", "paper", "paper_of_others"))
    return found


def _evidence(page: Page, number: str) -> Evidence:
    found = [*page.row.papers, *removed_papers(page.dossier, page.row.code)]
    mine = next((e for e in found if str(e.pk) == number), None)
    if mine is None:
        raise Refused(Reason("Giấy tờ này không còn ở đây. Hãy tải lại trang.", "file", "gone"))
    return mine


def _next_address(request: HttpRequest, page: Page) -> str:
    before, after = page.form.neighbours(page.row.code)
    wanted = {"next": after, "previous": before}.get(request.POST.get("do", ""))
    base = f"/ho-so/{page.dossier.pk}/"
    if wanted is None:
        return f"{base}tieu-chi/{page.row.code}/"
    return f"{base}tieu-chi/{wanted}/" if wanted else base


def _context(page: Page, **more: Any) -> dict[str, Any]:
    before, after = page.form.neighbours(page.row.code)
    return {
        "dossier": page.dossier, "form": page.form, "row": page.row, "board": page.form.board, "before": before,
        "after": after, "note": page.row.note, "edition": page.row.edition, "base": f"/ho-so/{page.dossier.pk}/",
        "pages": f"/ho-so/{page.dossier.pk}/tieu-chi/",
        "hand": papers_at_hand(page.dossier, page.row.code), "removed": removed_papers(page.dossier, page.row.code),
        "longest": rules.LONGEST_NOTE, "saved": _saved_words(page.row.answer), **more,
    }  # fmt: skip


def _saved_words(answer: Answer | None) -> str:
    return f"đã lưu {timezone.localtime(answer.saved_at):%H:%M}" if answer else ""


def _show(request: HttpRequest, page: Page) -> HttpResponse:
    return render(request, "dossiers/criterion.html", _context(page))


def _saved(request: HttpRequest, page: Page, answer: Answer | None) -> JsonResponse:
    """What the page's script puts in place after a save."""
    reader = reader_of(request)
    fresh = page_of(reader, page.dossier.pk, page.row.code)
    assert fresh is not None
    context = _context(fresh) | {"saved": _saved_words(answer)}
    html = {"#rating-bar": render_to_string("criteria/_bar.html", context | {"board": board_of(page.dossier)}, request)}
    if request.FILES or request.POST.get("do"):
        html["#minh-chung"] = render_to_string("dossiers/_papers.html", context, request)
    at = timezone.localtime(answer.saved_at if answer else None)
    return JsonResponse({"saved": f"{at:%H:%M}", "version": answer.edition if answer else 0, "html": html})


def _clash(request: HttpRequest, page: Page, stale: rules.StaleEdition, script: bool) -> HttpResponse:
    """Both texts side by side; what was typed stays in its field."""
    option = page.form.criteria_set.by_code[page.row.code].chosen(stale.kept.points or 0, stale.kept.case)
    clash = {"clash": stale.kept, "clash_option": option.label if option else "", "edition": stale.kept.edition}
    if script:
        html = render_to_string("dossiers/_clash.html", _context(page) | clash, request)
        return JsonResponse({"message": str(stale), "html": {"#clash": html}}, status=409)
    context = _context(page) | clash | {"note": _typed(request), "reasons": stale.reasons}
    return render(request, "dossiers/criterion.html", context, status=409)


def _typed(request: HttpRequest) -> str:
    """The note as it was typed, without the control characters that no page may carry."""
    return "".join(c for c in request.POST.get("note", "") if c in "\n\t" or unicodedata.category(c) != "Cc")


def _refused(request: HttpRequest, page: Page, refused: Refused, script: bool) -> HttpResponse:
    if script:
        errors = [{"field": r.field, "detail": r.message, "code": r.code} for r in refused.reasons]
        return JsonResponse({"message": refused.reasons[0].message, "errors": errors}, status=422)
    version = request.POST.get("version", "")
    kept = {"note": _typed(request), "edition": version if version.isdigit() else page.row.edition}
    context = _context(page) | kept | {"reasons": refused.reasons}
    return render(request, "dossiers/criterion.html", context, status=422)
