"""Epochs on a real database: opened by the year, full ones succeeded, withdrawn for good; roots rotated without harm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.letters.models import Letter
from ocop.stamps import lifecycle
from ocop.stamps.acts import activate_range, close_epoch, draw_stamps, open_epoch, prepare_root, withdraw_epoch
from ocop.stamps.models import Batch, Epoch
from ocop.stamps.queries import (
    batch_of,
    epoch_rows,
    is_withdrawn,
    kept_mint,
    own_ranges_to_relabel,
    ranges_to_relabel,
    relabel_rows,
)
from ocop.stamps.rules.codes import BATCHES, EPOCHS, epoch_of, read
from tests.stamps.cast import person
from tests.stamps.cast_rolls import code, officer, ready

pytestmark = pytest.mark.django_db
WHY = "Máy chủ bị lấy bản sao lưu."


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.KEYS_DIR = tmp_path / "keys"
    yield
    kept_mint().look_again()


def test_the_first_draw_of_a_year_opens_its_epoch_and_notes_which_key_it_has() -> None:
    ba, made = ready()
    batch = draw_stamps(made, 5, by=ba.ba)
    epoch = Epoch.objects.get()
    assert (epoch.symbol, epoch.state) == (batch.epoch, lifecycle.OPEN)
    assert epoch.key_mark == kept_mint().mark(epoch.symbol)
    assert Line.objects.filter(verb="open_epoch").count() == 1


def test_a_full_epoch_is_succeeded_by_another_of_the_same_year() -> None:
    ba, made = ready()
    first = draw_stamps(made, 5, by=ba.ba)
    Batch.objects.filter(pk=first.pk).update(number=BATCHES - 1)
    second = draw_stamps(made, 5, by=ba.ba)
    assert (second.epoch, second.number) == (first.epoch + 1, 0)
    assert Epoch.objects.get(symbol=first.epoch).state == lifecycle.CLOSED
    assert draw_stamps(made, 5, by=ba.ba).epoch == second.epoch
    first.refresh_from_db()
    old = read(code(first, 3))
    assert old
    assert batch_of(old) == first


def test_all_symbols_used_up_is_told_and_draws_nothing() -> None:
    ba, made = ready()
    now = datetime(2026, 1, 1, tzinfo=UTC)
    Epoch.objects.create(symbol=EPOCHS - 1, year=2020, opened_at=now)
    with pytest.raises(Refused, match="hết 32 kỳ khóa"):
        draw_stamps(made, 5, by=ba.ba)
    assert not Batch.objects.exists()


def test_opening_an_epoch_closes_the_one_before_and_its_stamps_stay_good() -> None:
    ba, made = ready()
    first = draw_stamps(made, 5, by=ba.ba)
    opened = open_epoch(by=officer())
    second = draw_stamps(made, 5, by=ba.ba)
    assert second.epoch == opened.symbol == first.epoch + 1
    activate_range(code(first, 0), code(first, 4), by=ba.ba)
    assert not is_withdrawn(first)


def test_a_new_root_changes_only_what_is_drawn_after_it() -> None:
    ba, made = ready()
    first = draw_stamps(made, 5, by=ba.ba)
    before, unborn = code(first, 0), kept_mint().code("t:1", first.epoch + 1, 0, 0)
    open_epoch(by=officer(), new_root=True)
    assert code(first, 0) == before
    assert kept_mint().code("t:1", first.epoch + 1, 0, 0) != unborn
    second = draw_stamps(made, 5, by=ba.ba)
    activate_range(code(second, 0), code(second, 1), by=ba.ba)
    activate_range(code(first, 0), code(first, 1), by=ba.ba)


def test_a_machine_with_another_key_draws_nothing(settings: Settings) -> None:
    """Stamps that no scan would know must not get onto paper."""
    ba, made = ready()
    draw_stamps(made, 5, by=ba.ba)
    settings.STAMP_SECRET = "another machine's secret"
    with pytest.raises(Refused, match="khóa khác"):
        draw_stamps(made, 5, by=ba.ba)


def test_an_empty_installation_makes_a_root_of_its_own_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OCOP_SECRET_KEY", raising=False)
    assert prepare_root()
    assert not prepare_root()
    ba, made = ready()
    batch = draw_stamps(made, 5, by=ba.ba)
    activate_range(code(batch, 0), code(batch, 4), by=ba.ba)
    assert oct((Path(kept_folder()) / "stamp-root-from-00").stat().st_mode)[-3:] == "600"


def kept_folder() -> str:
    from django.conf import settings

    return str(settings.KEYS_DIR)


def test_where_stamps_were_drawn_no_root_is_slipped_under_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OCOP_SECRET_KEY", raising=False)
    ba, made = ready()
    batch = draw_stamps(made, 5, by=ba.ba)
    before = code(batch, 0)
    assert not prepare_root()
    assert code(batch, 0) == before


def test_a_withdrawn_epoch_lists_what_was_rightly_activated_and_tells_its_producers() -> None:
    ba, made = ready()
    batch = draw_stamps(made, 20, by=ba.ba)
    activate_range(code(batch, 0), code(batch, 7), by=ba.ba)
    epoch = withdraw_epoch(Epoch.objects.get(), by=officer(), reason=WHY)
    assert is_withdrawn(batch)
    (row,) = relabel_rows(ranges_to_relabel(epoch))
    assert (row.first, row.last, row.size) == ("0000", "0007", 8)
    assert [r.pk for r in own_ranges_to_relabel(ba.ba)] == [r.pk for r in ranges_to_relabel(epoch)]
    assert not own_ranges_to_relabel(person("Người lạ")).exists()
    letter = Letter.objects.get(to=ba.ba, url="/tem/dan-lai/")
    assert WHY in letter.body
    later = draw_stamps(made, 5, by=ba.ba)
    assert later.epoch != batch.epoch, "no batch is drawn with a key that is known to others"


def test_withdrawing_needs_the_office_and_a_reason_and_happens_once() -> None:
    ba, made = ready()
    draw_stamps(made, 20, by=ba.ba)
    epoch = Epoch.objects.get()
    with pytest.raises(Refused) as refused:
        withdraw_epoch(epoch, by=ba.ba, reason="")
    assert {r.code for r in refused.value.reasons} >= {"not_keeper"}
    assert {r.field for r in refused.value.reasons} == {"epoch", "reason"}
    withdraw_epoch(epoch, by=officer(), reason=WHY)
    for again in (lambda: withdraw_epoch(epoch, by=officer(), reason=WHY), lambda: close_epoch(epoch, by=officer())):
        with pytest.raises(Refused) as refused:
            again()
        assert {r.code for r in refused.value.reasons} == {"is_withdrawn"}


def test_a_closed_epoch_takes_no_batch_and_the_rows_say_what_it_holds() -> None:
    ba, made = ready()
    batch = draw_stamps(made, 20, by=ba.ba)
    activate_range(code(batch, 0), code(batch, 4), by=ba.ba)
    close_epoch(Epoch.objects.get(), by=officer())
    draw_stamps(made, 5, by=ba.ba)
    newer, older = epoch_rows()
    assert (older.epoch.symbol, older.batches, older.stamps, older.active) == (batch.epoch, 1, 20, 5)
    assert older.left == BATCHES - 1
    assert newer.epoch.state == lifecycle.OPEN


def test_epochs_begin_where_the_years_of_the_first_stamps_left_off() -> None:
    assert epoch_of(2026) == 1
