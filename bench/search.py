"""Search over 20 000 simulated products: typed well, badly, in part; beside the bare index scan of the same words."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

from bench.house import connect_django
from bench.line import Line

TYPED = (
    "mật ong", "mat ong rung", "ruou ba kich", "tra hoa vamg", "hải lạng", "htx an phu", "dong rui", "chả mực",
    "mat onng hoa", "che xanh nui ba che", "nuoc khoang quang hanh", "cong ty cp", "zzzz", "mật ong hạ long biển",
    "binhlieu", "RƯỢU MƠ", "heo", "gạo nếp đông triều", "tinh dau que", "vai chin som",
)  # fmt: skip
ROUNDS = 10


def _p95(do: Callable[[str], object], typed: Sequence[str]) -> float:
    """Milliseconds that 95 of 100 searches stay under."""
    for q in typed:
        do(q)
    took = []
    for _ in range(ROUNDS):
        for q in typed:
            began = time.perf_counter()
            do(q)
            took.append((time.perf_counter() - began) * 1000)
    return sorted(took)[int(len(took) * 0.95)]


def lines() -> Iterator[Line]:
    connect_django()
    from django.db import connection

    from ocop.certificates.queries.register import Wanted, register_page
    from ocop.products.queries import search, understood

    def bare(query: str) -> None:
        with connection.cursor() as cursor:
            sql = "SELECT count(*) FROM products_product WHERE search @@ to_tsquery('pg_catalog.simple', %s)"
            cursor.execute(sql, [query])
            cursor.fetchone()

    floor = _p95(bare, [understood(q).tsquery() for q in TYPED])
    yield Line("search.products_20000_p95", _p95(search, TYPED), "ms", "lower", floor)
    page = _p95(lambda q: register_page(Wanted(q=q)), TYPED)
    yield Line("search.register_page_20000_p95", page, "ms", "lower", floor)
