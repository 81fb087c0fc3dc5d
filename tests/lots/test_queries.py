"""A lot has one name among events, for good."""

from __future__ import annotations

import pytest

from ocop.lots.queries import epc_of, lots_named
from tests.stamps.cast import GTIN, cast, lot

pytestmark = pytest.mark.django_db


def test_a_lot_is_named_by_gtin_and_code_or_by_a_private_class() -> None:
    assert epc_of(lot(cast())) == f"https://id.gs1.org/01/{GTIN}/10/L20261101A"
    other = cast(gtin=None)
    assert epc_of(lot(other)).endswith(f"/class/p{other.product.pk}.L20261101A")


def test_a_gtin_that_comes_later_renames_no_lot() -> None:
    ba = cast(gtin=None)
    made = lot(ba)
    before = epc_of(made)
    ba.product.gtin = GTIN
    ba.product.save()
    made.refresh_from_db()
    assert epc_of(made) == before
    assert lots_named([before, "", "x"]) == {before: made}
    assert epc_of(lot(ba, code="L2")) == f"https://id.gs1.org/01/{GTIN}/10/L2"


def test_a_lot_from_before_names_were_kept_is_named_as_it_would_be() -> None:
    made = lot(cast())
    made.epc = ""
    assert epc_of(made) == f"https://id.gs1.org/01/{GTIN}/10/{made.code}"
