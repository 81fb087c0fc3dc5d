"""Documents handed in as a whole: stored at once, or by the worker where they are large; the job tells what became of them."""

from __future__ import annotations

import zlib
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from epcis import EpcisError, Problem
from ocop.journal.acts import enqueue
from ocop.journal.rules import Reason, Refused
from ocop.people.models import Person

from .. import lifecycle
from ..models import CaptureJob, Party
from ..rules.limits import AT_ONCE
from ..rules.reading import Read, error_of, read_document
from .capturing import Outcome, store

# What a job tells of its faults: enough to mend a document, and never more than an answer should weigh.
_MOST_TOLD = 2_000
ROLLBACK, PROCEED = CaptureJob.ErrorBehaviour.ROLLBACK, CaptureJob.ErrorBehaviour.PROCEED


def hand_in(
    raw: bytes, *, kind: str, behaviour: str = ROLLBACK, party: Party, by: Person | None, at: datetime | None = None
) -> CaptureJob:
    """Nộp tài liệu: read and check it, then store it now or, beyond 20 000 events, leave it to the worker.

    Raises EpcisError where nothing of it can be read, or, for `rollback`, where anything in it is wrong: then no job
    is made.
    """
    read = read_document(raw, kind, lenient=behaviour == PROCEED)
    if len(read.document.objects) > AT_ONCE:
        return capture_later(raw, kind=kind, behaviour=behaviour, party=party, by=by, at=at)
    moment = at or timezone.now()
    with transaction.atomic():
        job = CaptureJob.objects.create(party=party, error_behaviour=behaviour, created_at=moment, media_type=kind)
        return _carried_out(job, read, at)


def capture_later(
    raw: bytes, *, kind: str, behaviour: str = ROLLBACK, party: Party, by: Person | None, at: datetime | None = None
) -> CaptureJob:
    """Ghi nhận sau: keep the document with its job and let the worker store it."""
    del by
    with transaction.atomic():
        job = CaptureJob.objects.create(
            party=party, error_behaviour=behaviour, created_at=at or timezone.now(), media_type=kind,
            document=zlib.compress(raw, 1),
        )  # fmt: skip
        enqueue("traces.capture", {"job": str(job.pk)}, once=f"traces.capture {job.pk}")
    return job


def carry_out(job_id: UUID, *, at: datetime | None = None) -> CaptureJob:
    """Làm việc ghi nhận: store a waiting document; a job that is done already stays as it is."""
    with transaction.atomic():
        job = CaptureJob.objects.select_for_update().select_related("party").get(pk=job_id)
        if job.state != lifecycle.WAITING or job.document is None:
            return job
        raw = zlib.decompress(bytes(job.document))
        try:
            read = read_document(raw, job.media_type, lenient=job.error_behaviour == PROCEED)
            return _carried_out(job, read, at)
        except EpcisError as error:
            errors = [error_of(problem) for problem in error.problems]
        except Refused as refused:
            errors = [error_of(Problem(reason.field, reason.code, reason.message)) for reason in refused.reasons]
        return fail_job(job, Outcome(0, 0, ()), errors, at=at or timezone.now())


def _carried_out(job: CaptureJob, read: Read, at: datetime | None) -> CaptureJob:
    """Store inside a savepoint, so that of a refused document nothing stays but its job."""
    moment = at or timezone.now()
    with transaction.atomic():
        outcome = store(read.document, party=job.party, at=moment)
        if outcome.contradictions and job.error_behaviour == ROLLBACK:
            transaction.set_rollback(True)
    errors = [*read.errors, *(_told(reason, read) for reason in outcome.contradictions)]
    if outcome.contradictions and job.error_behaviour == ROLLBACK:
        outcome = Outcome(0, 0, outcome.contradictions)
    if errors:
        return fail_job(job, outcome, errors, at=moment)
    return finish_job(job, outcome, at=moment)


def finish_job(job: CaptureJob, outcome: Outcome, *, at: datetime) -> CaptureJob:
    """Xong: every event of the document is stored or was known."""
    return _ended(job, lifecycle.DONE, outcome, [], at)


def fail_job(job: CaptureJob, outcome: Outcome, errors: list[dict[str, Any]], *, at: datetime) -> CaptureJob:
    """Không ghi được: nothing of the document is stored, or, for `proceed`, only what was right in it."""
    return _ended(job, lifecycle.FAILED, outcome, errors, at)


def _ended(job: CaptureJob, state: str, outcome: Outcome, errors: list[dict[str, Any]], at: datetime) -> CaptureJob:
    job.state, job.finished_at, job.document = state, at, None
    job.stored, job.known, job.errors = outcome.stored, outcome.known, _told_at_most(errors)
    job.save()
    return job


def _told_at_most(errors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if (more := len(errors) - _MOST_TOLD) <= 0:
        return errors
    rest = f"{more} more problems are not listed here; mend these and hand the document in again."
    return [*errors[:_MOST_TOLD], error_of(Problem("", "more", rest))]


def _told(reason: Reason, read: Read) -> dict[str, Any]:
    """A contradiction as the standard tells errors; its place is that in the document as it was handed in."""
    place = int(reason.field.split("/")[3])
    facts = asdict(reason)
    return {
        "type": "epcisException:ResourceAlreadyExistsException",
        "title": "Another event has this id",
        "status": 409,
        "detail": facts["message"],
        "instance": f"#/epcisBody/eventList/{read.places[place]}/eventID",
    }
