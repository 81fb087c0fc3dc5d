"""Two people at once: real connections, real locks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from ocop.cycles.models import Round
from ocop.dossiers import acts
from ocop.dossiers.models import Answer, Dossier, ReceiptBook
from ocop.dossiers.rules import StaleEdition
from ocop.journal.queries import chain_verdict
from ocop.journal.rules import Refused
from ocop.products.models import Product
from tests.dossiers.conftest import NOW, WORDS, Company, answer_all, extra_round

pytestmark = pytest.mark.django_db(transaction=True)


def together(*doings: Callable[[], object]) -> list[object]:
    """What each returned or raised; all start at the same moment on connections of their own."""
    outcomes: list[object] = [None] * len(doings)
    start = threading.Barrier(len(doings))

    def run(place: int, doing: Callable[[], object]) -> None:
        try:
            start.wait(10)
            outcomes[place] = doing()
        except Exception as fault:
            outcomes[place] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(doings)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return outcomes


def _code(outcome: object) -> str:
    return outcome.reasons[0].code if isinstance(outcome, Refused) else type(outcome).__name__


@pytest.fixture
def stage() -> Company:
    cast = Company()
    extra_round(cast, until=date(2026, 12, 31))
    return cast


def _filled(cast: Company, product: Product | None = None) -> Dossier:
    dossier = acts.open_dossier(product=product or cast.product, kind="first", by=cast.chi_ba, at=NOW)
    answer_all(dossier, cast.chi_ba)
    return dossier


def _another(cast: Company, number: int) -> Product:
    product = Product.objects.get(pk=cast.product.pk)
    product.pk, product.slug, product.name, product.sort_key = (
        None,
        f"mat-{number}",
        f"Mật {number} (mô phỏng)",
        f"mat {number}",
    )
    product.save()
    return product


def test_a_double_click_submits_once(stage: Company) -> None:
    dossier = _filled(stage)
    outcomes = together(*[lambda: acts.submit(dossier, by=stage.chi_ba, at=NOW)] * 3)
    assert sorted(map(_code, outcomes)) == ["Dossier", "already_submitted", "already_submitted"]
    assert dossier.versions.count() == 1
    assert ReceiptBook.objects.get().last == 1
    assert chain_verdict().whole


def test_serial_numbers_have_no_gap_and_no_double_even_when_some_are_refused(stage: Company) -> None:
    whole = [_filled(stage, _another(stage, number)) for number in range(4)]
    broken = [_filled(stage, _another(stage, number)) for number in range(4, 6)]
    for dossier in broken:
        dossier.answers.filter(criterion="1.1").delete()
    outcomes = together(*[lambda d=d: acts.submit(d, by=stage.chi_ba, at=NOW) for d in [*whole, *broken]])
    assert sorted(map(_code, outcomes)) == ["Dossier"] * 4 + ["answer_missing"] * 2
    assert sorted(Dossier.objects.filter(serial__isnull=False).values_list("serial", flat=True)) == [1, 2, 3, 4]
    assert chain_verdict().whole


def test_two_clerks_who_forward_and_return_at_once_do_one_of_the_two(stage: Company) -> None:
    dossier = acts.submit(_filled(stage), by=stage.chi_ba, at=NOW)
    outcomes = together(
        lambda: acts.forward(dossier, **WORDS, by=stage.anh_tu, at=NOW),
        lambda: acts.return_dossier(dossier, reasons="Thiếu giấy tờ quan trọng.", by=stage.anh_tu, at=NOW),
    )
    dossier.refresh_from_db()
    assert sorted(map(_code, outcomes))[0] == "Dossier"
    lost = next(o for o in outcomes if isinstance(o, Refused))
    # The province has not been asked: whoever came second is told that the dossier has moved on.
    assert lost.reasons[0].code in ("wrong_state", "not_province_officer")
    assert (dossier.state == "forwarded") is hasattr(dossier, "opinion")


def test_two_phones_that_save_the_same_criterion_never_overwrite_each_other(stage: Company) -> None:
    dossier = acts.open_dossier(product=stage.product, kind="first", by=stage.chi_ba, at=NOW)
    outcomes = together(
        *[
            lambda n=n: acts.save_answer(dossier, "1.1", points=1, note=f"máy {n}", edition=0, by=stage.chi_ba)
            for n in range(3)
        ]
    )
    answer = Answer.objects.get()
    stale = [o for o in outcomes if isinstance(o, StaleEdition)]
    assert len(stale) == 2
    assert {o.kept.note for o in stale} == {answer.note}
    assert answer.edition == 1


def test_a_product_gets_one_dossier_though_two_people_press_at_once(stage: Company) -> None:
    outcomes = together(*[lambda: acts.open_dossier(product=stage.product, kind="first", by=stage.chi_ba, at=NOW)] * 2)
    assert sorted(map(_code, outcomes)) == ["Dossier", "already_open"]
    assert Dossier.objects.count() == 1


def test_the_clock_is_read_after_the_row_was_waited_for(stage: Company) -> None:
    """A deadline is judged at the moment the lock is held, not when the button was pressed."""
    day = timezone.localdate()
    Round.objects.filter(extra=True).update(
        opens_on=day - timedelta(days=1), proposals_until=day + timedelta(days=20), ends_on=day + timedelta(days=40)
    )
    dossier = acts.open_dossier(product=stage.product, kind="first", by=stage.chi_ba)
    answer_all(dossier, stage.chi_ba, at=None)
    held, released = threading.Event(), []

    def holding() -> None:
        with transaction.atomic():
            Dossier.objects.select_for_update().get(pk=dossier.pk)
            held.set()
            time.sleep(0.6)
            released.append(timezone.now())

    def submitting() -> Dossier:
        held.wait(10)
        return acts.submit(dossier, by=stage.chi_ba)

    _, row = together(holding, submitting)
    assert isinstance(row, Dossier), row
    assert row.submitted_at is not None
    assert row.submitted_at >= released[0] - timedelta(milliseconds=50)
