"""Answers given on arrival: on the thread that brings a request, before the event loop hears of it.

granian makes a task on the event loop of every request: another thread wakes, makes a task, runs it and lets go of the
interpreter's lock again. Measured, that is a third of what a warm scan costs, and what memory alone answers needs none of it.
The hook are two factories within granian; where a later granian has none, or others, everything is answered on the loop.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from granian import _futures

from ocop.portal.management.door import Door

Schedule = Callable[[Any], None]
_FACTORIES = ("_cbsched_aioschedule", "_cbsched_schedule")
logger = logging.getLogger(__name__)


def answer_on_arrival(door: Door) -> bool:
    """Let `door` be asked before each request goes to the event loop; False where this granian cannot."""
    usual = {name: getattr(_futures, name, None) for name in _FACTORIES}
    if not all(usual.values()):
        logger.warning("This granian brings requests otherwise: warm scans are answered on the event loop.")
        return False
    for name, factory in usual.items():
        setattr(_futures, name, _asking_first(door, factory))
    door.asks_on_arrival = True
    return True


def _asking_first(door: Door, factory: Any) -> Callable[..., Schedule]:
    def made(*given: Any) -> Schedule:
        return _first(door, factory(*given))

    return made


def _first(door: Door, later: Schedule) -> Schedule:
    quickly = door.quickly

    def schedule(watcher: Any) -> None:
        quick = quickly(watcher.scope)
        if quick is None:
            later(watcher)
            return
        try:
            watcher.proto.response_bytes(*quick)
        except Exception as error:
            watcher.err(error)
        else:
            watcher.done()

    return schedule


__all__ = ["answer_on_arrival"]
