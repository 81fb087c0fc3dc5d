"""Business plans: the sections, the figures, the opinions, and the diary of carrying them out."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocop.journal.rules import Reason
from ocop.papers.exports import file_response
from ocop.people.access import guarded
from ocop.people.queries import today

from .. import acts, lifecycle, rules
from ..access import may_answer, may_give_opinion, may_judge_plan, may_read_note, may_read_plan, may_write_plan
from ..forms import FiguresForm, NoteForm, OpinionForm, WordsForm
from ..models import BusinessPlan, ProgressNote
from ..queries import Asked, note_seen_by, plan_section, plan_seen_by, season_of, told_of
from .pages import answered, attempt, files, once, posted, question_context, reader_of, status_of


@require_safe
@guarded(may_read_plan, find=plan_seen_by)
def plan_page(request: HttpRequest, plan: BusinessPlan) -> HttpResponse:
    return _shown(request, plan, NoteForm(initial={"noted_on": today()}))


def _shown(
    request: HttpRequest, plan: BusinessPlan, note_form: NoteForm, reasons: tuple[Reason, ...] = ()
) -> HttpResponse:
    person, day, asked_on = reader_of(request), today(), plan.asked_on
    questions, asked = rules.plan_questions(asked_on), rules.plan_figures(asked_on)
    owner = may_write_plan(person, plan)
    season = season_of(plan.idea.commune.parent, rules.PLANS, day) if owner and plan.is_editable else None
    context = {
        "plan": plan, "idea": plan.idea, "owner": owner, "day": day, "reasons": reasons, "note_form": note_form,
        "opines": may_give_opinion(person, plan), "judges": may_judge_plan(person, plan),
        "rows": [(question, plan.answers.get(question.key, "")) for question in questions],
        "figures": [(figure, plan.figures.get(figure.key)) for figure in asked],
        "sums": rules.sums(plan.figures), "worries": rules.worries(plan.figures),
        "answered": sum(bool(plan.answers.get(question.key)) for question in questions),
        "missing": rules.plan_unready(questions, plan.answers, asked, plan.figures),
        "season": season, "phase": season.window.phase_on(day) if season else "",
        "untimely": rules.out_of_time(season.window, day, plan.again_by) if season else None,
        "notes": plan.notes.select_related("paper", "written_by"), "steps": way_of(plan), "told": told_of(plan),
        "words_form": WordsForm(),
    }  # fmt: skip
    return render(request, "cycles/plan.html", context, status=422 if reasons else 200)


def way_of(plan: BusinessPlan) -> list[dict[str, str]]:
    """The life line: five stations, and where the plan stands."""
    here = lifecycle.PLAN_DRAFT if plan.state == lifecycle.PLAN_RETURNED else plan.state
    at = lifecycle.PLAN_WAY.index(here)
    return [
        {
            "state": "done" if place < at or plan.state == lifecycle.PLAN_DONE else "now" if place == at else "todo",
            "label": lifecycle.PLAN_STATES[state], "date": "", "text": "", "href": "",
        }
        for place, state in enumerate(lifecycle.PLAN_WAY)
    ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_answer, find=plan_section)
def section_page(request: HttpRequest, asked: Asked) -> HttpResponse:
    """One section of the plan; the figures come after the last."""
    plan, key = asked.thing, asked.question.key
    assert isinstance(plan, BusinessPlan)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST":
        person = reader_of(request)
        reasons = answered(request, lambda text, seen: acts.save_plan_answer(plan, key, text, seen=seen, by=person))
        if not reasons:
            return _onward(request, plan, asked)
        plan.refresh_from_db()
    context = question_context(request, asked, reasons) | {"plan": plan, "idea": plan.idea}
    return render(request, "cycles/plan_section.html", context, status=status_of(request))


def _onward(request: HttpRequest, plan: BusinessPlan, asked: Asked) -> HttpResponse:
    """The next section, the figures after the last, or back to the whole."""
    if "next" not in request.POST:
        return redirect(plan)
    if asked.after:
        return redirect("cycles:plan_section", plan.pk, asked.after.key)
    return redirect("cycles:plan_figures", plan.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_write_plan, find=plan_seen_by)
def figures_page(request: HttpRequest, plan: BusinessPlan) -> HttpResponse:
    if not plan.is_editable:
        raise Http404
    mark = rules.mark_of(rules.figures_text(plan.figures))
    form = FiguresForm(posted(request), asked=rules.plan_figures(plan.asked_on), initial=_written(plan, mark))
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        figures, seen = form.figures(), form.cleaned_data["seen"] or None
        reasons = attempt(lambda: acts.save_plan_figures(plan, figures, seen=seen, by=reader_of(request)))
        if not reasons:
            messages.success(request, "Đã lưu các con số.")
            return redirect(plan)
    context = {"plan": plan, "idea": plan.idea, "form": form, "reasons": reasons, "sums": rules.sums(plan.figures)}
    return render(request, "cycles/plan_figures.html", context, status=status_of(request))


def _written(plan: BusinessPlan, mark: str) -> dict[str, str]:
    return {"seen": mark} | {key: f"{value:,}".replace(",", ".") for key, value in plan.figures.items()}


@require_POST
@guarded(may_write_plan, find=plan_seen_by)
def submit_page(request: HttpRequest, plan: BusinessPlan) -> HttpResponse:
    if once(plan, lifecycle.PLAN_SUBMITTED, lambda: acts.submit_plan(plan, by=reader_of(request))):
        messages.success(request, f"Đã gửi phương án. {plan.idea.commune.name} cho ý kiến rồi chuyển lên tỉnh.")
    return redirect(plan)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_give_opinion, find=plan_seen_by)
def opinion_page(request: HttpRequest, plan: BusinessPlan) -> HttpResponse:
    form = OpinionForm(posted(request))
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        words, proposes = form.cleaned_data["words"], form.cleaned_data["proposes"] == "yes"
        reasons = attempt(lambda: acts.give_opinion(plan, words=words, proposes=proposes, by=reader_of(request)))
        if not reasons:
            messages.success(request, "Đã ghi ý kiến và chuyển phương án lên tỉnh.")
            return redirect(plan)
    context = {"plan": plan, "idea": plan.idea, "form": form, "reasons": reasons, "sums": rules.sums(plan.figures)}
    return render(request, "cycles/plan_opinion.html", context, status=status_of(request))


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_judge_plan, find=plan_seen_by)
def return_page(request: HttpRequest, plan: BusinessPlan) -> HttpResponse:
    form = WordsForm(posted(request))
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        reasons = attempt(lambda: acts.return_plan(plan, words=words, by=reader_of(request)))
        if not reasons:
            messages.success(request, "Đã trả lại phương án kèm lời của tỉnh.")
            return redirect(plan)
    context = {
        "plan": plan, "idea": plan.idea, "form": form, "reasons": reasons, "again_by": rules.resubmit_by(today()),
    }  # fmt: skip
    return render(request, "cycles/plan_return.html", context, status=status_of(request))


@require_POST
@guarded(may_judge_plan, find=plan_seen_by)
def accept_page(request: HttpRequest, plan: BusinessPlan) -> HttpResponse:
    words = request.POST.get("words", "")[: 2 * rules.LONGEST_WORDS]
    if once(plan, lifecycle.PLAN_ACCEPTED, lambda: acts.accept_plan(plan, words=words, by=reader_of(request))):
        messages.success(request, "Đã duyệt phương án. Chủ thể được báo để triển khai.")
    return redirect(plan)


@require_POST
@guarded(may_write_plan, find=plan_seen_by)
def note_page(request: HttpRequest, plan: BusinessPlan) -> HttpResponse:
    form = NoteForm(request.POST, files(request))
    if not form.is_valid():
        return _shown(request, plan, form, tuple(Reason(str(e[0]), name) for name, e in form.errors.items()))
    data, person = form.cleaned_data, reader_of(request)
    reasons = attempt(
        lambda: acts.note_progress(plan, words=data["words"], noted_on=data["noted_on"], upload=data["file"], by=person)
    )
    if reasons:
        return _shown(request, plan, form, reasons)
    messages.success(request, "Đã ghi vào nhật ký triển khai.")
    return redirect(plan)


@require_POST
@guarded(may_write_plan, find=plan_seen_by)
def finish_page(request: HttpRequest, plan: BusinessPlan) -> HttpResponse:
    if once(plan, lifecycle.PLAN_DONE, lambda: acts.finish_plan(plan, by=reader_of(request))):
        messages.success(request, "Đã báo triển khai xong. Bước tiếp theo là hồ sơ đánh giá, phân hạng.")
    return redirect(plan)


@require_safe
@guarded(may_read_note, find=note_seen_by)
def note_paper_page(request: HttpRequest, note: ProgressNote) -> FileResponse:
    assert note.paper is not None
    return file_response(note.paper)
