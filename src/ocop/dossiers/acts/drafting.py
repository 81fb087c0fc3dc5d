"""Filling in: answers that save themselves, and papers that prove them."""

from __future__ import annotations

from datetime import datetime

from django.core.files.base import File

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text
from ocop.papers.acts import bring
from ocop.papers.models import Paper
from ocop.people.models import Person

from .. import rules
from ..models import Answer, Assistance, Dossier, Evidence
from ..queries import authority
from ..queries.content import set_of
from ..queries.vault import holds_paper
from .assisting import mark_helped, not_writer
from .confirming import clear_carried, confirmed
from .moving import lock


def save_answer(
    dossier: Dossier, criterion: str, *, points: int | None, edition: int, by: Person, case: str = "", note: str = "",
    at: datetime | None = None,
) -> Answer:  # fmt: skip
    """Lưu câu trả lời: one criterion of a draft. `edition` is the one that was read (0: none yet).

    A save on an older edition raises `StaleEdition`, which carries what stands; the same text again is no fault.
    """
    note = clean_text(note)
    with act(at):
        row, moment = lock(dossier, at)
        choice: object = {"case": case, "points": points} if case and points is not None else points
        asked = set_of(row)
        Refused.unless_clear(
            not_writer(row, by, moment),
            rules.criterion_unknown(asked, criterion),
            rules.criterion_locked(row.state, criterion, asked_fields(row)),
            rules.note_unfit(note),
            rules.choice_unfit(asked, criterion, choice) if criterion in asked.by_code else None,
        )
        stands = Answer.objects.select_related("saved_by").filter(dossier=row, criterion=criterion).first()
        if stands is not None and (stands.points, stands.case, stands.note) == (points, case, note):
            return confirmed(stands, by=by, moment=moment)
        _not_stale(stands, edition)
        answer = stands or Answer(dossier=row, criterion=criterion, edition=0)
        answer.points, answer.case, answer.note = points, case, note
        answer.saved_at, answer.saved_by, answer.edition = moment, by, answer.edition + 1
        answer.carried = False
        answer.save()
        clear_carried(row, [criterion])
        mark_helped(row, criterion, by=by, moment=moment)
        facts = {"criterion": criterion, "case": case, "points": points, "edition": answer.edition}
        record("save_answer", by=by, about=row, at=moment, facts=facts)
    return answer


def _not_stale(stands: Answer | None, edition: int) -> None:
    if stands is None or stands.edition == edition:
        return
    raise rules.StaleEdition(
        rules.Kept(
            stands.criterion, stands.points, stands.case, stands.note, stands.edition, stands.saved_by.name,
            stands.saved_at,
        )
    )  # fmt: skip


def asked_fields(dossier: Dossier) -> set[str]:
    """The fields that an unanswered completion request has opened."""
    return set(dossier.completion_requests.filter(answered_at__isnull=True).values_list("criterion", flat=True))


def save_changes(dossier: Dossier, changes: str, *, by: Person, at: datetime | None = None) -> Dossier:
    """Lưu phần thay đổi so với lần công nhận trước, as an upgrade or a new rating must state it."""
    changes = clean_text(changes)
    with act(at):
        row, moment = lock(dossier, at)
        Refused.unless_clear(
            not_writer(row, by, moment),
            rules.criterion_locked(row.state, rules.CHANGES, asked_fields(row)),
            rules.changes_unfit(changes),
        )
        if row.changes != changes:
            row.changes = changes
            row.save(update_fields=["changes"])
            mark_helped(row, rules.CHANGES, by=by, moment=moment)
            record("save_changes", by=by, about=row, at=moment, facts={"length": len(changes)})
    return row


def bind_evidence(
    dossier: Dossier, criterion: str, paper: Paper, *, by: Person, page: str = "", at: datetime | None = None
) -> Evidence:
    """Gắn minh chứng: a paper to a criterion or to a place for general papers; bound twice is bound once."""
    page = clean_text(page)
    with act(at):
        row, moment = lock(dossier, at)
        here = Evidence.objects.filter(dossier=row, criterion=criterion, removed_at__isnull=True)
        again = here.filter(paper=paper).first()
        Refused.unless_clear(
            not_writer(row, by, moment),
            rules.field_unknown(set_of(row), rules.requirements(row.regime), criterion),
            rules.criterion_locked(row.state, criterion, asked_fields(row)),
            rules.evidence_unfit(page, 0 if again else here.count()),
            _paper_of_others(paper, row),
        )
        if again is not None:
            return again
        bound = Evidence.objects.create(
            dossier=row, criterion=criterion, paper=paper, page=page, bound_by=by, bound_at=moment
        )
        mark_helped(row, criterion, by=by, moment=moment)
        facts = {"criterion": criterion, "sha256": paper.sha256}
        record("bind_evidence", by=by, about=row, at=moment, facts=facts)
    return bound


def bring_evidence(
    dossier: Dossier, criterion: str, upload: File[bytes], *, by: Person, page: str = "", at: datetime | None = None
) -> Evidence:
    """Nộp và gắn minh chứng: a new file in one go; refused before the file is kept when it may not be bound."""
    with act(at):
        row, moment = lock(dossier, at)
        Refused.unless_clear(
            not_writer(row, by, moment),
            rules.field_unknown(set_of(row), rules.requirements(row.regime), criterion),
            rules.criterion_locked(row.state, criterion, asked_fields(row)),
        )
        return bind_evidence(row, criterion, bring(upload, by=by, at=at), by=by, page=page, at=at)


def _paper_of_others(paper: Paper, dossier: Dossier) -> Reason | None:
    """Papers come from people of the same producer or stand in its vault; a number guessed in the form opens nothing."""
    producer = dossier.product.producer
    helpers = Assistance.objects.filter(dossier__product__producer=producer, helper=paper.brought_by)
    if (
        authority.served_by(producer, paper.brought_by)
        or (producer and holds_paper(producer, paper))
        or helpers.exists()
    ):
        return None
    return Reason("Không có giấy tờ này trong hồ sơ của cơ sở.", "paper", "paper_of_others")


def unbind_evidence(evidence: Evidence, *, by: Person, at: datetime | None = None) -> Evidence:
    """Gỡ minh chứng; it can be put back by `restore_evidence`."""
    return _set_removed(evidence, removed=True, by=by, at=at)


def restore_evidence(evidence: Evidence, *, by: Person, at: datetime | None = None) -> Evidence:
    """Gắn lại minh chứng vừa gỡ."""
    return _set_removed(evidence, removed=False, by=by, at=at)


def _set_removed(evidence: Evidence, *, removed: bool, by: Person, at: datetime | None) -> Evidence:
    with act(at):
        row, moment = lock(evidence.dossier, at)
        Refused.unless_clear(
            not_writer(row, by, moment),
            rules.criterion_locked(row.state, evidence.criterion, asked_fields(row)),
        )
        found = Evidence.objects.select_related("paper").get(pk=evidence.pk)
        if (found.removed_at is not None) is removed:
            return found
        if not removed and _bound_again(found):
            raise Refused(Reason("Giấy tờ này đã được gắn lại rồi.", "file", "bound_again"))
        found.removed_at = moment if removed else None
        found.save(update_fields=["removed_at"])
        verb = "unbind_evidence" if removed else "restore_evidence"
        mark_helped(row, found.criterion, by=by, moment=moment)
        facts = {"criterion": found.criterion, "sha256": found.paper.sha256}
        record(verb, by=by, about=row, at=moment, facts=facts)
    return found


def _bound_again(evidence: Evidence) -> bool:
    same = Evidence.objects.filter(dossier_id=evidence.dossier_id, criterion=evidence.criterion)
    return same.filter(paper_id=evidence.paper_id, removed_at__isnull=True).exists()
