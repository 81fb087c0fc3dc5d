"""What a phone needs to judge stamps without a network: only what is not plainly active, and what goods they stand on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q

from ocop.certificates.models import StandingSpan
from ocop.certificates.rules.standing import State
from ocop.lots.models import Lot
from ocop.products.models import Product
from ocop.stamps import lifecycle
from ocop.stamps.models import Batch, Epoch, SigningKey, StampRange
from ocop.stamps.queries import signing_keys

from ..models import ScannedStamp

# One letter for each state; what is not listed is active.
LETTERS = {
    lifecycle.ORDERED: "o", lifecycle.PRINTED: "p", lifecycle.DELIVERED: "d", lifecycle.VOID: "v", lifecycle.LOST: "l",
    lifecycle.RETURNED: "r",
}  # fmt: skip
KINDS = {Batch.Kind.PLAIN: 0, Batch.Kind.PROTECTED: 1, Batch.Kind.SIGNED: 2}


def public_list() -> dict[str, Any]:
    """What anybody may know: public keys, withdrawn keys, recalled lots. No quantity, no unsold lot."""
    recalled = Lot.objects.filter(recalled_at__isnull=False).order_by("pk").values_list("product__name", "code")
    return {
        "v": 1, "issuer": settings.ORIGIN, "keys": [_key(key) for key in signing_keys()],
        "withdrawn_epochs": _withdrawn(), "recalled": [list(row) for row in recalled],
    }  # fmt: skip


def field_list(today: date) -> dict[str, Any]:
    """What an inspector's phone keeps."""
    batches = list(
        Batch.objects.order_by("epoch", "number").values_list(
            "pk", "epoch", "number", "subject", "size", "kind", "product_id", "lot_id"
        )
    )
    runs = _runs()
    products = {row[6] for row in batches}
    return {
        "v": 1, "issuer": settings.ORIGIN, "keys": [_key(key) for key in signing_keys()], "epochs": _withdrawn(),
        "products": _products(products, today), "lots": _lots({row[7] for row in batches}),
        "suspects": _suspects(), "batches": [_batch(row, runs[row[0]]) for row in batches],
    }  # fmt: skip


def _key(key: SigningKey) -> dict[str, Any]:
    point = bytes(key.public_key)
    return {
        "kid": key.letter, "x": point[1:33].hex(), "y": point[33:].hex(), "since": int(key.opened_at.timestamp()),
        "closed": int(key.closed_at.timestamp()) if key.closed_at else None,
        "withdrawn": int(key.withdrawn_at.timestamp()) if key.withdrawn_at else None,
    }  # fmt: skip


def _withdrawn() -> list[int]:
    return sorted(Epoch.objects.filter(state=lifecycle.WITHDRAWN).values_list("symbol", flat=True))


def _runs() -> dict[int, list[int | str]]:
    """For each batch what is not active: length of the active run before it, its own length, its letter."""
    found: dict[int, list[int | str]] = defaultdict(list)
    ends: dict[int, int] = defaultdict(int)
    rows = StampRange.objects.exclude(state=lifecycle.ACTIVE).order_by("batch_id", "lo")
    for batch, lo, hi, state in rows.values_list("batch_id", "lo", "hi", "state"):
        found[batch] += (lo - ends[batch], hi - lo, LETTERS[state])
        ends[batch] = hi
    return found


def _suspects() -> list[list[int]]:
    """Stamps that may have been copied: the batch as its code names it, and the sequence."""
    rows = ScannedStamp.objects.filter(suspected_at__isnull=False).order_by("batch_id", "sequence")
    return [[epoch << 15 | n, seq] for epoch, n, seq in rows.values_list("batch__epoch", "batch__number", "sequence")]


def _batch(row: tuple[Any, ...], runs: list[int | str]) -> list[Any]:
    _pk, epoch, number, subject, size, kind, product, lot = row
    # A subject is written out only where it cannot be told from the product.
    return [epoch << 15 | number, size, KINDS[kind], lot, "" if subject == f"t:{product}" else subject, *runs]


def _lots(ids: Iterable[int]) -> dict[str, list[Any]]:
    rows = Lot.objects.filter(pk__in=list(ids)).order_by("pk")
    return {
        str(pk): [product, code, best.isoformat() if best else None, int(recalled.timestamp()) if recalled else 0]
        for pk, product, code, best, recalled in rows.values_list(
            "pk", "product_id", "code", "best_before", "recalled_at"
        )
    }


def _products(ids: Iterable[int], today: date) -> dict[str, list[Any]]:
    """Name, producer, simulated, and the star from today on: each span begins, its star (0: none), its last day."""
    chosen = list(ids)
    stars = _stars(chosen, today)
    rows = Product.objects.filter(pk__in=chosen).order_by("pk")
    return {
        str(pk): [name, producer or "", int(simulated), stars[pk]]
        for pk, name, producer, simulated in rows.values_list("pk", "name", "producer__name", "simulated")
    }


def _stars(products: list[int], today: date) -> dict[int, list[list[Any]]]:
    found: dict[int, list[list[Any]]] = defaultdict(list)
    spans = StandingSpan.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), product__in=products)
    for product, starts, state, star, until in spans.order_by("product_id", "starts_on").values_list(
        "product_id", "starts_on", "state", "star", "expires_to"
    ):
        good = star if state == State.IN_FORCE and star else 0
        found[product].append([starts.isoformat(), good, until.isoformat() if until and good else None])
    return found
