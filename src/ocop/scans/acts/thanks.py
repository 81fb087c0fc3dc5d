"""One tap of a buyer: «Cảm ơn nhà làm». No account, no journal line, like a scan."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils import timezone

# A network may be a whole village behind one address; beyond this it is a machine.
MOST_A_DAY, MOST_OF_A_NETWORK = 20, 60
_COUNT = """
INSERT INTO scans_thanks AS t (product_id, lot_id, day, network, count)
SELECT %(product)s, %(lot)s, %(day)s, %(network)s, 1
WHERE (SELECT coalesce(sum(count), 0) FROM scans_thanks WHERE day = %(day)s AND network = %(network)s) < %(whole)s
ON CONFLICT (product_id, lot_id, day, network) DO UPDATE SET count = t.count + 1 WHERE t.count < %(most)s
"""


def thank(product: int, lot: int | None, *, network: int) -> bool:
    """Cảm ơn nhà làm: counted once for each tap, a few a day from one network; whether it was."""
    given = {
        "product": product, "lot": lot, "day": timezone.localdate(), "network": network, "most": MOST_A_DAY,
        "whole": MOST_OF_A_NETWORK,
    }  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_COUNT, given)
        return bool(cursor.rowcount)


__all__ = ["MOST_A_DAY", "MOST_OF_A_NETWORK", "thank"]
