"""Event loops for tests."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def in_a_loop_apart(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run it in a thread of its own: where a browser is open, a loop already runs in this one, and would refuse."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(lambda: asyncio.run(work())).result()
