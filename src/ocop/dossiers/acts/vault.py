"""The producer's vault: papers put there, described, replaced by their successors, and bound from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.base import File

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused
from ocop.papers.acts import bring, describe, succeed
from ocop.papers.models import Paper
from ocop.people.models import Person
from ocop.producers.models import Producer

from .. import lifecycle, rules
from ..models import Evidence, VaultPaper
from ..queries import authority
from ..queries.vault import holds_paper
from .moving import lock


@dataclass(frozen=True, slots=True)
class Details:
    """What is written on a paper."""

    kind: str
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    expires_on: date | None = None

    @property
    def facts(self) -> Mapping[str, Any]:
        return {
            "kind": self.kind, "number": self.number, "issuer": self.issuer, "issued_on": self.issued_on,
            "expires_on": self.expires_on,
        }  # fmt: skip


def put_in_vault(
    producer: Producer, upload: File[bytes], details: Details, *, by: Person, at: datetime | None = None
) -> Paper:
    """Cất giấy tờ vào kho: a file with what stands on it, before any dossier asks for it."""
    with act(at) as moment:
        Refused.unless_clear(_not_served(producer, by))
        paper = bring(upload, by=by, at=at)
        VaultPaper.objects.get_or_create(producer=producer, paper=paper, defaults={"put_by": by, "put_at": moment})
        describe(paper, by=by, at=at, **details.facts)
        record("put_in_vault", by=by, about=producer, at=moment, facts={"sha256": paper.sha256})
    return paper


def describe_paper(
    producer: Producer, paper: Paper, details: Details, *, by: Person, at: datetime | None = None
) -> Paper:
    """Ghi thông tin giấy tờ: kind, number, issuer and dates of a paper of the vault."""
    with act(at):
        Refused.unless_clear(_not_served(producer, by), _not_held(producer, paper))
        describe(paper, by=by, at=at, **details.facts)
    return paper


def replace_paper(
    producer: Producer, paper: Paper, upload: File[bytes], details: Details, *, by: Person, at: datetime | None = None
) -> Paper:
    """Thay giấy hết hạn: the new paper takes its place in every draft; what was submitted keeps the old one."""
    with act(at) as moment:
        Refused.unless_clear(_not_served(producer, by), _not_held(producer, paper))
        new = put_in_vault(producer, upload, details, by=by, at=at)
        succeed(paper, new, by=by, at=at)
        swapped = _swap(producer, paper, new, by, at, moment)
        facts = {"old": paper.sha256, "new": new.sha256, "dossiers": sorted({e.dossier_id for e in swapped})}
        record("replace_paper", by=by, about=producer, at=moment, facts=facts)
    return new


def _swap(
    producer: Producer, old: Paper, new: Paper, by: Person, at: datetime | None, moment: datetime
) -> list[Evidence]:
    found = Evidence.objects.filter(
        paper=old, removed_at__isnull=True, dossier__product__producer=producer, dossier__state=lifecycle.DRAFT
    ).select_related("dossier")
    swapped = []
    for row in found.order_by("dossier_id", "id"):
        held, _ = lock(row.dossier, at)
        if held.state != lifecycle.DRAFT:
            continue
        row.removed_at = moment
        row.save(update_fields=["removed_at"])
        here = Evidence.objects.filter(dossier=held, criterion=row.criterion, paper=new, removed_at__isnull=True)
        if not here.exists():
            Evidence.objects.create(
                dossier=held, criterion=row.criterion, paper=new, page=row.page, bound_by=by, bound_at=moment
            )
        swapped.append(row)
    return swapped


def _not_served(producer: Producer, by: Person) -> Reason | None:
    return rules.not_yours(authority.served_by(producer, by), "producer")


def _not_held(producer: Producer, paper: Paper) -> Reason | None:
    if holds_paper(producer, paper):
        return None
    return Reason("Không có giấy tờ này trong kho của cơ sở.", "paper", "paper_of_others")
