"""A producer's ideas: the check, the short form one question at a time, the idea itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocop.journal.rules import Reason, Refused
from ocop.people.access import guarded
from ocop.people.queries import today

from .. import acts, lifecycle, rules
from ..access import may_answer, may_have_ideas, may_judge_idea, may_read_idea, may_write_idea
from ..forms import EligibilityForm, LinkForm, OpenIdeaForm, WordsForm
from ..models import Idea
from ..queries import Asked, idea_question, idea_seen_by, ideas_of, season_of, told_of
from .pages import answered, attempt, once, posted, question_context, reader_of, status_of


@require_safe
@guarded(may_have_ideas)
def my_ideas(request: HttpRequest) -> HttpResponse:
    return render(request, "cycles/ideas.html", {"ideas": ideas_of(reader_of(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_have_ideas)
def open_page(request: HttpRequest) -> HttpResponse:
    person = reader_of(request)
    form = OpenIdeaForm(posted(request), person=person, checks=rules.eligibility_questions(today()))
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            idea = acts.open_idea(producer=data["producer"], name=data["name"], eligibility=form.said(), by=person)
        except Refused as refused:
            reasons = refused.reasons
        else:
            return redirect(idea) if idea.state == lifecycle.NOT_ELIGIBLE else _first_question(idea)
    return render(request, "cycles/idea_open.html", {"form": form, "reasons": reasons}, status=status_of(request))


def _first_question(idea: Idea) -> HttpResponse:
    return redirect("cycles:idea_question", idea.pk, rules.idea_questions(idea.asked_on)[0].key)


@require_safe
@guarded(may_read_idea, find=idea_seen_by)
def idea_page(request: HttpRequest, idea: Idea) -> HttpResponse:
    person, day = reader_of(request), today()
    checks = rules.eligibility_questions(idea.asked_on)
    questions = rules.idea_questions(idea.asked_on)
    owner = may_write_idea(person, idea)
    season = season_of(idea.commune.parent, rules.IDEAS, day) if owner and idea.is_editable else None
    context = {
        "idea": idea, "owner": owner, "judges": may_judge_idea(person, idea), "day": day,
        "checks": [(check, idea.eligibility.get(check.key, False)) for check in checks],
        "stumbles": rules.stumbles(checks, idea.eligibility),
        "rows": [(question, idea.answers.get(question.key, "")) for question in questions],
        "answered": sum(bool(idea.answers.get(question.key)) for question in questions),
        "missing": rules.idea_unready(questions, idea.answers, checks, idea.eligibility),
        "season": season, "phase": season.window.phase_on(day) if season else "",
        "untimely": rules.out_of_time(season.window, day, idea.again_by) if season else None,
        "steps": way_of(idea), "told": told_of(idea), "form_source": rules.form_source(idea.asked_on),
        "link_form": LinkForm(producer=idea.producer) if owner and idea.state == lifecycle.ACCEPTED else None,
        "words_form": WordsForm(),
    }  # fmt: skip
    return render(request, "cycles/idea.html", context)


def way_of(idea: Idea) -> list[dict[str, str]]:
    """The life line: three stations, and where the idea stands."""
    at = {lifecycle.NOT_ELIGIBLE: 0, lifecycle.DRAFT: 0, lifecycle.RETURNED: 0, lifecycle.SUBMITTED: 1}.get(
        idea.state, 2
    )
    stations = []
    for place, state in enumerate(lifecycle.IDEA_WAY):
        mark = "done" if place < at or idea.state == lifecycle.ACCEPTED else "now" if place == at else "todo"
        if idea.state == lifecycle.WITHDRAWN:
            mark = "stopped" if place == 0 else "todo"
        stations.append({"state": mark, "label": lifecycle.IDEA_STATES[state], "date": "", "text": "", "href": ""})
    return stations


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_write_idea, find=idea_seen_by)
def check_page(request: HttpRequest, idea: Idea) -> HttpResponse:
    """The five questions again."""
    initial = {key: "yes" if fit else "no" for key, fit in idea.eligibility.items()}
    form = EligibilityForm(posted(request), checks=rules.eligibility_questions(idea.asked_on), initial=initial)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        reasons = attempt(lambda: acts.check_eligibility(idea, form.said(), by=reader_of(request)))
        if not reasons:
            return redirect(idea)
    context = {"idea": idea, "form": form, "reasons": reasons}
    return render(request, "cycles/idea_check.html", context, status=status_of(request))


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_answer, find=idea_question)
def question_page(request: HttpRequest, asked: Asked) -> HttpResponse:
    """One question of the short form; the name is the first of them."""
    idea = asked.thing
    assert isinstance(idea, Idea)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST":
        reasons = answered(request, lambda text, seen: _save(asked, idea, text, seen, request))
        if not reasons:
            onward = asked.after if "next" in request.POST else None
            return redirect("cycles:idea_question", idea.pk, onward.key) if onward else redirect(idea)
        idea.refresh_from_db()
    context = question_context(request, asked, reasons) | {"idea": idea}
    return render(request, "cycles/idea_question.html", context, status=status_of(request))


def _save(asked: Asked, idea: Idea, text: str, seen: str | None, request: HttpRequest) -> None:
    person = reader_of(request)
    if asked.is_name:
        acts.rename_idea(idea, text, by=person)
    else:
        acts.save_idea_answer(idea, asked.question.key, text, seen=seen, by=person)


@require_POST
@guarded(may_write_idea, find=idea_seen_by)
def submit_page(request: HttpRequest, idea: Idea) -> HttpResponse:
    if once(idea, lifecycle.SUBMITTED, lambda: acts.submit_idea(idea, by=reader_of(request))):
        messages.success(request, f"Đã gửi ý tưởng cho {idea.commune.name}. Khi xã trả lời, bạn nhận được thư báo.")
    return redirect(idea)


@require_POST
@guarded(may_write_idea, find=idea_seen_by)
def withdraw_page(request: HttpRequest, idea: Idea) -> HttpResponse:
    if once(idea, lifecycle.WITHDRAWN, lambda: acts.withdraw_idea(idea, by=reader_of(request))):
        messages.success(request, "Đã rút ý tưởng. Bài viết vẫn còn trong sổ.")
    return redirect(idea)


@require_POST
@guarded(may_write_idea, find=idea_seen_by)
def link_page(request: HttpRequest, idea: Idea) -> HttpResponse:
    form = LinkForm(request.POST, producer=idea.producer)
    if not form.is_valid():
        raise Refused(*(Reason(str(fault), "product") for fault in form.errors["product"]))
    acts.link_product(idea, form.cleaned_data["product"], by=reader_of(request))
    messages.success(request, "Đã gắn ý tưởng với sản phẩm.")
    return redirect(idea)


@require_POST
@guarded(may_write_idea, find=idea_seen_by)
def open_plan_page(request: HttpRequest, idea: Idea) -> HttpResponse:
    return redirect(acts.open_plan(idea, by=reader_of(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_judge_idea, find=idea_seen_by)
def return_page(request: HttpRequest, idea: Idea) -> HttpResponse:
    """The commune's words, and the idea goes back."""
    form = WordsForm(posted(request))
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        reasons = attempt(lambda: acts.return_idea(idea, words, by=reader_of(request)))
        if not reasons:
            messages.success(request, "Đã trả lại ý tưởng kèm lời của xã.")
            return redirect(idea)
    context = {"idea": idea, "form": form, "reasons": reasons, "again_by": rules.resubmit_by(today())}
    return render(request, "cycles/idea_return.html", context, status=status_of(request))


@require_POST
@guarded(may_judge_idea, find=idea_seen_by)
def accept_page(request: HttpRequest, idea: Idea) -> HttpResponse:
    words = request.POST.get("words", "")[: 2 * rules.LONGEST_WORDS]
    if once(idea, lifecycle.ACCEPTED, lambda: acts.accept_idea(idea, words=words, by=reader_of(request))):
        messages.success(request, "Đã chọn ý tưởng. Chủ thể được mời lập phương án.")
    return redirect(idea)
