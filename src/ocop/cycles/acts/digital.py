"""The digital plan of a product: the self-test, its next steps, the proofs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.core.files.base import File

from ocop.journal.acts import act, database_clock, record
from ocop.journal.rules import Reason, Refused, clean_text
from ocop.letters.acts import write
from ocop.papers.acts import bring
from ocop.people.models import Person
from ocop.products.models import Product

from .. import rules
from ..models import DigitalPlan, DigitalStep, DigitalTest
from ..queries import authority
from ..rules import digital
from .moving import local_day


def take_test(product: Product, answers: Mapping[str, int], *, by: Person, at: datetime | None = None) -> DigitalPlan:
    """Tự đánh giá chuyển đổi số: the levels are kept, and the next five steps are set with their days.

    Steps that the new answers no longer ask for leave the list; those with proof stay readable below it.
    """
    with act(at):
        # The product's row is the lock: two people of one cooperative may take the test at once.
        row = Product.objects.select_for_update(of=("self",)).select_related("producer", "place").get(pk=product.pk)
        moment = at or database_clock()
        day = local_day(moment)
        test = digital.self_test(day)
        Refused.unless_clear(
            rules.not_yours(authority.stands_for(by, row.producer), "producer"), digital.answers_unfit(test, answers)
        )
        given = {question.key: int(answers[question.key]) for question in test.questions}
        plan, _ = DigitalPlan.objects.get_or_create(
            product=row, defaults={"opened_at": moment, "simulated": row.simulated}
        )
        last = plan.tests.last()
        if last is not None and last.answers == given and local_day(last.taken_at) == day:
            return plan
        DigitalTest.objects.create(plan=plan, answers=given, taken_by=by, taken_at=moment)
        chosen = _set_steps(plan, test, given, moment)
        record("take_test", by=by, about=plan, at=moment, facts={"levels": given, "steps": chosen})
        _tell_officers(plan, at=moment)
    return plan


def _set_steps(
    plan: DigitalPlan, test: digital.SelfTest, answers: Mapping[str, int], moment: datetime
) -> list[str]:  # fmt: skip
    day = local_day(moment)
    standing = plan.steps.filter(dropped_at__isnull=True)
    begun = frozenset(standing.filter(done_on__isnull=True).values_list("key", flat=True))
    chosen = digital.next_steps(test, answers, begun)
    keys = [digital.step_key(step) for step in chosen]
    # What the new answers no longer ask for leaves the list; a level claimed before and not now asks for new proof.
    standing.exclude(key__in=keys).update(dropped_at=moment)
    standing.filter(key__in=keys, done_on__isnull=False).update(dropped_at=moment)
    kept = set(standing.values_list("key", flat=True))
    for order, step in enumerate(chosen):
        key = digital.step_key(step)
        if key in kept:
            standing.filter(key=key).update(order=order)
            continue
        DigitalStep.objects.create(
            plan=plan, key=key, text=step.text, wanted_proof=step.proof, order=order, set_on=day,
            due_on=digital.due_on(step, day),
        )  # fmt: skip
    return keys


def _tell_officers(plan: DigitalPlan, *, at: datetime) -> None:
    place = plan.product.place
    if place is not None:
        subject = f"Kế hoạch chuyển đổi số mới: {plan.product.name}"
        write(to=authority.commune_officers(place), subject=subject, url=plan.get_absolute_url(), at=at)


def prove_step(
    step: DigitalStep, *, done_on: date, by: Person, link: str = "", note: str = "",
    upload: File[bytes] | None = None, at: datetime | None = None,
) -> DigitalStep:  # fmt: skip
    """Ghi minh chứng của một bước: a paper, an address or some words, and the day on which it was done."""
    link, note = clean_text(link), clean_text(note)
    with act(at):
        found = DigitalStep.objects.select_for_update(of=("self",)).select_related("plan__product__producer", "paper")
        row = found.get(pk=step.pk)
        moment = at or database_clock()
        Refused.unless_clear(
            rules.not_yours(authority.stands_for(by, row.plan.product.producer), "producer"),
            _dropped(row), rules.answer_unfit(note),
            digital.proof_unfit(link, bool(upload or row.paper), note, done_on, row.set_on, local_day(moment)),
        )  # fmt: skip
        paper = bring(upload, by=by, at=moment) if upload else row.paper
        if (row.link, row.note, row.done_on, row.paper) == (link, note, done_on, paper):
            return row
        row.link, row.note, row.done_on, row.paper = link, note, done_on, paper
        row.proved_by, row.proved_at = by, moment
        row.save()
        facts = {"step": row.key, "on": str(done_on), "paper": paper.sha256 if paper else "", "link": bool(link)}
        record("prove_step", by=by, about=row.plan, at=moment, facts=facts)
    return row


def _dropped(step: DigitalStep) -> Reason | None:
    if step.dropped_at is None:
        return None
    return Reason("Bước này đã thôi ở lần tự đánh giá sau. Hãy tải lại trang.", "", "dropped")
