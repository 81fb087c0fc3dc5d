"""The note «how this was tested» says what can be computed again, and holds its promises."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from ocop.councils.rules.fairness.limits import limits
from ocop.councils.rules.fairness.proving import PLANTED, RUNS, Example, example, proof, trial
from ocop.councils.rules.fairness.report import METHOD, Agreement, Estimate, Fairness
from ocop.councils.rules.fairness.words import disputed_sentence, fragile_sentence, verdict

AGAIN = 15
ENVIRONMENT = {
    **os.environ, "DJANGO_SETTINGS_MODULE": "ocop.portal.settings", "OCOP_DEMO": "1",
    "DATABASE_URL": "postgresql:///none?host=/nowhere",
}  # fmt: skip


@pytest.mark.parametrize("bias", list(PLANTED))
def test_the_kept_result_is_what_the_same_seeds_give_today(bias: str) -> None:
    kept = next(t for t in _kept() if (t.bias, t.items) == (bias, 30))
    again = trial(bias, 30, AGAIN)
    assert (again.found, again.wrong) == (kept.found[:AGAIN], kept.wrong[:AGAIN])


def test_the_kept_result_is_of_this_method_and_covers_every_bias_and_size() -> None:
    found = proof()
    assert found is not None
    assert found.method == METHOD
    assert {(t.bias, t.items, t.runs) for t in found.trials} == {(b, n, r) for b in PLANTED for n, r in RUNS.items()}


def test_planted_bias_is_found_nine_times_in_ten_from_thirty_items_on_and_always_in_a_council_day() -> None:
    for kept in _kept():
        if kept.bias != "clean" and kept.items >= 30:
            assert kept.found_share >= (0.9 if kept.items == 30 else 1.0), kept.bias


def test_innocent_members_are_named_in_at_most_five_sittings_of_a_hundred() -> None:
    assert all(kept.wrong_share <= limits().family for kept in _kept())


def test_the_example_tells_the_bias_that_was_planted_in_it() -> None:
    found = example()
    assert isinstance(found, Example)
    said = [member.seat for member in found.told.habits if member.severity and member.severity.said]
    assert said == [3]
    assert found.plan.bias.severity == -7


def _kept() -> list:  # type: ignore[type-arg]
    found = proof()
    assert found is not None
    return list(found.trials)


def told(alpha: Estimate | None, items: int = 40, identical: bool = False) -> Fairness:
    totals = Agreement(items, 3.2, alpha, alpha, identical)
    return Fairness(METHOD, items, 9, items * 9, 0, totals, None, None, (), (), None, ())


@pytest.mark.parametrize(
    ("alpha", "kind", "words"),
    [
        (Estimate(0.9, 0.85, 0.95), "ok", "rất thống nhất."), (Estimate(0.72, 0.68, 0.79), "ok", "khá thống nhất."),
        (Estimate(0.72, 0.4, 0.85), "soon", "khá thống nhất, nhưng số liệu chưa đủ chắc"),
        (Estimate(0.5, 0.3, 0.6), "soon", "chưa thống nhất."), (None, "ok", "Mọi phiếu cho cùng một tổng điểm"),
    ],
)  # fmt: skip
def test_the_verdict_is_never_more_certain_than_its_interval(alpha: Estimate | None, kind: str, words: str) -> None:
    found = verdict(told(alpha, identical=alpha is None), limits())
    assert found.kind == kind
    assert words in found.sentence


def test_too_few_items_have_their_own_words() -> None:
    few = told(None, items=3)
    assert verdict(few, limits()).kind == "unknown"
    assert "3 sản phẩm" in verdict(few, limits()).sentence
    assert "Chưa tiêu chí nào" in disputed_sentence(few, limits())
    assert fragile_sentence(few) == "Chưa có sản phẩm nào có kết quả."


def test_pages_of_a_council_do_not_load_numpy_before_a_report_is_drawn() -> None:
    """It costs a web process about 30 MB; only the worker, or who draws a report by hand, pays for it."""
    script = (
        "import django, sys; django.setup(); import ocop.councils.urls, ocop.councils.tasks;"
        "from ocop.councils.queries.fairness import example_report;"
        "from ocop.councils.queries.fairness_page import FairnessPage;"
        "assert FairnessPage(example_report()).tables; sys.exit('numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
