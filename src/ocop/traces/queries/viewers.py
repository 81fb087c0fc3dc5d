"""Who sees which events: a party its own and those it was granted, an authority all; rules as data."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.db.models import Q
from django.utils import timezone

from ocop.people.models import Person
from ocop.people.queries import mandate_of
from ocop.people.rules import Role

from ..models import Grant, Party, Token

# Offices that see the events of every party.
OFFICIALS = (Role.PROVINCE_OFFICER, Role.INSPECTOR, Role.MINISTRY_OFFICER, Role.PROVINCE_LEADER)


def parties_seen_by(party: Party, *, at: datetime | None = None) -> list[int] | None:
    """The ids of the parties whose events this one sees; None means everyone's."""
    if party.kind == Party.Kind.AUTHORITY:
        return None
    now = at or timezone.now()
    running = Grant.objects.filter(to=party, since__lte=now).filter(Q(until__isnull=True) | Q(until__gt=now))
    return sorted({party.pk, *running.values_list("giver_id", flat=True)})


def parties_seen_by_person(person: Person) -> list[int] | None:
    """For signed-in people: officials see all, members of a producer what the producer's party sees."""
    if mandate_of(person, *OFFICIALS) is not None:
        return None
    own = Party.objects.filter(producer__memberships__person=person, producer__memberships__until__isnull=True)
    return sorted({seen for party in own for seen in parties_seen_by(party) or ()})


def token_of(secret: str, *, at: datetime | None = None) -> Token | None:
    """The working token with this secret, with its party; None for any other."""
    found = Token.objects.select_related("party").filter(digest=digest_of(secret)).first()
    return found if found and found.works_at(at or timezone.now()) else None


def digest_of(secret: str) -> str:
    """Secrets are 256 random bits, so a plain hash is enough."""
    return sha256(secret.encode()).hexdigest()
