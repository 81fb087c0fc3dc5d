"""The codes of a batch as a list, for a printing house that draws its own labels."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, repeat

from ..rules import scratch
from ..rules.codes import grouped
from .sheets import no_tail

COLUMNS = ("so_thu_tu", "ma", "ma_de_doc", "noi_dung_ma_vuong")
HIDDEN = "ma_duoi_lop_cao"
_LINES_A_PIECE = 2_000


def code_list(
    head: str, codes: Iterable[str], first: int, hidden: Iterable[str] | None = None,
    tail: Callable[[str], str] = no_tail,
) -> Iterator[bytes]:  # fmt: skip
    """CSV in UTF-8 with its mark, piece by piece: the stamp's number, its code, the code as people read it, the QR's content
    and, for protected stamps, what goes under the scratch layer."""
    rows = (
        (number, code, grouped(code), head + code + tail(code), *([] if under is None else [scratch.grouped(under)]))
        for number, (code, under) in enumerate(
            zip(codes, repeat(None) if hidden is None else hidden, strict=False), first
        )
    )
    yield b"\xef\xbb\xbf" + _lines([(*COLUMNS, *([] if hidden is None else [HIDDEN]))])
    while piece := list(islice(rows, _LINES_A_PIECE)):
        yield _lines(piece)


def _lines(rows: Iterable[tuple[object, ...]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()
