"""An idea from the five questions to the commune's answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from ocop.journal.acts import act, database_clock, record
from ocop.journal.rules import Reason, Refused, clean_text
from ocop.people.models import Person
from ocop.producers.models import Producer
from ocop.products.models import Product

from .. import lifecycle, rules
from ..models import Cycle, Idea
from ..queries import authority
from ..queries.campaigns import Season, cycle_on, season_of
from .moving import answer_until, judge, local_day, lock_idea, move, stranger, tell


def open_idea(
    *, producer: Producer, name: str, eligibility: Mapping[str, bool], by: Person, simulated: bool = False,
    at: datetime | None = None,
) -> Idea:  # fmt: skip
    """Nêu ý tưởng: the check comes first; who fails it keeps the idea as "not yet eligible"."""
    name = clean_text(name)
    with act(at):
        # The producer's row is the lock: the same button pressed twice makes one idea.
        maker = Producer.objects.select_for_update(of=("self",)).select_related("place__parent").get(pk=producer.pk)
        moment = at or database_clock()
        day = local_day(moment)
        checks = rules.eligibility_questions(day)
        cycle = cycle_on(maker.place.parent, day) if maker.place else None
        Refused.unless_clear(
            rules.not_yours(authority.stands_for(by, maker), "producer"), rules.name_unfit(name),
            rules.check_incomplete(checks, eligibility), _place_missing(maker), _cycle_missing(cycle, day.year),
            _same_idea(maker, name),
        )  # fmt: skip
        assert maker.place is not None
        assert cycle is not None
        said = {check.key: bool(eligibility[check.key]) for check in checks}
        fit = rules.is_eligible(checks, said)
        idea = Idea.objects.create(
            producer=maker, commune=maker.place, cycle=cycle, name=name, eligibility=said, opened_by=by,
            opened_at=moment, state=lifecycle.DRAFT if fit else lifecycle.NOT_ELIGIBLE,
            simulated=simulated or maker.simulated,
        )  # fmt: skip
        record("open_idea", by=by, about=idea, at=moment, facts={"eligible": fit, "year": cycle.year})
    return idea


def _place_missing(producer: Producer) -> Reason | None:
    if producer.place is not None and producer.place.is_present:
        return None
    return Reason("Chưa rõ chủ thể ở xã, phường, đặc khu nào. Hãy nhờ cán bộ xã ghi nơi của chủ thể.", "producer")


def _cycle_missing(cycle: Cycle | None, year: int) -> Reason | None:
    if cycle is not None:
        return None
    return Reason(f"Tỉnh chưa mở chu trình năm {year}. Hãy hỏi cán bộ xã.", "", "no_cycle")


def _same_idea(producer: Producer, name: str) -> Reason | None:
    same = Idea.objects.filter(producer=producer, name=name).exclude(state=lifecycle.WITHDRAWN).first()
    if same is None:
        return None
    message = f"Chủ thể đã có ý tưởng mang tên này, đang ở bước “{same.state_name.lower()}”. Hãy làm tiếp ý tưởng đó."
    return Reason(message, "name", "same_idea")


def check_eligibility(
    idea: Idea, eligibility: Mapping[str, bool], *, by: Person, at: datetime | None = None
) -> Idea:  # fmt: skip
    """Xem lại điều kiện: new answers to the five questions move the idea either way."""
    with act(at):
        row, moment = lock_idea(idea, at)
        checks = rules.eligibility_questions(row.asked_on)
        Refused.unless_clear(rules.check_incomplete(checks, eligibility))
        said = {check.key: bool(eligibility[check.key]) for check in checks}
        fit = rules.is_eligible(checks, said)
        step = lifecycle.CHECK_AGAIN if fit else lifecycle.CHECK_FAILED
        judge(step, row.state, row, by, moment)
        row.eligibility = said
        if fit and row.state == lifecycle.RETURNED:
            # What the commune returned stays returned: its words and its day still count.
            row.save()
            record(step.name, by=by, about=row, at=moment, facts={"eligible": True})
        else:
            move(row, step, by=by, moment=moment, facts={"eligible": fit})
    return row


def save_idea_answer(
    idea: Idea, key: str, text: str, *, by: Person, seen: str | None = None, at: datetime | None = None
) -> Idea:
    """Ghi một câu của phiếu ý tưởng; `seen` is the mark of the text that the page was made from."""
    text = clean_text(text)
    with act(at):
        row, moment = lock_idea(idea, at)
        questions = rules.idea_questions(row.asked_on)
        now = row.answers.get(key, "")
        Refused.unless_clear(
            stranger("producer", row, by, moment),
            None if row.is_editable else rules.wrong_state(row.state),
            rules.question_unknown(questions, key), rules.answer_unfit(text), rules.changed_meanwhile(now, text, seen),
        )  # fmt: skip
        if text != now:
            row.answers = {**row.answers, key: text}
            row.save(update_fields=["answers"])
            # The words stay out of the journal: an idea is its producer's own until it is handed in.
            record("save_idea_answer", by=by, about=row, at=moment, facts={"question": key, "length": len(text)})
    return row


def rename_idea(idea: Idea, name: str, *, by: Person, at: datetime | None = None) -> Idea:
    """Sửa tên sản phẩm định làm."""
    name = clean_text(name)
    with act(at):
        row, moment = lock_idea(idea, at)
        Refused.unless_clear(
            stranger("producer", row, by, moment), None if row.is_editable else rules.wrong_state(row.state),
            rules.name_unfit(name), _same_idea(row.producer, name) if name != row.name else None,
        )  # fmt: skip
        if name != row.name:
            row.name = name
            row.save(update_fields=["name"])
            record("rename_idea", by=by, about=row, at=moment)
    return row


def submit_idea(idea: Idea, *, by: Person, at: datetime | None = None) -> Idea:
    """Gửi ý tưởng cho xã, within the campaign or its days of grace; what was returned, within its own days."""
    with act(at):
        row, moment = lock_idea(idea, at)
        judge(lifecycle.SUBMIT_IDEA, row.state, row, by, moment)
        day = local_day(moment)
        season = season_of(row.commune.parent, rules.IDEAS, day)
        Refused.unless_clear(_unready(row), _untimely(season, day, row))
        again = row.again_by is not None and day <= row.again_by
        if season is not None and not again:
            row.cycle, row.late = season.cycle, rules.is_late(season.window, day)
        row.submitted_at, row.review_by = moment, answer_until(moment)
        facts = {"late": row.late, "again": again, "year": row.cycle.year}
        move(row, lifecycle.SUBMIT_IDEA, by=by, moment=moment, facts=facts)
        word = "gửi lại" if again else "gửi trễ" if row.late else "gửi"
        tell(authority.commune_officers(row.commune), row, f"{row.producer.name} {word} ý tưởng: {row.name}", at=moment)
    return row


def _unready(idea: Idea) -> list[Reason]:
    day = idea.asked_on
    return rules.idea_unready(
        rules.idea_questions(day), idea.answers, rules.eligibility_questions(day), idea.eligibility
    )


def _untimely(season: Season | None, day: date, idea: Idea) -> Reason | None:
    if season is None:
        return Reason("Tỉnh chưa mở chu trình năm nay. Bài viết được giữ; hãy hỏi cán bộ xã.", "", "no_cycle")
    return rules.out_of_time(season.window, day, idea.again_by)


def return_idea(idea: Idea, words: str, *, by: Person, at: datetime | None = None) -> Idea:
    """Trả lại ý tưởng, with words; it may come back within the days that the reference gives, or next year."""
    words = clean_text(words)
    with act(at):
        row, moment = lock_idea(idea, at)
        judge(lifecycle.RETURN_IDEA, row.state, row, by, moment)
        Refused.unless_clear(rules.words_missing(words, field="words", label="Lời gửi chủ thể"))
        row.words, row.judged_by, row.judged_at = words, by, moment
        row.again_by = rules.resubmit_by(local_day(moment))
        move(row, lifecycle.RETURN_IDEA, by=by, moment=moment, facts={"again_by": str(row.again_by)})
        subject = f"{row.commune.name} trả lại ý tưởng {row.name}: gửi lại trước hết {row.again_by:%d/%m/%Y}"
        tell(authority.people_behind(row.producer), row, subject, words, at=moment)
    return row


def accept_idea(idea: Idea, *, by: Person, words: str = "", at: datetime | None = None) -> Idea:
    """Chọn ý tưởng: the producer may now make a business plan."""
    words = clean_text(words)
    with act(at):
        row, moment = lock_idea(idea, at)
        judge(lifecycle.ACCEPT_IDEA, row.state, row, by, moment)
        Refused.unless_clear(rules.words_missing(words, field="words", label="Lời gửi chủ thể") if words else None)
        row.words, row.judged_by, row.judged_at, row.again_by = words, by, moment, None
        move(row, lifecycle.ACCEPT_IDEA, by=by, moment=moment)
        subject = f"{row.commune.name} chọn ý tưởng {row.name}: mời lập phương án"
        tell(authority.people_behind(row.producer), row, subject, words, at=moment)
    return row


def withdraw_idea(idea: Idea, *, by: Person, at: datetime | None = None) -> Idea:
    """Rút ý tưởng."""
    with act(at):
        row, moment = lock_idea(idea, at)
        judge(lifecycle.WITHDRAW_IDEA, row.state, row, by, moment)
        was_waiting = row.state == lifecycle.SUBMITTED
        move(row, lifecycle.WITHDRAW_IDEA, by=by, moment=moment)
        if was_waiting:
            people = authority.commune_officers(row.commune)
            tell(people, row, f"{row.producer.name} rút ý tưởng {row.name}", at=moment)
    return row


def link_product(idea: Idea, product: Product, *, by: Person, at: datetime | None = None) -> Idea:
    """Gắn sản phẩm: the accepted idea has become this registered product of the same producer."""
    with act(at):
        row, moment = lock_idea(idea, at)
        Refused.unless_clear(
            stranger("producer", row, by, moment),
            None if row.state == lifecycle.ACCEPTED else rules.wrong_state(row.state),
            None if product.producer_id == row.producer_id else _not_own_product(),
        )
        if row.product_id != product.pk:
            row.product = product
            row.save(update_fields=["product"])
            record("link_product", by=by, about=row, at=moment, facts={"product": product.pk})
    return row


def _not_own_product() -> Reason:
    return Reason("Sản phẩm này không phải của chủ thể nêu ý tưởng.", "product", "not_own_product")
