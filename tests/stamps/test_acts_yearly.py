"""Stamps within a certificate's year: never more than the output it was given for, however many lots and clicks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from ocop.certificates.acts import ask_output, confirm_output
from ocop.certificates.models import Certificate
from ocop.journal.rules import Refused
from ocop.lots.models import Lot
from ocop.stamps.acts import draw_stamps, return_range, void_range
from ocop.stamps.models import Batch
from ocop.stamps.queries.yearly import year_for
from tests.diaries.cast import as_
from tests.stamps.cast import Cast, cast, certify, lot
from tests.stamps.cast_rolls import code, officer
from tests.together import at_once


def given_for(quantity: int | None, unit: str = "chai 500 ml", **changed: object) -> tuple[Cast, Certificate, Lot]:
    ba = cast(None)
    certificate = certify(ba.product, **changed)  # type: ignore[arg-type]
    certificate.output_quantity, certificate.output_unit = quantity, unit if quantity else ""
    certificate.save()
    return ba, certificate, lot(ba)


def left_of(made: Lot) -> int | None:
    year = year_for(made, timezone.localdate())
    assert year is not None
    return year.left


@pytest.mark.django_db
class TestOneAfterTheOther:
    def test_the_year_caps_all_lots_of_the_product_together(self) -> None:
        ba, certificate, first = given_for(1_200)
        second = lot(ba, "L2")
        draw_stamps(first, 900, by=ba.ba)
        assert left_of(second) == 300
        with pytest.raises(Refused, match="300 tem") as refused:
            draw_stamps(second, 301, by=ba.ba)
        assert [r.code for r in refused.value.reasons] == ["over_year"]
        assert certificate.number in refused.value.reasons[0].message
        draw_stamps(second, 300, by=ba.ba)
        assert left_of(first) == 0

    def test_all_reasons_come_in_one_refusal(self) -> None:
        ba, _, made = given_for(500)
        with pytest.raises(Refused) as refused:
            draw_stamps(made, 1_001, by=ba.ba)
        assert {r.code for r in refused.value.reasons} == {"over_quota", "over_year"}

    def test_voided_stamps_may_be_replaced_within_the_year_and_returned_ones_not(self) -> None:
        ba, _, made = given_for(100)
        batch = draw_stamps(made, 100, by=ba.ba)
        void_range(code(batch, 0), code(batch, 9), by=ba.ba, note="In nhòe")
        assert left_of(made) == 10
        draw_stamps(made, 10, by=ba.ba)
        from ocop.stamps.acts import print_range

        print_range(batch, 10, 20, by=ba.ba)
        return_range(code(batch, 10), code(batch, 19), by=ba.ba, note="Hết mùa, trả lại")
        assert left_of(made) == 0
        void_range(code(batch, 10), code(batch, 19), by=ba.ba, note="Đã cắt bỏ")
        assert left_of(made) == 10

    def test_last_year_of_the_certificate_does_not_count(self) -> None:
        today = timezone.localdate()
        ba, _, made = given_for(100, issued=today - timedelta(days=400))
        batch = draw_stamps(made, 100, by=ba.ba)
        assert left_of(made) == 0
        Batch.objects.filter(pk=batch.pk).update(drawn_at=timezone.now() - timedelta(days=36))
        assert left_of(made) == 100

    def test_an_old_certificate_without_an_output_caps_nothing_and_the_page_says_so(self) -> None:
        ba, _, made = given_for(None)
        assert "Chưa khai sản lượng năm" in as_(ba.ba).get(f"/san-xuat/lo/{made.pk}/").content.decode()
        draw_stamps(made, 1_000, by=ba.ba)

    def test_the_way_out_is_a_change_that_somebody_else_confirms(self) -> None:
        ba, certificate, made = given_for(100)
        draw_stamps(made, 100, by=ba.ba)
        change = ask_output(
            certificate, quantity=300, unit="chai 500 ml", reason="Thêm 20 đàn ong từ tháng 9", by=ba.ba
        )
        with pytest.raises(Refused, match="thêm được 0 tem"):
            draw_stamps(made, 1, by=ba.ba)
        confirm_output(change, by=officer())
        draw_stamps(made, 200, by=ba.ba)
        with pytest.raises(Refused):
            draw_stamps(made, 1, by=ba.ba)

    def test_lot_page_and_ledger_show_the_bar(self) -> None:
        ba, _, made = given_for(1_200)
        draw_stamps(made, 900, by=ba.ba)
        for page in (f"/san-xuat/lo/{made.pk}/", "/tem/so/"):
            text = as_(ba.ba).get(page).content.decode()
            assert 'value="900" max="1200"' in text, page
        assert 'name="amount" value="100"' in as_(ba.ba).get(f"/san-xuat/lo/{made.pk}/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_lots_at_once_cannot_both_take_the_last_stamps_of_the_year() -> None:
    ba, _, first = given_for(1_000)
    second = lot(ba, "L2")
    results = at_once(lambda: draw_stamps(first, 600, by=ba.ba), lambda: draw_stamps(second, 600, by=ba.ba))
    assert sorted(type(result).__name__ for result in results) == ["Batch", "Refused"]
    assert left_of(first) == 400
