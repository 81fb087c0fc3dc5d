"""Recording a lot and calling one back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.lots.acts import recall_lot, record_lot
from ocop.lots.models import Lot, LotStep
from ocop.lots.queries import next_code, own_lot
from ocop.producers.models import Membership
from tests.stamps.cast import cast, facts, lot, person

pytestmark = pytest.mark.django_db


def _codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def test_the_producer_records_a_lot_with_its_steps_and_the_journal_tells() -> None:
    ba = cast()
    made = lot(ba)
    assert [s.name for s in made.steps.all()] == ["Thu mật", "Lọc, hạ thủy phần", "Đóng chai"]
    line = Line.objects.latest("number")
    assert (line.verb, line.subject) == ("record_lot", f"lots.lot:{made.pk}")
    assert line.facts["code"] == "L20261101A"
    assert own_lot(ba.ba, made.pk) == made


def test_somebody_else_is_refused_and_nothing_is_kept() -> None:
    ba = cast()
    with pytest.raises(Refused) as refused:
        record_lot(ba.product, facts(quantity=0), by=person("Người lạ"))
    assert _codes(refused) == {"not_own", "out_of_range"}
    assert not Lot.objects.exists()
    assert not LotStep.objects.exists()
    assert not Line.objects.filter(verb="record_lot").exists()


def test_whoever_left_the_producer_may_not_record_any_more() -> None:
    ba = cast()
    Membership.objects.filter(person=ba.ba).update(until=timezone.now() - timedelta(days=1))
    with pytest.raises(Refused) as refused:
        lot(ba)
    assert _codes(refused) == {"not_own"}


def test_a_second_click_is_told_that_the_code_is_taken() -> None:
    ba = cast()
    lot(ba)
    with pytest.raises(Refused) as refused:
        lot(ba)
    assert _codes(refused) == {"taken"}
    assert Lot.objects.count() == 1
    assert next_code(ba.product, timezone.localdate()) == f"L{timezone.localdate():%Y%m%d}A"


def test_two_products_may_use_the_same_lot_code() -> None:
    lot(cast())
    lot(cast(gtin=None))
    assert Lot.objects.count() == 2


def test_a_recall_needs_its_reason_happens_once_and_is_told() -> None:
    ba = cast()
    made = lot(ba)
    with pytest.raises(Refused):
        recall_lot(made, by=ba.ba, reason="")
    assert recall_lot(made, by=ba.ba, reason="Nắp chai bị hở").recalled_at is not None
    with pytest.raises(Refused) as refused:
        recall_lot(made, by=ba.ba, reason="Nắp chai bị hở")
    assert _codes(refused) == {"already"}
    assert Line.objects.filter(verb="recall_lot").count() == 1
