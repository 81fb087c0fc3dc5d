"""What a form says, before it is paper: DOCX and PDF are both made from these blocks, so they cannot differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

TICKED, UNTICKED = "[x]", "[  ]"
DRAFT = "BẢN NHÁP: chưa nộp, không có giá trị như hồ sơ"


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labels with their values; an empty value is a dotted line to write on."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Ticks:
    rows: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Longer text; empty: `lines` dotted lines."""

    text: str
    lines: int = 3


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `widths` are shares of the page's width."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who signs where: (office, hint, name)."""

    places: tuple[tuple[str, str, str], ...]


Block = Heading | Pairs | Ticks | Words | Grid | Signatures


@dataclass(frozen=True, slots=True)
class Stamp:
    """What ties the paper to the dossier: number, version, hash, address; `draft` when nothing is sealed yet."""

    draft: bool
    lines: tuple[str, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class FormPaper:
    code: str
    title: str
    sender: str
    place_and_day: str
    number: str
    blocks: tuple[Block, ...]
    stamp: Stamp
    simulated: bool = False


NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
SIMULATED = "MÔ PHỎNG: không có giá trị pháp lý"


def texts(paper: FormPaper) -> Iterator[str]:
    """Every text of the paper in reading order; empty fields are left out."""
    yield from (
        t for t in (paper.sender, NATION, MOTTO, paper.place_and_day, paper.code, paper.title, paper.number) if t
    )
    for block in paper.blocks:
        yield from (text for text in _texts(block) if text)
    yield from paper.stamp.lines


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Heading(text) | Words(text):
            yield text
        case Pairs(rows):
            yield from (text for label, value in rows for text in (f"{label}:", value))
        case Ticks(rows):
            yield from (f"{TICKED if on else UNTICKED} {label}" for label, on in rows)
        case Grid(columns, rows):
            yield from columns
            yield from (text for row in rows for text in row)
        case Signatures(places):
            yield from (text for place in places for text in place)


def as_facts(paper: FormPaper) -> dict[str, Any]:
    """Plain JSON for the typst file."""
    return {
        "code": paper.code, "title": paper.title, "sender": paper.sender, "place_and_day": paper.place_and_day,
        "number": paper.number, "nation": NATION, "motto": MOTTO, "draft": paper.stamp.draft,
        "stamp": list(paper.stamp.lines), "url": paper.stamp.url, "simulated": SIMULATED if paper.simulated else "",
        "draft_words": DRAFT, "blocks": [_block(block) for block in paper.blocks],
    }  # fmt: skip


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(text):
            return {"kind": "heading", "text": text}
        case Pairs(rows):
            return {"kind": "pairs", "rows": rows}
        case Ticks(rows):
            return {"kind": "ticks", "rows": [f"{TICKED if on else UNTICKED} {label}" for label, on in rows]}
        case Words(text, lines):
            return {"kind": "words", "text": text, "lines": lines}
        case Grid(columns, rows, widths):
            return {"kind": "grid", "columns": columns, "rows": rows, "widths": widths}
        case Signatures(places):
            return {"kind": "signatures", "places": places}
