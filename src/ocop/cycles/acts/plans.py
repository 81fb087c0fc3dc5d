"""A business plan from the accepted idea to its end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.core.files.base import File

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text
from ocop.papers.acts import bring
from ocop.people.models import Person

from .. import lifecycle, rules
from ..models import BusinessPlan, Idea, ProgressNote
from ..queries import authority
from ..queries.campaigns import Season, season_of
from .moving import answer_until, judge, local_day, lock_idea, lock_plan, move, stranger, tell


def open_plan(idea: Idea, *, by: Person, at: datetime | None = None) -> BusinessPlan:
    """Lập phương án of an accepted idea; asked for twice, it is the same one."""
    with act(at):
        row, moment = lock_idea(idea, at)
        Refused.unless_clear(
            stranger("producer", row, by, moment),
            None if row.state == lifecycle.ACCEPTED else rules.wrong_state(row.state),
        )
        found = BusinessPlan.objects.filter(idea=row).first()
        if found is not None:
            return found
        plan = BusinessPlan.objects.create(idea=row, cycle=row.cycle, opened_by=by, opened_at=moment)
        record("open_plan", by=by, about=plan, at=moment, facts={"idea": row.pk})
    return plan


def _not_now(plan: BusinessPlan, by: Person, moment: datetime) -> list[Reason]:
    """Why this person may not write in the plan at this moment."""
    state = None if plan.is_editable else rules.wrong_state(plan.state)
    return [reason for reason in (stranger("producer", plan.idea, by, moment), state) if reason]


def save_plan_answer(
    plan: BusinessPlan, key: str, text: str, *, by: Person, seen: str | None = None, at: datetime | None = None
) -> BusinessPlan:
    """Ghi một mục của phương án; `seen` is the mark of the text that the page was made from."""
    text = clean_text(text)
    with act(at):
        row, moment = lock_plan(plan, at)
        now = row.answers.get(key, "")
        Refused.unless_clear(
            _not_now(row, by, moment), rules.question_unknown(rules.plan_questions(row.asked_on), key),
            rules.answer_unfit(text), rules.changed_meanwhile(now, text, seen),
        )  # fmt: skip
        if text != now:
            row.answers = {**row.answers, key: text}
            row.save(update_fields=["answers"])
            record("save_plan_answer", by=by, about=row, at=moment, facts={"section": key, "length": len(text)})
    return row


def save_plan_figures(
    plan: BusinessPlan, figures: Mapping[str, int], *, by: Person, seen: str | None = None, at: datetime | None = None
) -> BusinessPlan:
    """Ghi các con số của phương án, all at once; those left out are taken off."""
    new = dict(sorted(figures.items()))
    with act(at):
        row, moment = lock_plan(plan, at)
        asked = rules.plan_figures(row.asked_on)
        Refused.unless_clear(
            _not_now(row, by, moment), rules.figures_unfit(asked, new), _figures_changed(row.figures, new, seen)
        )
        if new != row.figures:
            row.figures = new
            row.save(update_fields=["figures"])
            record("save_plan_figures", by=by, about=row, at=moment, facts={"given": sorted(new)})
    return row


def _figures_changed(now: Mapping[str, int], new: Mapping[str, int], seen: str | None) -> Reason | None:
    before, after = rules.figures_text(now), rules.figures_text(new)
    found = rules.changed_meanwhile(before, after, seen)
    if found is None:
        return None
    return Reason("Người khác vừa sửa các số này. Hãy tải lại trang để xem rồi ghi lại.", "", found.code)


def submit_plan(plan: BusinessPlan, *, by: Person, at: datetime | None = None) -> BusinessPlan:
    """Gửi phương án: the commune gives its opinion first."""
    with act(at):
        row, moment = lock_plan(plan, at)
        judge(lifecycle.SUBMIT_PLAN, row.state, row.idea, by, moment)
        day = local_day(moment)
        season = season_of(row.idea.commune.parent, rules.PLANS, day)
        Refused.unless_clear(_unready(row), _untimely(season, day, row))
        again = row.again_by is not None and day <= row.again_by
        if season is not None and not again:
            row.cycle, row.late = season.cycle, rules.is_late(season.window, day)
        row.submitted_at, row.review_by = moment, answer_until(moment)
        row.opinion, row.proposes, row.opinion_by, row.opinion_at = "", None, None, None
        move(row, lifecycle.SUBMIT_PLAN, by=by, moment=moment, facts={"late": row.late, "again": again})
        subject = f"{row.idea.producer.name} gửi phương án {row.idea.name}: mời xã cho ý kiến"
        tell(authority.commune_officers(row.idea.commune), row, subject, at=moment)
    return row


def _unready(plan: BusinessPlan) -> list[Reason]:
    day = plan.asked_on
    return rules.plan_unready(rules.plan_questions(day), plan.answers, rules.plan_figures(day), plan.figures)


def _untimely(season: Season | None, day: date, plan: BusinessPlan) -> Reason | None:
    if season is None:
        return Reason("Tỉnh chưa mở chu trình năm nay. Bài viết được giữ; hãy hỏi cán bộ xã.", "", "no_cycle")
    return rules.out_of_time(season.window, day, plan.again_by)


def give_opinion(
    plan: BusinessPlan, *, words: str, proposes: bool, by: Person, at: datetime | None = None
) -> BusinessPlan:
    """Xã cho ý kiến, and the plan goes on to the province either way."""
    words = clean_text(words)
    with act(at):
        row, moment = lock_plan(plan, at)
        judge(lifecycle.GIVE_OPINION, row.state, row.idea, by, moment)
        Refused.unless_clear(rules.words_missing(words, field="words", label="Ý kiến của xã"))
        row.opinion, row.proposes, row.opinion_by, row.opinion_at = words, proposes, by, moment
        row.review_by = answer_until(moment)
        move(row, lifecycle.GIVE_OPINION, by=by, moment=moment, facts={"proposes": proposes})
        verb = "đề nghị duyệt" if proposes else "không đề nghị duyệt"
        tell(authority.province_officers(row.idea.commune), row, f"{row.idea.commune.name} {verb}: {row}", at=moment)
        people = authority.people_behind(row.idea.producer)
        tell(people, row, f"{row.idea.commune.name} đã chuyển {row} lên tỉnh ({verb})", words, at=moment)
    return row


def return_plan(plan: BusinessPlan, *, words: str, by: Person, at: datetime | None = None) -> BusinessPlan:
    """Tỉnh trả lại phương án, with words and the days in which it may come back."""
    words = clean_text(words)
    with act(at):
        row, moment = lock_plan(plan, at)
        judge(lifecycle.RETURN_PLAN, row.state, row.idea, by, moment)
        Refused.unless_clear(rules.words_missing(words, field="words", label="Lời gửi chủ thể"))
        row.words, row.judged_by, row.judged_at = words, by, moment
        row.again_by = rules.resubmit_by(local_day(moment))
        move(row, lifecycle.RETURN_PLAN, by=by, moment=moment, facts={"again_by": str(row.again_by)})
        subject = f"Tỉnh trả lại {row}: gửi lại trước hết {row.again_by:%d/%m/%Y}"
        tell(authority.people_behind(row.idea.producer), row, subject, words, at=moment)
        tell(authority.commune_officers(row.idea.commune), row, f"Tỉnh trả lại {row}", words, at=moment)
    return row


def accept_plan(plan: BusinessPlan, *, by: Person, words: str = "", at: datetime | None = None) -> BusinessPlan:
    """Tỉnh duyệt phương án: from here the producer carries it out and notes what was done."""
    words = clean_text(words)
    with act(at):
        row, moment = lock_plan(plan, at)
        judge(lifecycle.ACCEPT_PLAN, row.state, row.idea, by, moment)
        Refused.unless_clear(rules.words_missing(words, field="words", label="Lời gửi chủ thể") if words else None)
        row.words, row.judged_by, row.judged_at, row.again_by = words, by, moment, None
        move(row, lifecycle.ACCEPT_PLAN, by=by, moment=moment)
        subject = f"Tỉnh duyệt {row}: ghi nhật ký khi triển khai"
        tell(authority.people_behind(row.idea.producer), row, subject, words, at=moment)
        tell(authority.commune_officers(row.idea.commune), row, f"Tỉnh duyệt {row}", at=moment)
    return row


def note_progress(
    plan: BusinessPlan, *, words: str, noted_on: date, by: Person, upload: File[bytes] | None = None,
    at: datetime | None = None,
) -> ProgressNote:  # fmt: skip
    """Ghi nhật ký triển khai: what was done on a day, with a paper where there is one."""
    words = clean_text(words)
    with act(at):
        row, moment = lock_plan(plan, at)
        allowed = row.state == lifecycle.PLAN_ACCEPTED
        began = local_day(row.judged_at or moment)
        Refused.unless_clear(
            stranger("producer", row.idea, by, moment), None if allowed else rules.wrong_state(row.state),
            rules.words_missing(words, field="words", label="Việc đã làm"),
            rules.noted_on_unfit(noted_on, local_day(moment), began),
        )  # fmt: skip
        paper = bring(upload, by=by, at=moment) if upload else None
        note, new = ProgressNote.objects.get_or_create(
            plan=row, noted_on=noted_on, words=words, paper=paper, defaults={"written_by": by, "written_at": moment}
        )
        if new:
            facts = {"on": str(noted_on), "paper": paper.sha256 if paper else ""}
            record("note_progress", by=by, about=row, at=moment, facts=facts)
    return note


def finish_plan(plan: BusinessPlan, *, by: Person, at: datetime | None = None) -> BusinessPlan:
    """Báo triển khai xong, after at least one note."""
    with act(at):
        row, moment = lock_plan(plan, at)
        judge(lifecycle.FINISH_PLAN, row.state, row.idea, by, moment)
        if not row.notes.exists():
            raise Refused(Reason("Hãy ghi ít nhất một dòng nhật ký trước khi báo xong.", "words", "no_note"))
        row.finished_at = moment
        move(row, lifecycle.FINISH_PLAN, by=by, moment=moment)
        people = [*authority.commune_officers(row.idea.commune), *authority.province_officers(row.idea.commune)]
        tell(people, row, f"{row.idea.producer.name} báo triển khai xong: {row}", at=moment)
    return row
