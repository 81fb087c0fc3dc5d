"""Opening cycles and rounds, and which round takes a proposal."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from ocop.cycles.acts import open_cycle, open_round
from ocop.cycles.models import Cycle, Round
from ocop.cycles.queries import doings_of, next_round, round_taking_proposals
from ocop.journal.models import Line
from ocop.journal.rules import Refused
from tests import cast

THEN = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


def extra(
    cycle: Cycle,
    *,
    by: object,
    name: str = "Đợt bổ sung",
    basis: str = "Quy chế (mô phỏng)",
    days: tuple[date, ...] = (),
) -> Round:
    opens, until, ends = days or (date(2026, 11, 1), date(2026, 12, 1), date(2026, 12, 31))
    return open_round(
        cycle=cycle, name=name, opens_on=opens, proposals_until=until, ends_on=ends, basis=basis, by=by, at=THEN  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.django_db
def test_a_cycle_opens_once_with_the_rounds_of_the_law() -> None:
    officer = cast.person("co_nam")
    cycle = open_cycle(province=cast.place("22"), year=2027, by=officer, at=THEN)
    assert cycle.rounds.count() == 4
    with pytest.raises(Refused, match="đã mở"):
        open_cycle(province=cast.place("22"), year=2027, by=officer, at=THEN)
    assert list(Line.objects.filter(verb="open_cycle").values_list("facts", flat=True)) == [{"year": 2027}]


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["anh_tu", "chi_ba", "quan_tri", "lanh_dao"])
def test_only_the_provinces_office_opens_anything(who: str) -> None:
    cycle = open_cycle(province=cast.place("22"), year=2026, by=None, at=THEN)
    stranger = cast.person(who)
    with pytest.raises(Refused, match="cơ quan tham mưu"):
        open_cycle(province=cast.place("22"), year=2028, by=stranger, at=THEN)
    with pytest.raises(Refused, match="cơ quan tham mưu"):
        extra(cycle, by=stranger)
    assert not Round.objects.filter(extra=True).exists()


@pytest.mark.django_db
def test_an_extra_round_says_every_fault_at_once_and_leaves_nothing() -> None:
    cycle = open_cycle(province=cast.place("22"), year=2026, by=None, at=THEN)
    before = Line.objects.count()
    with pytest.raises(Refused) as refused:
        extra(
            cycle,
            by=cast.person("chi_ba"),
            name="",
            basis="",
            days=(date(2026, 12, 1), date(2026, 11, 1), date(2026, 10, 1)),
        )
    assert {r.field for r in refused.value.reasons} == {"name", "proposals_until", "ends_on", "basis", ""}
    assert not Line.objects.filter(verb="open_round").exists()
    assert Line.objects.count() >= before


@pytest.mark.django_db
def test_a_round_keeps_its_basis_and_its_name_is_not_given_twice() -> None:
    officer = cast.person("co_nam")
    cycle = open_cycle(province=cast.place("22"), year=2026, by=officer, at=THEN)
    opened = extra(cycle, by=officer)
    assert (opened.extra, opened.basis) == (True, "Quy chế (mô phỏng)")
    with pytest.raises(Refused, match="tên này"):
        extra(cycle, by=officer)


@pytest.mark.django_db
def test_the_round_that_takes_proposals_is_the_one_that_closes_first_and_both_end_days_count() -> None:
    province, officer = cast.place("22"), cast.person("co_nam")
    cycle = open_cycle(province=province, year=2026, by=officer, at=THEN)
    late = extra(cycle, by=officer, name="Đợt dài", days=(date(2026, 10, 1), date(2026, 12, 1), date(2026, 12, 31)))
    legal = cycle.rounds.get(level="province", extra=False)
    assert round_taking_proposals(province, date(2026, 10, 29)) == legal
    assert round_taking_proposals(province, date(2026, 10, 30)) == late
    assert round_taking_proposals(province, date(2026, 12, 1)) == late
    assert round_taking_proposals(province, date(2026, 12, 2)) is None
    assert next_round(province, date(2026, 9, 30)) == late


@pytest.mark.django_db
def test_a_round_of_the_ministry_takes_no_proposal_of_a_commune() -> None:
    province = cast.place("22")
    open_cycle(province=province, year=2026, by=None, at=THEN)
    Round.objects.exclude(level="ministry").delete()
    assert round_taking_proposals(province, date(2026, 6, 1)) is None


@pytest.mark.django_db
def test_the_desk_offers_a_round_to_the_provinces_office_only() -> None:
    assert "/chu-trinh/mo-dot/" in [d.url for d in doings_of(cast.person("co_nam"))]
    assert "/chu-trinh/mo-dot/" not in [d.url for d in doings_of(cast.person("anh_tu"))]
    assert doings_of(cast.person("ba_sau")) == []


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_open_one_cycle() -> None:
    province, officer = cast.place("22"), cast.person("co_nam")
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def opening() -> None:
        try:
            start.wait(10)
            open_cycle(province=province, year=2030, by=officer)
            outcomes.append("opened")
        except Refused as refused:
            outcomes.append(refused.reasons[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=opening) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["already_open", "opened"]
    assert Round.objects.filter(cycle__year=2030).count() == 4
