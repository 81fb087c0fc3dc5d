"""The cast that tests put back is the cast that acts make, row for row."""

import pytest
from django.db import connection, transaction

from ocop.journal.acts import act
from ocop.journal.queries import chain_verdict
from tests import cast


def everything() -> dict[str, list[str]]:
    """Every row of every table, as text; only the moment at which a row was written may differ."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT (to_jsonb(t) - 'joined_at')::text FROM \"{table}\" t ORDER BY 1")
            found[table] = [row for (row,) in cursor.fetchall()]
    return found


@pytest.mark.django_db
def test_the_cast_put_back_is_the_cast_that_acts_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cast, "_made", {})
    seen = []
    for _ in range(3):
        with transaction.atomic():
            before = everything()
            company = cast.everybody()
            seen.append((before, everything(), company))
            transaction.set_rollback(True)
    (before, made, first), *later = seen
    assert made != before and len(cast._made) == 1
    for put_back_before, put_back, company in later:
        assert put_back_before == before
        assert {table for table, rows in put_back.items() if rows != made[table]} == set()
        assert company.people == first.people and company.product == first.product
        assert company.chi_ba is not first.chi_ba, "a test may change its own people only"


@pytest.mark.django_db
@pytest.mark.parametrize("times", [1, 2])
def test_within_another_act_the_journal_of_the_cast_is_whole_all_the_same(
    times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cast, "_made", {})
    for turn in range(times):
        with transaction.atomic():
            with act():
                cast.everybody()
            verdict = chain_verdict()
            assert verdict.whole and verdict.lines > len(cast.PARTS)
            transaction.set_rollback(turn < times - 1)
