"""What the report recovers of planted bias and what it imagines in clean panels: the numbers behind its own note."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from ocop.criteria.rules import CURRENT, CriteriaSet, criteria_set

from .limits import FOLDER, limits
from .plans import MEMBER, Bias, Plan
from .report import METHOD, Fairness, Habit, MemberHabits

FILE = FOLDER / "fairness_tested.json"
EXAMPLE_FILE = FOLDER / "fairness_example.json"
QUESTIONS = ("severity", "drift", "halo", "noise")
PLANTED: Mapping[str, Bias] = {
    "clean": Bias(),
    "severity": Bias(severity=-8),
    "drift": Bias(drift=-18),
    "halo": Bias(halo=12),
    "noise": Bias(careless=3),
}
RUNS = {12: 100, 30: 100, 117: 50}
SETS = (4, 7, 11, 21)
EXAMPLE_PLAN, EXAMPLE_SEED = Plan(items=40, bias=Bias(severity=-7)), 3


@dataclass(frozen=True, slots=True)
class Trial:
    """One kind of bias in sittings of one size; in each text a character for each seed from 0 on: 1 said, 0 not.

    `found`: the planted bias was said of who has it. `wrong`: anything was said of anybody who has none.
    """

    bias: str
    items: int
    members: int
    found: str
    wrong: str

    @property
    def runs(self) -> int:
        return len(self.wrong)

    @property
    def found_share(self) -> float:
        return self.found.count("1") / self.runs

    @property
    def wrong_share(self) -> float:
        return self.wrong.count("1") / self.runs


@dataclass(frozen=True, slots=True)
class Proof:
    computed_on: date
    method: int
    trials: tuple[Trial, ...]

    @property
    def is_of_this_method(self) -> bool:
        return self.method == METHOD


def proof() -> Proof | None:
    """The kept result; None where none was computed."""
    if not FILE.exists():
        return None
    raw: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    trials = tuple(Trial(**trial) for trial in raw["trials"])
    return Proof(date.fromisoformat(raw["computed_on"]), raw["method"], trials)


def prove(runs: Mapping[int, int] = RUNS) -> Iterator[Trial]:
    """Every bias in sittings of every size, each with its own seeds from 0 on."""
    for items, count in runs.items():
        for bias in PLANTED:
            yield trial(bias, items, count)


def trial(bias: str, items: int, runs: int) -> Trial:
    plan = Plan(items=items, bias=PLANTED[bias])
    seen = [_seen(plan, bias, seed) for seed in range(runs)]
    return Trial(
        bias, items, plan.members, "".join(str(int(f)) for f, _ in seen), "".join(str(int(w)) for _, w in seen)
    )


def write(trials: list[Trial], on: date) -> None:
    facts = {
        "about": "ocop councils fairness prove: phiên mô phỏng, hạt giống 0, 1, 2…; không có người thật",
        "computed_on": on.isoformat(),
        "method": METHOD,
        "limits_of": limits().as_of.isoformat(),
        "trials": [{name: getattr(t, name) for name in Trial.__slots__} for t in trials],
    }
    FILE.write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Example:
    """A report on an invented sitting in which one member was made severe and another item stands at a band."""

    plan: Plan
    seed: int
    told: Fairness


def example() -> Example | None:
    """The kept example, which shows people how to read a report before they have one of their own."""
    if not EXAMPLE_FILE.exists():
        return None
    return msgspec.json.decode(EXAMPLE_FILE.read_bytes(), type=Example)


def write_example() -> None:
    from .assembling import fairness_report
    from .simulate import simulated_panel

    told = fairness_report(simulated_panel(EXAMPLE_PLAN, _sets()[:1], EXAMPLE_SEED))
    facts = msgspec.json.encode(Example(EXAMPLE_PLAN, EXAMPLE_SEED, told))
    EXAMPLE_FILE.write_bytes(msgspec.json.format(facts, indent=1) + b"\n")


def _seen(plan: Plan, bias: str, seed: int) -> tuple[bool, bool]:
    from .habits import habits
    from .simulate import simulated_panel
    from .tables import tables

    panel = simulated_panel(plan, _sets(), seed)
    told = habits(tables(panel), panel.seats, limits())
    found = any(_said(member, bias) for member in told if member.seat == MEMBER)
    innocent = [member for member in told if bias == "clean" or member.seat != MEMBER]
    return found, any(_said(member, question) for member in innocent for question in QUESTIONS)


def _said(member: MemberHabits, question: str) -> bool:
    habit: Habit | None = getattr(member, question, None)
    return habit is not None and habit.said


def _sets() -> list[CriteriaSet]:
    found = [criteria_set(CURRENT, number) for number in SETS]
    return [criteria for criteria in found if criteria]
