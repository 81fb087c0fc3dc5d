"""How far a lot's stamps have come: recorded, drawn, printed, activated; and what its producer does next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..lifecycle import ACTIVE, DELIVERED, LOST, ORDERED, PRINTED, RETURNED, VOID
from .obstacles import dotted

# In the words of who glues them on; seven states are for the ledger.
GROUPS = {
    "Chưa in": (ORDERED,),
    "Đang dùng": (ACTIVE,),
    "Đã in, chưa kích hoạt": (PRINTED, DELIVERED),
    "Hủy, mất, trả": (VOID, LOST, RETURNED),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the way: done, now (the first that is not done) or todo, with a sentence and where it is done."""

    label: str
    state: str
    text: str = ""
    href: str = ""
    date: str = ""


def grouped(totals: Mapping[str, int]) -> dict[str, int]:
    return {name: sum(totals.get(state, 0) for state in states) for name, states in GROUPS.items()}


def way(totals: Mapping[str, int], *, lot: int, batch: int | None, recalled: bool = False) -> list[Stage]:
    """The four steps; `batch` is the one that waits for the printer. A recalled lot has nothing left to do."""
    parts, drawn = grouped(totals), sum(totals.values())
    unprinted, ready, active = (parts[name] for name in ("Chưa in", "Đã in, chưa kích hoạt", "Đang dùng"))
    steps = [
        ("Ghi lô", True, "", ""),
        ("Cấp tem", drawn > 0, _many(drawn) if drawn else "chưa có tem", f"/san-xuat/lo/{lot}/#cap-tem"),
        ("In nhãn", drawn > 0 and not unprinted, f"còn {_many(unprinted)}" if unprinted else "",
         f"/tem/{batch}/" if batch else ""),
        ("Dán và kích hoạt", active > 0 and not unprinted and not ready, _glued(active, ready), "/tem/kich-hoat/"),
    ]  # fmt: skip
    now = next((label for label, done, _, _ in steps if not done), "") if not recalled else ""
    return [_stage(label, done, text, href, now) for label, done, text, href in steps]


def _stage(label: str, done: bool, text: str, href: str, now: str) -> Stage:
    state = "done" if done else "now" if label == now else "todo"
    return Stage(label, state, text, href if state == "now" else "")


def next_step(stages: list[Stage]) -> Stage | None:
    return next((stage for stage in stages if stage.state == "now"), None)


def _many(count: int) -> str:
    return f"{dotted(count)} tem"


def _glued(active: int, ready: int) -> str:
    told = [f"{_many(active)} đang dùng"] if active else []
    return ", ".join([*told, f"còn {_many(ready)}"] if ready else told)
