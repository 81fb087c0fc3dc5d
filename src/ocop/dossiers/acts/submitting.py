"""The producer hands in, completes, or withdraws."""

from __future__ import annotations

from datetime import date, datetime

from ocop.cycles.models import Round
from ocop.cycles.queries import next_round, round_taking_proposals
from ocop.journal.acts import act
from ocop.journal.rules import Reason, Refused, clean_text
from ocop.people.models import Person
from ocop.places.models import Place
from ocop.places.queries import working_day_after
from ocop.products.acts import give_code

from .. import lifecycle, rules
from ..models import Dossier, Evidence, FormFacts, ReceiptBook
from ..queries.basis import kind_reasons
from ..queries.content import choices_of, content_now, set_of
from ..rules.procedure import FORMS
from .assisting import not_writer, unread
from .freezing import freeze
from .moving import begin, local_day, move, tell_commune


def submit(dossier: Dossier, *, by: Person, seen: str = "", at: datetime | None = None) -> Dossier:
    """Nộp hồ sơ: freeze it, give it the receipt number and the product code, start the commune's clock.

    `seen` is the hash of what was shown before the seal; when the dossier has changed since, it is refused.
    """
    with act(at):
        row, moment, step = begin(lifecycle.SUBMIT.name, dossier, by, at, anyone=True)
        Refused.unless_clear(not_writer(row, by, moment))
        day = local_day(moment)
        round_ = open_round_for(row, day)
        Refused.unless_clear(
            round_reason(row, round_, day),
            *day_reasons(row, day),
            *content_reasons(row),
            unseen(row, seen),
            unread(row, by),
        )
        assert round_ is not None
        row.round, row.submitted_at = round_, moment
        row.commune_due_on = working_day_after(day, rules.requirements(row.regime).commune_working_days)
        law = rules.placed(row.kind, day)
        row.decide_by = law.finish_by if law else None
        _number(row, day.year)
        version = freeze(row, by=by, moment=moment)
        facts = {"receipt": row.receipt_number, "version": version.number, "sha256": version.sha256}
        move(row, step, by=by, moment=moment, facts=facts)
        give_code(row.product, row.product_code, by=by, at=moment)
        subject = f"Hồ sơ mới: {row.product.name}, số phiếu {row.receipt_number}"
        tell_commune(row, subject, f"Hạn xem xét: {row.commune_due_on:%d/%m/%Y}.", at=moment)
    return row


def open_round_for(dossier: Dossier, day: date) -> Round | None:
    """The dossier's own round while it takes proposals, or whichever does; a re-rating waits for none."""
    if dossier.round.takes_proposals_on(day):
        return dossier.round
    found = round_taking_proposals(_province(dossier), day)
    return found or (dossier.round if dossier.kind == rules.RERATE else None)


def round_reason(dossier: Dossier, round_: Round | None, day: date) -> Reason | None:
    upcoming = next_round(_province(dossier), day) if round_ is None else None
    return rules.round_closed(round_ is not None, upcoming.opens_on if upcoming else None)


def _province(dossier: Dossier) -> Place:
    assert dossier.commune.parent is not None
    return dossier.commune.parent


def content_reasons(dossier: Dossier) -> list[list[Reason] | Reason | None]:
    """Everything that the words and papers of the dossier still lack."""
    needs, producer = rules.requirements(dossier.regime), dossier.product.producer
    bound = set(dossier.evidence.filter(removed_at__isnull=True).values_list("criterion", flat=True))
    return [
        rules.producer_kind_not_allowed(needs, producer.kind if producer else "", dossier.set_no),
        rules.answers_missing(set_of(dossier), choices_of(dossier)),
        rules.papers_missing(needs, bound),
        *kind_reasons(dossier),
    ]


def day_reasons(dossier: Dossier, day: date) -> list[Reason | None]:
    """What the day of submission itself forbids: another law, or a re-rating outside its window."""
    window = rules.renewal_window(dossier.basis_expiry, day)
    late = rules.out_of_window(window, day) if window and dossier.kind == rules.RERATE else None
    return [rules.law_changed(dossier.kind, dossier.regime, day), late]


def unseen(dossier: Dossier, seen: str) -> Reason | None:
    """Nobody seals what they have not looked at."""
    return rules.changed_since_seen(rules.content_hash(content_now(dossier)), seen) if seen else None


def _number(dossier: Dossier, year: int) -> None:
    """The commune's next serial of the year. The book's row stays locked to the end of the transaction, and a
    refused submission gives its number back: no gap, no double."""
    ReceiptBook.objects.get_or_create(commune=dossier.commune, year=year)
    book = ReceiptBook.objects.select_for_update().get(commune=dossier.commune, year=year)
    book.last += 1
    book.save(update_fields=["last"])
    province, commune = _province(dossier).code, dossier.commune.code
    dossier.serial, dossier.serial_year = book.last, year
    dossier.receipt_number = rules.receipt_number(book.last, province, commune, year)
    dossier.product_code = rules.product_code(book.last, province, commune, year)


def complete(dossier: Dossier, *, by: Person, seen: str = "", at: datetime | None = None) -> Dossier:
    """Gửi bổ sung: a new frozen version; the commune's clock runs on with the days that were left."""
    with act(at):
        row, moment, step = begin(lifecycle.COMPLETE.name, dossier, by, at, anyone=True)
        Refused.unless_clear(not_writer(row, by, moment))
        answer_requests(row, by, seen, moment)
        if row.commune_days_kept is not None:
            row.commune_due_on = working_day_after(local_day(moment), max(1, row.commune_days_kept))
            row.commune_days_kept = None
        version = freeze(row, by=by, moment=moment)
        move(row, step, by=by, moment=moment, facts={"version": version.number, "sha256": version.sha256})
        subject = f"Đã bổ sung: {row.product.name}, số phiếu {row.receipt_number}"
        tell_commune(row, subject, f"Hạn xem xét: {row.commune_due_on:%d/%m/%Y}.", at=moment)
    return row


def answer_requests(dossier: Dossier, by: Person, seen: str, moment: datetime) -> None:
    """Every unanswered request is answered by this submission, or the submission is refused."""
    waiting = dossier.completion_requests.filter(answered_at__isnull=True)
    unchanged = [r.criterion for r in waiting if not _changed_since(dossier, r.criterion, r.asked_at)]
    Refused.unless_clear(
        rules.not_completed(unchanged), *content_reasons(dossier), unseen(dossier, seen), unread(dossier, by)
    )
    waiting.update(answered_at=moment)


def _changed_since(dossier: Dossier, code: str, asked_at: datetime) -> bool:
    if code == rules.CHANGES:
        last = dossier.versions.last()
        return last is None or last.content.get("changes", "") != dossier.changes
    if code == FORMS:
        return FormFacts.objects.filter(dossier=dossier, saved_at__gt=asked_at).exists()
    papers = Evidence.objects.filter(dossier=dossier, criterion=code)
    return (
        dossier.answers.filter(criterion=code, saved_at__gt=asked_at).exists()
        or papers.filter(bound_at__gt=asked_at, removed_at__isnull=True).exists()
        or papers.filter(removed_at__gt=asked_at).exists()
    )


def withdraw(dossier: Dossier, *, reason: str, by: Person, at: datetime | None = None) -> Dossier:
    """Rút hồ sơ: before the council has it. What was submitted stays in the record."""
    reason = clean_text(reason)
    with act(at):
        row, moment, step = begin(lifecycle.WITHDRAW.name, dossier, by, at)
        Refused.unless_clear(rules.words_missing(reason, field="reason", label="Lý do rút"))
        row.closed_at, row.closing_words = moment, reason
        move(row, step, by=by, moment=moment)
        if row.submitted_at:
            tell_commune(row, f"Chủ thể rút hồ sơ: {row.product.name}, số phiếu {row.receipt_number}", at=moment)
    return row
