"""Certificates of a lot: its own, and those of the places its diary names; always with how they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from ocop.dossiers.queries import details_of, vault_papers
from ocop.lots.models import Lot
from ocop.papers.models import Paper, PaperDetails
from ocop.papers.rules import kind_label
from ocop.people.models import Person
from ocop.people.queries import today
from ocop.producers.models import Producer
from ocop.producers.queries import producers_of

from ..models import Attestation, GrowingArea, Site
from ..rules.attesting import BADGES, HOLDING, WORDS, state_on, warns_when_made, words_when_made
from .stories import Story, story_of

_LONGEST_LINE = 20


@dataclass(frozen=True, slots=True)
class Attested:
    """One attached paper as it stands: the newest of its line, since a renewed paper speaks for the one it replaced."""

    attestation: Attestation
    paper: Paper
    details: PaperDetails | None
    day: date
    made_on: date | None = None

    @property
    def name(self) -> str:
        return kind_label(self.details.kind) if self.details else self.paper.name

    @property
    def state(self) -> str:
        return state_on(self.issued_on, self.expires_on, self.day)

    @property
    def issued_on(self) -> date | None:
        return self.details.issued_on if self.details else None

    @property
    def expires_on(self) -> date | None:
        return self.details.expires_on if self.details else None

    @property
    def word(self) -> str:
        return WORDS[self.state]

    @property
    def badge(self) -> str:
        return BADGES[self.state]

    @property
    def holds(self) -> bool:
        """Whether it may be told as a certificate in force today."""
        return self.state in HOLDING

    @property
    def held_when_made(self) -> bool | None:
        """Whether it was good on the day the lot was made; None where that is not asked."""
        if self.made_on is None:
            return None
        return self._then in HOLDING

    @property
    def _then(self) -> str:
        return state_on(self.issued_on, self.expires_on, self.made_on or self.day)

    @property
    def words_when_made(self) -> str:
        """How it stood when the lot was made, where that differs from today."""
        return words_when_made(self.state, self._then, of_lot=self.attestation.lot_id is not None)

    @property
    def warns_when_made(self) -> bool:
        return warns_when_made(self.state, self._then, of_lot=self.attestation.lot_id is not None)


def attested_for(lot: Lot, story: Story | None = None, day: date | None = None) -> list[Attested]:
    """The lot's own papers first, then those of the sites and growing areas that its diary names."""
    told = (story or story_of(lot)).holding()
    sites = {e.site_id for e in told if e.site_id}
    areas = {e.area_id for e in told if e.area_id}
    found = _standing().filter(Q(lot=lot) | Q(site__in=sites) | Q(area__in=areas))
    rows = _with_papers(found, day or today(), lot.made_on)
    return sorted(rows, key=lambda row: (row.attestation.lot_id is None, not row.holds, -row.attestation.pk))


def attested_of(producer: Producer, day: date | None = None) -> list[Attested]:
    """Everything that is attached for a producer, what has lapsed first."""
    rows = _with_papers(_standing().filter(producer=producer), day or today(), None)
    return sorted(rows, key=lambda row: (row.holds, row.expires_on or date.max, -row.attestation.pk))


def _standing() -> QuerySet[Attestation]:
    return Attestation.objects.filter(removed_at=None).select_related("lot__product", "site", "area", "attached_by")


def _with_papers(rows: Iterable[Attestation], day: date, made_on: date | None) -> list[Attested]:
    rows = list(rows)
    papers = {p.pk: p for p in Paper.objects.filter(pk__in=[r.paper_id for r in rows]).select_related("details")}
    newest = _newest(papers)
    return [Attested(row, (paper := newest[row.paper_id]), details_of(paper), day, made_on) for row in rows]


def _newest(papers: dict[int, Paper]) -> dict[int, Paper]:
    """The last paper of each line of successors."""
    found = dict(papers)
    for _ in range(_LONGEST_LINE):
        wanted = {d.successor_id for p in found.values() if (d := details_of(p)) and d.successor_id}
        if not wanted:
            break
        later = {p.pk: p for p in Paper.objects.filter(pk__in=wanted).select_related("details")}
        found = {pk: later[d.successor_id] if (d := details_of(p)) and d.successor_id else p for pk, p in found.items()}
    return found


def papers_to_attach(producers: Sequence[Producer]) -> QuerySet[Paper]:
    """Papers of the vault of which somebody has said what they are, the newest first; replaced ones are left out."""
    return vault_papers(producers).filter(details__isnull=False, details__successor=None).order_by("-id")


def paper_words(paper: Paper) -> str:
    """«Chứng nhận vùng nguyên liệu (VietGAP …) VG-01, đến 12/03/2027»."""
    details = details_of(paper)
    if details is None:
        return paper.name
    until = f", đến {details.expires_on:%d/%m/%Y}" if details.expires_on else ""
    return f"{kind_label(details.kind)} {details.number}".strip() + until


def attests_for(person: Person) -> list[Producer]:
    return list(producers_of(person))


def things_to_attest(producer: Producer) -> tuple[list[Lot], list[Site], list[GrowingArea]]:
    """What a paper may be attached to: the newest lots, and the places in use."""
    lots = Lot.objects.filter(product__producer=producer).select_related("product").order_by("-made_on", "-id")[:60]
    return (
        list(lots),
        list(Site.objects.filter(producer=producer, closed_at=None)),
        list(GrowingArea.objects.filter(producer=producer, closed_at=None)),
    )


def attestation_kept(person: Person, number: int) -> Attestation | None:
    """One that the person may take away: of a producer they act for."""
    mine = producers_of(person).order_by().values("pk")
    return Attestation.objects.filter(producer__in=mine, pk=number).select_related("lot", "site", "area").first()
