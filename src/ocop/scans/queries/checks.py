"""Checks in the field: what the portal itself says of a stamp, and who reads the list of checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from ocop.certificates.queries import standing_of
from ocop.people.models import Person
from ocop.people.queries import roles_of
from ocop.people.rules import Role
from ocop.stamps.models import Batch, StampRange
from ocop.stamps.queries import batch_of, is_withdrawn, mint, signature_holds
from ocop.stamps.rules import codes
from ocop.stamps.rules.signing import content_of

from ..models import Case, Check, ScannedStamp
from ..rules.checks import UNREADABLE, Seen, said_of


@dataclass(frozen=True, slots=True)
class Judged:
    """What the portal says, and which stamp it is when it is one of ours."""

    said: str
    batch: Batch | None = None
    sequence: int | None = None


def judged(text: str, today: date) -> Judged:
    """The same question as on the phone, with everything that only the portal knows."""
    content = content_of(text)
    code = codes.read(content.code)
    if code is None:
        return Judged(UNREADABLE)
    batch = batch_of(code)
    if batch is None:
        return Judged(said_of(None, today))
    proved = mint().proves(code, batch.subject) and content.gtin in ("", batch.subject)
    signature = signature_holds(content, batch.subject)
    strange = content.host not in ("", urlsplit(settings.ORIGIN).netloc.lower())
    said = said_of(_seen(batch, code.seq, signature, proved, strange, today), today)
    return Judged(said, batch, code.seq) if proved else Judged(said)


def _seen(
    batch: Batch, sequence: int, signature: bool | None, proved: bool, strange: bool, today: date
) -> Seen:  # fmt: skip
    here = StampRange.objects.filter(batch=batch, lo__lte=sequence, hi__gt=sequence)
    standing = standing_of(batch.product, today)
    suspected = ScannedStamp.objects.filter(batch=batch, sequence=sequence, suspected_at__isnull=False)
    return Seen(
        signature=signature, proved=proved, signed_kind=batch.is_signed, key_withdrawn=is_withdrawn(batch),
        recalled=batch.lot.recalled_at is not None, suspected=suspected.exists(), strange=strange,
        state=here.values_list("state", flat=True).first() or "", best_before=batch.lot.best_before,
        star_until=(standing.expires_to or date.max) if standing.is_valid else None,
    )  # fmt: skip


def checks_seen_by(person: Person) -> QuerySet[Check]:
    """Inspectors and the province see every check; where it was made is nobody else's business."""
    if not roles_of(person) & {Role.INSPECTOR, Role.PROVINCE_OFFICER}:
        return Check.objects.none()
    return Check.objects.select_related("inspector", "batch__product", "batch__lot", "case", "photo")


def check_seen_by(person: Person, check: UUID) -> Check | None:
    return checks_seen_by(person).filter(pk=check).first()


def open_case_about(batch_id: int, sequence: int | None) -> Case | None:
    """The case that is open about this stamp."""
    return Case.objects.filter(batch_id=batch_id, sequence=sequence).exclude(state="decided").first()
