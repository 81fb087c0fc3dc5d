"""A simulated register of any size, for benchmarks: every row says so in its name, flag and source."""

from __future__ import annotations

from ocop.certificates.acts import load_simulated
from ocop.lots.acts import load_simulated as load_lots
from ocop.people.models import Person
from ocop.products.models import Product
from ocop.stamps.acts import load_simulated as load_stamps
from ocop.stamps.rules.codes import STAMPS_PER_BATCH

# A thousand labels a roll is what a small printer makes at once.
ROLL = 1000
MOST_BATCHES = 5000


def load(size: int, stamps: int, *, by: Person) -> tuple[int, int]:
    """Adds `size` products and issues `stamps` stamps over them; returns how many of each."""
    made = load_simulated(size)
    if not stamps:
        return made, 0
    rolls = max(1, min(size, MOST_BATCHES, stamps // ROLL))
    each = min(-(-stamps // rolls), STAMPS_PER_BATCH)
    newest = Product.objects.filter(simulated=True).select_related("place").order_by("-pk")[:rolls]
    return made, load_stamps(load_lots(newest, each, by=by), by=by)
