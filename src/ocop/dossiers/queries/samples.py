"""Where the samples are, and which are missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ocop.journal.lifecycle import Step
from ocop.people.models import Person
from ocop.people.queries import mandates_in_force, places_of
from ocop.people.rules import Role

from .. import lifecycle
from ..models import Dossier, Sample, SampleStep
from ..rules.paperwork import paperwork
from . import authority

# Received pieces are there for the council; sealed ones are still with somebody else.
_AT_HAND = (lifecycle.RECEIVED, lifecycle.TASTED)


@dataclass(frozen=True, slots=True)
class Tray:
    """The samples of one dossier: as many places as the law asks for, each with its piece or empty."""

    dossier: Dossier
    expected: int
    pieces: tuple[tuple[int, Sample | None], ...]
    log: tuple[SampleStep, ...]

    @property
    def received(self) -> int:
        return sum(1 for _, piece in self.pieces if piece and piece.state in _AT_HAND)

    @property
    def sealed(self) -> int:
        return sum(1 for _, piece in self.pieces if piece)

    @property
    def missing(self) -> int:
        """How many the province has never received."""
        return sum(1 for _, piece in self.pieces if piece is None or piece.state == lifecycle.SEALED)

    def movable(self, step: Step) -> list[tuple[int, Sample | None]]:
        return [(n, piece) for n, piece in self.pieces if step.leaves(piece.state if piece else "")]


def tray_of(dossier: Dossier, *, log: bool = True) -> Tray:
    steps = tuple(dossier.sample_steps.select_related("signed_by", "photo")) if log else ()
    return _tray(dossier, list(dossier.samples.all()), steps)


def _tray(dossier: Dossier, samples: Iterable[Sample], log: tuple[SampleStep, ...]) -> Tray:
    expected = paperwork(dossier.regime).samples_of(dossier.set_no)
    by_number = {sample.number: sample for sample in samples}
    return Tray(dossier, expected, tuple((n, by_number.get(n)) for n in range(1, expected + 1)), log)


def trays_of(dossiers: Iterable[Dossier]) -> list[Tray]:
    """The trays of several dossiers in one query: for a list, or for the agenda of a sitting."""
    rows = list(dossiers)
    found: dict[int, list[Sample]] = {}
    for sample in Sample.objects.filter(dossier__in=rows):
        found.setdefault(sample.dossier_id, []).append(sample)
    return [_tray(row, found.get(row.pk, []), ()) for row in rows]


def samples_missing(dossiers: Iterable[Dossier]) -> dict[int, int]:
    """Dossier → how many samples the province lacks; dossiers that lack none are left out. Asked before a sitting."""
    return {tray.dossier.pk: tray.missing for tray in trays_of(dossiers) if tray.missing}


def sample_trays(person: Person) -> list[Tray]:
    """For the province's office: every dossier on its way to the council, those that lack samples first."""
    held = (lifecycle.FORWARDED, lifecycle.ACCEPTED, lifecycle.AMENDING, lifecycle.BEFORE_COUNCIL, lifecycle.RATED)
    mine = Dossier.objects.filter(state__in=held, commune__parent__in=places_of(person, Role.PROVINCE_OFFICER))
    trays = trays_of(mine.select_related("product__producer", "commune", "round").order_by("-id")[:600])
    return sorted((tray for tray in trays if tray.expected), key=lambda tray: (-tray.missing, tray.dossier.pk))


def tray_seen_by(person: Person, number: int) -> Dossier | None:
    """Whoever knows of the dossier, and the council's secretary once it is before the council."""
    found = authority.dossier_seen_by(person, number)
    if found is not None or not any(m.role == Role.COUNCIL_SECRETARY for m in mandates_in_force(person)):
        return found
    late = Dossier.objects.filter(pk=number, state__in=(lifecycle.BEFORE_COUNCIL, lifecycle.RATED))
    return late.select_related("product__producer", "commune", "round").first()


def steps_open_to(person: Person, dossier: Dossier) -> list[Step]:
    """Which steps this person could sign for this dossier now, whatever pieces there are."""
    own = authority.served_by(dossier.product.producer, person) or authority.is_officer_of(person, dossier.commune)
    office = authority.is_province_office_of(person, dossier.commune)
    secretary = any(m.role == Role.COUNCIL_SECRETARY for m in mandates_in_force(person))
    holds = {
        "producer_or_commune": own, "province_officer": office, "sample_keeper": office or secretary,
    }  # fmt: skip
    return [step for step in lifecycle.SAMPLE_STEPS if holds[step.who]]


def sample_photo_seen_by(person: Person, number: int, line: int) -> SampleStep | None:
    dossier = tray_seen_by(person, number)
    if dossier is None:
        return None
    found = SampleStep.objects.select_related("photo", "dossier__commune").filter(dossier=dossier, number=line)
    return found.filter(photo__isnull=False).first()
