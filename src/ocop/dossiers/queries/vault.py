"""A producer's papers: what stands in the vault, where each is used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from ocop.papers.models import Paper, PaperDetails
from ocop.papers.rules import has_lapsed, kind_label
from ocop.producers.models import Producer

from .. import lifecycle, rules
from ..models import Dossier, Evidence
from .content import set_of


def vault_papers(producers: Iterable[Producer | int]) -> QuerySet[Paper]:
    """Every paper of these producers: put in the vault, or bound to a dossier at any time."""
    ids = [p if isinstance(p, int) else p.pk for p in producers]
    put = Q(vaults__producer__in=ids)
    used = Q(pk__in=Evidence.objects.filter(dossier__product__producer__in=ids).values("paper_id"))
    return Paper.objects.filter(put | used).distinct().select_related("details__successor")


def holds_paper(producer: Producer, paper: Paper) -> bool:
    return vault_papers([producer]).filter(pk=paper.pk).exists()


def details_of(paper: Paper) -> PaperDetails | None:
    found: PaperDetails | None = getattr(paper, "details", None)
    return found


@dataclass(frozen=True, slots=True)
class Use:
    """One dossier that holds the paper now, and for which fields."""

    dossier: Dossier
    criteria: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return self.dossier.state in lifecycle.OPEN_STATES


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper in the vault as its page shows it."""

    paper: Paper
    uses: tuple[Use, ...]
    day: date

    @property
    def details(self) -> PaperDetails | None:
        return details_of(self.paper)

    @property
    def kind(self) -> str:
        return kind_label(self.details.kind) if self.details else ""

    @property
    def expires_on(self) -> date | None:
        return self.details.expires_on if self.details else None

    @property
    def days_left(self) -> int | None:
        return (self.expires_on - self.day).days if self.expires_on else None

    @property
    def replaced(self) -> bool:
        return bool(self.details and self.details.successor_id)

    @property
    def state(self) -> str:
        """replaced | lapsed | soon | good | forever | unknown (nobody has written down what it is)."""
        if self.details is None:
            return "unknown"
        if self.replaced:
            return "replaced"
        if has_lapsed(self.expires_on, self.day):
            return "lapsed"
        if self.days_left is None:
            return "forever"
        return "soon" if self.days_left <= SOON else "good"


# The widest reminder step; pages of «what lapses soon» look as far ahead.
SOON = max(rules.reminder_days())


def uses_of(papers: Iterable[Paper]) -> dict[int, tuple[Use, ...]]:
    """Where each paper is bound now, one query; the newest dossier first."""
    rows = Evidence.objects.filter(paper__in=[p.pk for p in papers], removed_at__isnull=True)
    found: dict[int, dict[Dossier, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows.select_related("dossier__product__producer").order_by("-dossier_id", "id"):
        found[row.paper_id][row.dossier].append(row.criterion)
    return {pk: tuple(Use(dossier, tuple(codes)) for dossier, codes in by.items()) for pk, by in found.items()}


def vault_of(producer: Producer, day: date) -> list[Kept]:
    """The whole vault, what lapses first on top; replaced papers last."""
    papers = list(vault_papers([producer]))
    uses = uses_of(papers)
    kept = [Kept(paper, uses.get(paper.pk, ()), day) for paper in papers]
    return sorted(kept, key=lambda k: (k.replaced, k.expires_on or date.max, k.details is None, -k.paper.pk))


def kept_paper(producer: Producer, number: int, day: date) -> Kept | None:
    paper = vault_papers([producer]).filter(pk=number).first()
    return Kept(paper, uses_of([paper]).get(paper.pk, ()), day) if paper else None


def predecessors_of(paper: Paper) -> list[Paper]:
    """The papers that this one replaced, the latest first: its history."""
    found: list[Paper] = []
    ids = [paper.pk]
    while rows := list(Paper.objects.filter(details__successor__in=ids).select_related("details").order_by("-id")):
        fresh = [row for row in rows if row.pk not in {p.pk for p in found}]
        if not fresh:
            break
        found += fresh
        ids = [row.pk for row in fresh]
    return found


def writable_fields(producer: Producer) -> list[tuple[Dossier, list[tuple[str, str]]]]:
    """Each draft of the producer with its fields, for «attach to …»."""
    drafts = Dossier.objects.filter(product__producer=producer, state=lifecycle.DRAFT).select_related("product")
    return [
        (
            dossier,
            [(c.code, f"{c.code} {c.title}") for c in set_of(dossier).criteria]
            + [(slot.key, slot.label) for slot in rules.requirements(dossier.regime).papers],
        )
        for dossier in drafts.order_by("-id")
    ]
