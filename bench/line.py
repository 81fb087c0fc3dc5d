"""One result of a benchmark."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Literal


@dataclass(frozen=True)
class Line:
    """A figure; `baseline` is its floor: the least work that any solution must do, measured in the same run."""

    name: str
    value: float
    unit: str
    better: Literal["higher", "lower"]
    baseline: float | None = None

    def json(self) -> str:
        facts = {"name": self.name, "value": _short(self.value), "unit": self.unit, "better": self.better}
        if self.baseline is not None:
            facts["baseline"] = _short(self.baseline)
        return json.dumps(facts, ensure_ascii=False)


def per_second(work: Callable[[int], object], count: int, seconds: float = 1.0) -> float:
    """How many units a second `work(count)` does, repeated until `seconds` have passed; the best round counts."""
    best, end = 0.0, perf_counter() + seconds
    while best == 0.0 or perf_counter() < end:
        began = perf_counter()
        work(count)
        best = max(best, count / (perf_counter() - began))
    return best


def median_ms(work: Callable[[], object], rounds: int = 9) -> float:
    """The median time of `work()` in milliseconds."""
    times = []
    for _ in range(rounds):
        began = perf_counter()
        work()
        times.append(1000 * (perf_counter() - began))
    return median(times)


def _short(value: float) -> float:
    return float(f"{value:.4g}")
