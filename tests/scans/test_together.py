"""Two who act on the same case, the same lot, or the same material at once."""

from __future__ import annotations

import pytest

from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.scans.acts import call_drill, call_recall, lift_recall
from ocop.scans.acts.cases import decide_case, open_case, take_case
from ocop.scans.models import Case, Recall, RecalledLot
from tests.scans.test_acts_radar import person_with
from tests.scans.test_recalls import REASON, stamped, story
from tests.stamps import cast
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_inspectors_who_take_and_decide_a_case_one_does() -> None:
    who = cast.cast()
    cast.certify(who.product)
    batch = stamped(who, cast.lot(who))
    one, two = person_with("inspector"), person_with("inspector")
    case = open_case(batch.pk, 3, by=one, note="Nghi tem chép")
    taken = at_once(lambda: take_case(case, by=one), lambda: take_case(case, by=two))
    assert sum(isinstance(result, Refused) for result in taken) == 1
    finding = "Hai nơi cùng có tem này, đã lấy mẫu."
    decided = at_once(
        lambda: decide_case(case, by=one, outcome=Case.Outcome.COPIED, finding=finding),
        lambda: decide_case(case, by=two, outcome=Case.Outcome.HONEST, finding=finding),
    )
    assert sum(isinstance(result, Refused) for result in decided) == 1
    case.refresh_from_db()
    winner = one if isinstance(decided[1], Refused) else two
    assert case.decided_by == winner
    assert Line.objects.filter(verb="decide_case").count() == 1


def test_a_stamp_is_one_open_case_however_many_open_it() -> None:
    who = cast.cast()
    cast.certify(who.product)
    batch = stamped(who, cast.lot(who))
    inspector = person_with("inspector")
    opened = at_once(*[lambda: open_case(batch.pk, 3, by=inspector, note="Nghi tem chép")] * 4)
    assert sum(isinstance(result, Refused) for result in opened) == 3
    assert Case.objects.count() == 1


def test_a_lot_is_called_back_once_and_lots_of_one_material_never_wait_for_each_other_in_a_circle() -> None:
    who, first, second, _ = story()
    results = at_once(
        *[
            lambda lot=lot: call_recall(lot, by=who.ba, reason=REASON, scope=Recall.Scope.MATERIAL)
            for lot in (first, second) * 2
        ]  # type: ignore[misc]
    )
    assert [type(result).__name__ for result in results].count("Recall") == 1, results
    assert sum(isinstance(result, Refused) for result in results) == 3
    recall = Recall.objects.get()
    assert RecalledLot.objects.filter(recall=recall, by_this=True).count() == 2
    lifted = at_once(*[lambda: lift_recall(recall, by=who.ba, reason="Kiểm lại thấy lành")] * 2)
    assert sum(isinstance(result, Refused) for result in lifted) == 1


def test_a_second_click_starts_no_second_drill() -> None:
    who, first, _, _ = story()
    results = at_once(*[lambda: call_drill(first, by=who.ba, reason="Giả định mật lẫn nước", seen=0)] * 3)
    assert sum(isinstance(result, Refused) for result in results) == 2
    assert Recall.objects.count() == 1
    assert call_drill(first, by=who.ba, reason="Giả định mật lẫn nước", seen=1)
