"""The expiry graph: which dossiers and which stars the lapse of one paper endangers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ocop.criteria.rules import criteria_set
from ocop.dossiers import lifecycle as dossier_states
from ocop.dossiers.models import Dossier, Evidence, VaultPaper
from ocop.dossiers.queries import Kept, Use, predecessors_of, uses_of, vault_papers
from ocop.dossiers.rules import code_order, reminder_days
from ocop.papers.models import Paper, PaperDetails
from ocop.people.models import Person
from ocop.people.queries import places_of, today
from ocop.people.rules import Role
from ocop.producers.models import Producer
from ocop.producers.queries import acts_for, producers_of
from ocop.products.models import Product

from ..models import Certificate
from .standing import Standing, standings

AHEAD = max(reminder_days())


@dataclass(frozen=True, slots=True)
class Danger:
    """A dossier under way, or a star in force, that rests on the paper."""

    product: Product
    dossier: Dossier
    criteria: tuple[str, ...]
    standing: Standing | None = None
    needed_for: int | None = None

    @property
    def is_star(self) -> bool:
        return self.standing is not None

    @property
    def words(self) -> str:
        """What is in danger, in one phrase."""
        if self.standing is None:
            return f"hồ sơ {self.dossier.get_kind_display().lower()} đang ở bước “{self.dossier.state_name.lower()}”"
        until = f" (đến {self.standing.expires_on:%d/%m/%Y})" if self.standing.expires_on else ""
        return f"{self.standing.star} sao đang có hiệu lực{until}"


def endangered_by(paper: Paper, day: date | None = None) -> list[Danger]:
    """Every dossier and every star that the lapse of this paper endangers."""
    return endangered([paper], day).get(paper.pk, [])


def endangered(papers: Iterable[Paper], day: date | None = None) -> dict[int, list[Danger]]:
    """The same for many papers, in a handful of queries.

    A dossier rests on a paper as long as it is bound there; a star rests on the papers of the dossier it was given
    for. The same bytes brought twice by one producer are one paper; another producer's copy is its own. Once a paper
    is replaced, its successor carries the stars.
    """
    rows, on = list(papers), day or today()
    family, holders = _families(rows), _holders(rows)
    bound = _bindings(set().union(*family.values()) if family else set())
    products = {row.dossier.product_id: row.dossier.product for each in bound.values() for row in each}
    now = standings(products.values(), on) if products else {}
    ground = _ground_of(now)
    ids = [paper.pk for paper in rows]
    replaced = set(
        PaperDetails.objects.filter(paper__in=ids, successor__isnull=False).values_list("paper_id", flat=True)
    )
    found = {}
    for paper in rows:
        here = holders.get(paper.pk, set())
        of_paper = [
            row
            for row in _merged(bound.get(sha256, []) for sha256 in family[paper.pk])
            if row.dossier.product.producer_id in here
        ]
        found[paper.pk] = _dangers(of_paper, now, ground, stars=paper.pk not in replaced)
    return found


def _holders(papers: Iterable[Paper]) -> dict[int, set[int | None]]:
    """The producers in whose vault each paper stands."""
    ids = [paper.pk for paper in papers]
    put = VaultPaper.objects.filter(paper__in=ids).values_list("paper_id", "producer_id")
    used = Evidence.objects.filter(paper__in=ids).values_list("paper_id", "dossier__product__producer_id")
    found: dict[int, set[int | None]] = defaultdict(set)
    for pk, producer in [*put, *used]:
        found[pk].add(producer)
    return found


def _families(papers: Iterable[Paper]) -> dict[int, set[str]]:
    """Each paper's hash with those of every paper it replaced, one query a generation."""
    rows = list(papers)
    found = {paper.pk: {paper.sha256} for paper in rows}
    heirs = {paper.pk: {paper.pk} for paper in rows}
    while heirs:
        older: dict[int, set[int]] = {}
        told = PaperDetails.objects.filter(successor__in=heirs).values_list("paper_id", "paper__sha256", "successor_id")
        for pk, sha256, successor in told:
            fresh = {heir for heir in heirs[successor] if sha256 not in found[heir]}
            for heir in fresh:
                found[heir].add(sha256)
            if fresh:
                older[pk] = older.get(pk, set()) | fresh
        heirs = older
    return found


@dataclass(frozen=True, slots=True)
class _Binding:
    dossier: Dossier
    criteria: tuple[str, ...]


def _bindings(hashes: set[str]) -> Mapping[str, list[_Binding]]:
    """By hash: every dossier to which such a paper is bound, with the criteria it serves."""
    rows = Evidence.objects.filter(paper__sha256__in=hashes, removed_at__isnull=True)
    rows = rows.exclude(dossier__state__in=(dossier_states.RETURNED, dossier_states.WITHDRAWN))
    found: dict[str, dict[Dossier, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows.select_related("paper", "dossier__product__producer").order_by("dossier_id", "id"):
        found[row.paper.sha256][row.dossier].append(row.criterion)
    return {
        sha256: [_Binding(dossier, tuple(dict.fromkeys(codes))) for dossier, codes in by.items()]
        for sha256, by in found.items()
    }


def _merged(groups: Iterable[Iterable[_Binding]]) -> list[_Binding]:
    """One line for each dossier, whichever of the papers is bound there."""
    found: dict[Dossier, list[str]] = defaultdict(list)
    for group in groups:
        for row in group:
            found[row.dossier] += row.criteria
    return [_Binding(dossier, tuple(sorted(set(codes), key=code_order))) for dossier, codes in found.items()]


def _ground_of(now: Mapping[int, Standing]) -> set[int]:
    """The dossiers for which the stars in force were given."""
    certificates = {s.certificate.pk for s in now.values() if s.is_valid and s.certificate}
    ours = Certificate.objects.filter(pk__in=certificates).values_list("result__item__dossier_id", flat=True)
    # A star of the ministry may stand without a certificate of ours: it rests on the newest dossier decided before it.
    others = {pk: s for pk, s in now.items() if s.is_valid and not s.certificate and s.recognition}
    decided = Dossier.objects.filter(product__in=others, state=dossier_states.DECIDED).order_by("product_id", "-pk")
    newest = decided.distinct("product_id").values_list("pk", flat=True)
    return {*ours, *newest}


def _dangers(bound: Iterable[_Binding], now: Mapping[int, Standing], ground: set[int], *, stars: bool) -> list[Danger]:
    found = []
    for row in bound:
        dossier = row.dossier
        if dossier.state != dossier_states.DECIDED:
            found.append(Danger(dossier.product, dossier, row.criteria))
        elif stars and dossier.pk in ground:
            standing = now[dossier.product_id]
            needed = _needed_for(dossier, row.criteria, standing.star)
            found.append(Danger(dossier.product, dossier, row.criteria, standing, needed))
    return sorted(found, key=lambda danger: (not danger.is_star, -danger.dossier.pk))


def _needed_for(dossier: Dossier, codes: Iterable[str], star: int | None) -> int | None:
    """The lowest star, up to the one held, that asks for a minimum at one of these criteria: without it the star falls."""
    asked = criteria_set(dossier.regime, dossier.set_no)
    if asked is None or star is None:
        return None
    served = set(codes)
    stars = [m.star for m in asked.minimums if m.criterion in served and m.star <= star]
    return min(stars, default=None)


@dataclass(frozen=True, slots=True)
class Lapse:
    """One paper that lapses, whose it is, and what rests on it."""

    kept: Kept
    producer: Producer | None
    dangers: tuple[Danger, ...]

    @property
    def stars(self) -> list[Danger]:
        return [danger for danger in self.dangers if danger.is_star]

    @property
    def dossiers(self) -> list[Danger]:
        return [danger for danger in self.dangers if not danger.is_star]


def lapsing(papers: Iterable[Paper], day: date) -> list[Lapse]:
    rows = list(papers)
    uses, dangers = uses_of(rows), endangered(rows, day)
    owners = owners_of(rows, uses)
    return [
        Lapse(Kept(paper, uses.get(paper.pk, ()), day), owners.get(paper.pk), tuple(dangers.get(paper.pk, ())))
        for paper in rows
    ]


def owners_of(papers: Iterable[Paper], uses: Mapping[int, tuple[Use, ...]]) -> dict[int, Producer]:
    """Whose vault each paper stands in."""
    found = {pk: use.dossier.product.producer for pk, each in uses.items() for use in each}
    rows = VaultPaper.objects.filter(paper__in=[p.pk for p in papers]).select_related("producer__place")
    found.update({row.paper_id: row.producer for row in rows})
    return {pk: producer for pk, producer in found.items() if producer is not None}


def papers_lapsing(person: Person, day: date | None = None, ahead: int = AHEAD) -> list[Lapse]:
    """Papers of the person's commune or province that lapse within `ahead` days, or did in the last thirty."""
    on = day or today()
    communes, provinces = places_of(person, Role.COMMUNE_OFFICER), places_of(person, Role.PROVINCE_OFFICER)
    producers = Producer.objects.filter(Q(place__in=communes) | Q(place__parent__in=provinces)).values("pk")
    first, last = date.fromordinal(on.toordinal() - 30), date.fromordinal(on.toordinal() + ahead)
    found = vault_papers([row["pk"] for row in producers]).filter(
        details__expires_on__range=(first, last), details__successor__isnull=True
    )
    return lapsing(found.order_by("details__expires_on", "pk"), on)


def all_papers_lapsing(day: date, ahead: int = AHEAD) -> list[Lapse]:
    """Every paper in use anywhere that lapses within `ahead` days: for the reminders."""
    last = date.fromordinal(day.toordinal() + ahead)
    found = Paper.objects.filter(details__expires_on__range=(day, last), details__successor__isnull=True)
    return lapsing(found.select_related("details").order_by("details__expires_on", "pk"), day)


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """One paper with its owner, what rests on it, and the papers it replaced."""

    lapse: Lapse
    producer: Producer
    history: tuple[Paper, ...]

    @property
    def kept(self) -> Kept:
        return self.lapse.kept

    @property
    def paper(self) -> Paper:
        return self.lapse.kept.paper


def kept_paper_for(person: Person, number: int, day: date | None = None) -> KeptPaper | None:
    """A paper of the person's own producers, or of producers in the person's commune or province."""
    on = day or today()
    paper = Paper.objects.filter(pk=number).select_related("details__successor").first()
    if paper is None:
        return None
    (lapse,) = lapsing([paper], on)
    if lapse.producer is None or not _may_know(person, lapse.producer):
        return None
    return KeptPaper(lapse, lapse.producer, tuple(predecessors_of(paper)))


def _may_know(person: Person, producer: Producer) -> bool:
    if acts_for(person, producer) or producer.place_id in places_of(person, Role.COMMUNE_OFFICER):
        return True
    return bool(producer.place and producer.place.parent_id in places_of(person, Role.PROVINCE_OFFICER))


def vault_seen_by(person: Person, day: date | None = None) -> list[tuple[Producer, list[Lapse]]]:
    """Each producer of the person with its whole vault: what lapses first on top, replaced papers last."""
    on = day or today()
    found = []
    for producer in producers_of(person):
        lapses = lapsing(vault_papers([producer]), on)
        found.append((producer, sorted(lapses, key=_soonest)))
    return found


def _soonest(lapse: Lapse) -> tuple[bool, date, bool, int]:
    kept = lapse.kept
    return kept.replaced, kept.expires_on or date.max, kept.details is None, -kept.paper.pk


def producer_to_keep_for(person: Person, slug: str) -> Producer | None:
    """One of the person's own producers."""
    return producers_of(person).filter(slug=slug).first()
