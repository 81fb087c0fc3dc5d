"""Dossiers by round, for those who must see that nobody misses it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from ocop.cycles.models import Round
from ocop.cycles.queries import with_digital_plan
from ocop.people.models import Person
from ocop.people.queries import places_of, today
from ocop.people.rules import Role

from .. import lifecycle
from ..models import Dossier
from ..rules.rounds import CHANCES, chance_of
from .authority import dossiers_seen_by

_GONE = (lifecycle.WITHDRAWN, lifecycle.RETURNED)


@dataclass(frozen=True, slots=True)
class Entered:
    """A dossier of the round, whether it can still be proposed, and whether its product has a digital plan."""

    dossier: Dossier
    chance: str
    digital: bool

    @property
    def word(self) -> str:
        return CHANCES[self.chance]


@dataclass(frozen=True, slots=True)
class RoundStanding:
    """One round and everything that is known of it in the reader's place."""

    round: Round
    phase: str
    days_left: int | None
    rows: tuple[Entered, ...]
    drafts: int
    behind: tuple[tuple[str, int], ...]

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """(key, word, how many), the late first."""
        found = Counter(row.chance for row in self.rows)
        return [(key, word, found[key]) for key, word in CHANCES.items()]


def _reach(person: Person) -> Q:
    communes, provinces = places_of(person, Role.COMMUNE_OFFICER), places_of(person, Role.PROVINCE_OFFICER)
    return Q(commune__in=communes) | Q(commune__parent__in=provinces)


def rounds_before(person: Person) -> list[Round]:
    """The provincial rounds of the officer's province, the one that closes last first."""
    own = Q(cycle__province__in=places_of(person, Role.PROVINCE_OFFICER))
    above = Q(cycle__province__parts__in=places_of(person, Role.COMMUNE_OFFICER))
    found = Round.objects.filter(own | above, level=Round.Level.PROVINCE).distinct()
    return list(found.order_by("-proposals_until", "-pk")[:24])


def round_shown(rounds: list[Round], number: str, day: date | None = None) -> Round | None:
    """The asked round, else the one that closes next, else the newest."""
    on = day or today()
    asked = next((row for row in rounds if str(row.pk) == number), None)
    taking = [row for row in rounds if row.takes_proposals_on(on)]
    return asked or min(taking, key=lambda row: row.proposals_until, default=None) or next(iter(rounds), None)


def round_standing(person: Person, round_: Round, day: date | None = None) -> RoundStanding:
    """Rows of what the officer may read; drafts are counted only, as nobody but their producer reads them."""
    on = day or today()
    here = dossiers_seen_by(person).filter(_reach(person), round=round_, submitted_at__isnull=False)
    dossiers = list(here.exclude(state__in=_GONE).order_by("commune_due_on", "pk")[:1000])
    planned = with_digital_plan(dossier.product_id for dossier in dossiers)
    rows = [Entered(d, _chance(d, round_, on), d.product_id in planned) for d in dossiers]
    order = list(CHANCES)
    rows.sort(key=lambda row: order.index(row.chance))
    drafts = Dossier.objects.filter(_reach(person), round=round_, state=lifecycle.DRAFT).count()
    phase = round_.phase_on(on)
    until = {"open": round_.proposals_until, "scoring": round_.ends_on}.get(phase)
    left = (until - on).days if until else None
    return RoundStanding(round_, phase, left, tuple(rows), drafts, _behind(person, round_))


def _behind(person: Person, round_: Round) -> tuple[tuple[str, int], ...]:
    """For the province, which may count but not read them: communes with dossiers not yet proposed."""
    waiting = Dossier.objects.filter(
        commune__parent__in=places_of(person, Role.PROVINCE_OFFICER), round=round_, forwarded_at__isnull=True,
        submitted_at__isnull=False,
    ).exclude(state__in=_GONE)  # fmt: skip
    return tuple(waiting.values_list("commune__name").annotate(count=Count("pk")).order_by("-count", "commune__name"))


def _chance(dossier: Dossier, round_: Round, day: date) -> str:
    return chance_of(
        state=dossier.state, proposed=dossier.forwarded_at is not None, commune_due_on=dossier.commune_due_on,
        until=round_.proposals_until, day=day,
    )  # fmt: skip
