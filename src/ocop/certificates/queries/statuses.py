"""Which certificates the two status lists mark."""

from __future__ import annotations

from .. import lifecycle
from ..models import Certificate
from ..rules.credentials import LIST_LENGTH, REVOCATION, SUPERSESSION

# The word in the list's address.
WORDS = {REVOCATION: "thu-hoi", SUPERSESSION: "thay-the"}
_STATES = {REVOCATION: lifecycle.REVOKED, SUPERSESSION: lifecycle.SUPERSEDED}


def place_of(certificate: Certificate) -> tuple[int, int]:
    """Which list and which bit: the register is public, so a place that follows the row gives nothing away."""
    return divmod(certificate.pk, LIST_LENGTH)


def lists_in_use() -> int:
    newest = Certificate.objects.filter(state__in=lifecycle.KNOWN).order_by("-pk").first()
    return place_of(newest)[0] + 1 if newest else 1


def marked(purpose: str, number: int) -> list[int]:
    """The bits to set in one list, by what stands in the register now."""
    first = number * LIST_LENGTH
    found = Certificate.objects.filter(state=_STATES[purpose], pk__gte=first, pk__lt=first + LIST_LENGTH)
    return [pk - first for pk in found.values_list("pk", flat=True).order_by("pk")]
