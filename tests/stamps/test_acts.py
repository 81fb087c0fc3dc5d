"""Drawing stamps and changing ranges, on a real database and with people acting at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.lots.acts import recall_lot
from ocop.lots.models import Lot
from ocop.stamps.acts import activate_range, draw_stamps, report_lost, void_range
from ocop.stamps.models import Batch, RangeChange, StampRange
from ocop.stamps.queries import batch_of, history_of, in_use, mint, spans_of, totals_of
from ocop.stamps.rules.codes import STAMPS_PER_BATCH, check_symbol, epoch_of, grouped, read
from tests.stamps.cast import Cast, cast, certify, lot, person, restand
from tests.together import at_once

NOTE = "In nhòe khi chạy máy"


def ready(gtin: str | None = "08938500123450", **changed: object) -> tuple[Cast, Lot]:
    ba = cast(gtin)
    certify(ba.product)
    return ba, lot(ba, **changed)


def code(batch: Batch, seq: int) -> str:
    return mint().code(batch.subject, batch.epoch, batch.number, seq)


def states(batch: Batch) -> list[tuple[int, int, str]]:
    return [tuple(span) for span in spans_of(batch)]


def codes_of(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


@pytest.mark.django_db
class TestDrawing:
    def test_stamps_are_drawn_against_a_lot_without_a_row_for_any_of_them(self) -> None:
        ba, made = ready()
        batch = draw_stamps(made, 600, by=ba.ba)
        assert states(batch) == [(0, 600, "ordered")]
        assert batch.epoch == epoch_of(timezone.localdate().year)
        assert batch.subject == ba.product.gtin
        found = read(code(batch, 599))
        assert found is not None
        assert batch_of(found) == batch
        assert Line.objects.latest("number").facts == {
            "lot": made.code, "amount": 600, "mark": batch.mark, "kind": "plain", "printing": "own",
        }  # fmt: skip

    def test_a_stamp_beyond_the_batch_belongs_to_none(self) -> None:
        ba, made = ready()
        batch = draw_stamps(made, 10, by=ba.ba)
        beyond = read(code(batch, 10))
        assert beyond is not None
        assert batch_of(beyond) is None

    def test_a_product_without_gtin_gets_a_number_that_is_none(self) -> None:
        ba, made = ready(gtin=None)
        batch = draw_stamps(made, 5, by=ba.ba)
        assert batch.subject == f"t:{ba.product.pk}"
        assert batch.path == "/t/"

    def test_no_more_stamps_than_pieces_and_voided_ones_may_be_replaced(self) -> None:
        ba, made = ready(quantity=100)
        batch = draw_stamps(made, 90, by=ba.ba)
        with pytest.raises(Refused) as refused:
            draw_stamps(made, 11, by=ba.ba)
        assert codes_of(refused) == {"over_quota"}
        assert "thêm được 10 tem" in str(refused.value)
        void_range(code(batch, 0), code(batch, 4), by=ba.ba, note=NOTE)
        assert in_use(made) == 85
        draw_stamps(made, 15, by=ba.ba)
        assert {s: n for s, n in totals_of(made).items() if n} == {"ordered": 100, "void": 5}

    def test_lost_stamps_still_count(self) -> None:
        ba, made = ready(quantity=10)
        batch = draw_stamps(made, 10, by=ba.ba)
        report_lost(code(batch, 0), code(batch, 9), by=ba.ba, note="Rơi ở bến xe")
        with pytest.raises(Refused) as refused:
            draw_stamps(made, 1, by=ba.ba)
        assert codes_of(refused) == {"over_quota"}

    def test_all_obstacles_are_told_at_once(self) -> None:
        ba = cast()
        made = lot(ba, best_before=timezone.localdate() - timedelta(days=1))
        recall_lot(made, by=ba.ba, reason="Nắp chai bị hở")
        with pytest.raises(Refused) as refused:
            draw_stamps(made, 0, by=person("Người lạ"))
        assert codes_of(refused) == {"not_own", "out_of_range", "recalled", "expired", "no_valid_certificate"}
        assert not Batch.objects.exists()

    @pytest.mark.parametrize("amount", [-1, 0, STAMPS_PER_BATCH + 1])
    def test_impossible_amounts_are_refused(self, amount: int) -> None:
        ba, made = ready(quantity=2_000_000)
        with pytest.raises(Refused) as refused:
            draw_stamps(made, amount, by=ba.ba)
        assert codes_of(refused) == {"out_of_range"}

    @pytest.mark.parametrize("days", [(-2000, -1), (1, 900)])
    def test_an_expired_or_future_certificate_is_none(self, days: tuple[int, int]) -> None:
        ba = cast()
        today = timezone.localdate()
        certify(ba.product, issued=today + timedelta(days=days[0]), expires=today + timedelta(days=days[1]))
        made = lot(ba)
        with pytest.raises(Refused) as refused:
            draw_stamps(made, 1, by=ba.ba)
        assert codes_of(refused) == {"no_valid_certificate"}

    def test_a_revoked_certificate_is_none_from_that_day_on(self) -> None:
        ba = cast()
        certificate = certify(ba.product)
        made = lot(ba)
        restand(certificate, revoked=timezone.localdate())
        with pytest.raises(Refused) as refused:
            draw_stamps(made, 1, by=ba.ba)
        assert codes_of(refused) == {"no_valid_certificate"}

    def test_a_double_click_draws_once(self) -> None:
        ba, made = ready()
        draw_stamps(made, 50, by=ba.ba, seen_in_use=0)
        with pytest.raises(Refused) as refused:
            draw_stamps(made, 50, by=ba.ba, seen_in_use=0)
        assert codes_of(refused) == {"drawn_meanwhile"}
        assert in_use(made) == 50


@pytest.mark.django_db
class TestRanges:
    def test_a_range_is_activated_by_its_ends_in_either_order(self) -> None:
        ba, made = ready()
        batch = draw_stamps(made, 100, by=ba.ba)
        activate_range(grouped(code(batch, 29)).lower(), code(batch, 10), by=ba.ba)
        assert states(batch) == [(0, 10, "ordered"), (10, 30, "active"), (30, 100, "ordered")]
        (change,) = history_of(batch)
        assert (change.lo, change.hi, change.state, change.changed_by) == (10, 30, "active", ba.ba)
        activate_range(code(batch, 0), code(batch, 9), by=ba.ba)
        assert states(batch) == [(0, 30, "active"), (30, 100, "ordered")]

    def test_a_scanner_may_type_the_whole_address(self) -> None:
        ba, made = ready()
        batch = draw_stamps(made, 3, by=ba.ba)
        scanned = f"HTTPS://OCOP.EXAMPLE.VN/01/{batch.subject}/21/{code(batch, 1)}"
        activate_range(scanned, scanned + "/", by=ba.ba)
        assert states(batch) == [(0, 1, "ordered"), (1, 2, "active"), (2, 3, "ordered")]

    def test_every_part_that_forbids_the_step_is_named(self) -> None:
        ba, made = ready()
        batch = draw_stamps(made, 100, by=ba.ba)
        activate_range(code(batch, 0), code(batch, 9), by=ba.ba)
        void_range(code(batch, 20), code(batch, 20), by=ba.ba, note=NOTE)
        report_lost(code(batch, 30), code(batch, 39), by=ba.ba, note=NOTE)
        with pytest.raises(Refused) as refused:
            activate_range(code(batch, 5), code(batch, 35), by=ba.ba)
        assert [r.code for r in refused.value.reasons] == ["is_active", "is_void", "is_lost"]
        assert "Tem 0005–0009 (5 tem)" in str(refused.value)
        assert history_of(batch).count() == 3

    def test_a_void_stamp_never_comes_back(self) -> None:
        ba, made = ready()
        batch = draw_stamps(made, 2, by=ba.ba)
        void_range(code(batch, 0), code(batch, 1), by=ba.ba, note=NOTE)
        with pytest.raises(Refused):
            activate_range(code(batch, 0), code(batch, 1), by=ba.ba)
        with pytest.raises(Refused):
            report_lost(code(batch, 0), code(batch, 1), by=ba.ba, note=NOTE)

    def test_voiding_and_losing_need_a_reason(self) -> None:
        ba, made = ready()
        batch = draw_stamps(made, 2, by=ba.ba)
        for step in (void_range, report_lost):
            with pytest.raises(Refused) as refused:
                step(code(batch, 0), code(batch, 0), by=ba.ba, note=" ")
            assert {r.field for r in refused.value.reasons} == {"note"}
        assert not RangeChange.objects.exists()

    def test_faults_of_both_ends_are_told_at_once(self) -> None:
        ba, made = ready()
        batch = draw_stamps(made, 2, by=ba.ba)
        good = code(batch, 0)
        forged = good[:8] + ("0" if good[8] != "0" else "1") + good[9:18]
        forged += check_symbol(forged)
        with pytest.raises(Refused) as refused:
            activate_range("", forged, by=ba.ba)
        assert [(r.field, r.code) for r in refused.value.reasons] == [("first", "required"), ("last", "foreign")]
        with pytest.raises(Refused) as refused:
            activate_range(good[:-1], "U" * 5000, by=ba.ba)
        assert [(r.field, r.code) for r in refused.value.reasons] == [("first", "unreadable"), ("last", "unreadable")]

    def test_stamps_of_others_are_not_even_admitted_to_exist(self) -> None:
        ba, made = ready()
        other, theirs = ready(gtin=None)
        batch, foreign = draw_stamps(made, 2, by=ba.ba), draw_stamps(theirs, 2, by=other.ba)
        unborn = mint().code(batch.subject, batch.epoch, 32000, 0)
        said = set()
        for typed in (code(foreign, 0), unborn):
            with pytest.raises(Refused) as refused:
                activate_range(typed, typed, by=ba.ba)
            said.add(str(refused.value))
        assert len(said) == 1

    def test_two_batches_cannot_be_one_range(self) -> None:
        ba, made = ready()
        one, two = draw_stamps(made, 2, by=ba.ba), draw_stamps(made, 2, by=ba.ba)
        assert (one.number, two.number) == (one.number, one.number + 1)
        with pytest.raises(Refused) as refused:
            activate_range(code(one, 0), code(two, 1), by=ba.ba)
        assert codes_of(refused) == {"two_batches"}


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_activations_of_overlapping_ranges_cannot_both_win(self) -> None:
        ba, made = ready()
        batch = draw_stamps(made, 100, by=ba.ba)
        results = at_once(
            lambda: activate_range(code(batch, 0), code(batch, 59), by=ba.ba),
            lambda: activate_range(code(batch, 40), code(batch, 99), by=ba.ba),
        )
        assert sum(isinstance(r, Refused) for r in results) == 1
        spans = states(batch)
        assert spans[0][0] == 0
        assert spans[-1][1] == 100
        assert sum(hi - lo for lo, hi, state in spans if state == "active") == 60
        assert RangeChange.objects.count() == 1

    def test_two_ranges_side_by_side_both_win(self) -> None:
        ba, made = ready()
        batch = draw_stamps(made, 100, by=ba.ba)
        results = at_once(
            lambda: activate_range(code(batch, 0), code(batch, 49), by=ba.ba),
            lambda: activate_range(code(batch, 50), code(batch, 99), by=ba.ba),
        )
        assert not any(isinstance(r, Refused) for r in results)
        assert states(batch) == [(0, 100, "active")]

    def test_two_draws_at_once_never_exceed_the_lot(self) -> None:
        ba, made = ready(quantity=100)
        results = at_once(*[lambda: draw_stamps(made, 60, by=ba.ba)] * 3)
        assert sum(isinstance(r, Batch) for r in results) == 1
        assert in_use(made) == 60

    def test_batches_of_different_products_never_share_a_number(self) -> None:
        ready_ones = [ready(gtin=None) for _ in range(4)]
        results = at_once(*[lambda r=r: draw_stamps(r[1], 5, by=r[0].ba) for r in ready_ones])  # type: ignore[misc]
        numbers = {r.number for r in results if isinstance(r, Batch)}
        assert len(numbers) == 4


@pytest.mark.django_db(transaction=True)
def test_ten_million_stamps_cost_less_than_a_hundred_kilobytes() -> None:
    tables = ("stamps_batch", "stamps_stamprange", "stamps_rangechange")

    def size() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT sum(pg_total_relation_size(t::regclass)) FROM unnest(%s::text[]) t", [list(tables)])
            return int(cursor.fetchone()[0])

    ba, made = ready(quantity=10_000_000)
    first = draw_stamps(lot(ba, "L2", quantity=10), 10, by=ba.ba)  # an index has its first page only with its first row
    activate_range(code(first, 0), code(first, 4), by=ba.ba)
    before = size()
    for _ in range(10):
        batch = draw_stamps(made, 1_000_000, by=ba.ba)
        activate_range(code(batch, 0), code(batch, 499_999), by=ba.ba)
    assert sum(totals_of(made).values()) == 10_000_000
    assert StampRange.objects.count() == 22
    assert size() - before < 100_000
