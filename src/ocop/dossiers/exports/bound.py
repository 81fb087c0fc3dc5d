"""The whole dossier as one file: cover, contents, forms, every criterion with its papers; bookmarks, numbers, the hash."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import Destination

from ocop.papers.exports import typeset
from ocop.papers.models import Paper

from ..queries import Filled, Row
from .addresses import status_url
from .forms import form_paper, qr_svg
from .forms.layout import as_facts
from .forms.pdf import NO_DATE
from .inserting import Inserted, inserted, running_lines

TEMPLATE = Path(__file__).parents[1] / "templates" / "dossiers" / "bound.typ"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class BoundFacts:
    """What the finished file is."""

    pages: int
    outline: int


@dataclass(slots=True)
class _Section:
    """A bookmark with its typeset sheets and the papers behind them. `parent` groups criteria under their part."""

    title: str
    parent: str = ""
    papers: list[tuple[Inserted, Row]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    sheets: int = 0
    first: int = 0

    @property
    def length(self) -> int:
        return self.sheets + sum(len(paper) for paper, _ in self.papers)

    @property
    def heads(self) -> list[str]:
        """What stands on top of each of its pages."""
        return [""] * self.sheets + [f"{row.code} · {head}" for paper, row in self.papers for head in paper.heads]


def bind(filled: Filled, out: BinaryIO, progress: Progress = lambda done, total: None) -> BoundFacts:
    """Write the bound PDF to `out`; `progress(done, total)` counts pages."""
    sections = list(_sections(filled))
    places: dict[int, int] = {}
    _measure(_typeset(filled, sections, places), sections)
    _number(sections, places)
    sheets = PdfReader(io.BytesIO(_typeset(filled, sections, places)))
    return _assemble(filled, sections, sheets, out, progress)


def _sections(filled: Filled) -> Iterator[_Section]:
    yield _Section("Bìa và mục lục", facts={"kind": "front"})
    for code in ("01", "02", "03"):
        paper = form_paper(code, filled)
        facts = as_facts(paper) | {"qr": qr_svg(paper.stamp.url) if paper.stamp.url else "", "kind": "form"}
        yield _Section(f"{paper.code}. {paper.title}", "Các mẫu", facts=facts)
    seen: dict[int, Inserted] = {}
    for part in filled.form.parts:
        for row in part.rows:
            yield _criterion(row, f"Phần {part.code}. {part.title}", seen)
    for row in filled.form.general:
        yield _criterion(row, "Giấy tờ chung", seen)


def _criterion(row: Row, parent: str, seen: dict[int, Inserted]) -> _Section:
    """A paper that proves two criteria is bound once and named at both."""
    fresh: list[tuple[Inserted, Row]] = []
    listed: list[Paper] = []
    for evidence in row.papers:
        listed.append(evidence.paper)
        if evidence.paper_id not in seen:
            seen[evidence.paper_id] = inserted(evidence.paper)
            fresh.append((seen[evidence.paper_id], row))
    question = row.question
    points = f"{'–' if row.points is None else row.points}/{question.criterion.max} điểm" if question else ""
    title = f"{row.code}. {row.title}" if question else row.title
    facts = {
        "kind": "criterion", "code": row.code, "title": row.title, "points": points, "note": row.note,
        "option": (row.option or "chưa trả lời") if question else "", "criterion": question is not None,
        "papers": [
            {"key": e.paper_id, "name": e.paper.name, "page": e.page, "sha256": e.paper.sha256,
             "words": seen[e.paper_id].words}
            for e in row.papers
        ],
    }  # fmt: skip
    return _Section(title, parent, fresh, facts)


def _typeset(filled: Filled, sections: list[_Section], places: dict[int, int]) -> bytes:
    """All sheets of our own in one go. On the first round the places are not known and read 0000."""
    dossier = filled.dossier
    listed = [
        {"title": s.title, "parent": s.parent, "page": f"{s.first or 0:04d}" if not s.first else str(s.first)}
        for s in sections[1:]
    ]
    told = [_placed(s.facts, places) for s in sections]
    facts = {
        "product": dossier.product.name, "producer": str(dossier.product.producer or ""), "commune": dossier.commune.name,
        "kind": dossier.get_kind_display(), "round": str(dossier.round), "number": dossier.receipt_number or "",
        "code": dossier.product_code, "set": f"{dossier.set_no}. {filled.form.criteria_set.name}",
        "version": f"Bản {filled.version.number}" if filled.version else "Bản nháp", "sha256": filled.content,
        "draft": filled.draft, "simulated": dossier.simulated, "points": f"{filled.form.board.rating.points}/100",
        "qr": "" if filled.draft else qr_svg(status_url(dossier)), "listed": listed, "sections": told,
    }  # fmt: skip
    return typeset(TEMPLATE, facts, at=NO_DATE)


def _placed(facts: dict[str, Any], places: dict[int, int]) -> dict[str, Any]:
    if facts["kind"] != "criterion":
        return facts
    return facts | {
        "papers": [p | {"place": f"{places.get(p['key'], 0):04d}".lstrip("0") or "0000"} for p in facts["papers"]]
    }


def _measure(sheets: bytes, sections: list[_Section]) -> None:
    """Where each section begins stands in the outline that typst makes of its headings."""
    reader = PdfReader(io.BytesIO(sheets))
    starts = [
        number
        for item in reader.outline
        if isinstance(item, Destination) and (number := reader.get_destination_page_number(item)) is not None
    ]
    assert len(starts) == len(sections), f"{len(starts)} headings for {len(sections)} sections"
    for section, start, end in zip(sections, starts, [*starts[1:], len(reader.pages)], strict=True):
        section.sheets = end - start


def _number(sections: list[_Section], places: dict[int, int]) -> None:
    """First page of each section and of each paper, counted from 1."""
    page = 1
    for section in sections:
        section.first = page
        page += section.sheets
        for paper, _ in section.papers:
            places[paper.key] = page
            page += len(paper)


def _assemble(
    filled: Filled, sections: list[_Section], sheets: PdfReader, out: BinaryIO, progress: Progress
) -> BoundFacts:
    seal = f"{f'Bản {filled.version.number}' if filled.version else 'BẢN NHÁP'} · SHA-256 {filled.content}"
    heads = [head for section in sections for head in section.heads]
    lines = running_lines("" if filled.draft else filled.dossier.receipt_number or "", heads, seal)
    writer, parents, own = PdfWriter(), dict[str, Any](), iter(sheets.pages)

    def finish() -> None:
        place = len(writer.pages)
        writer.pages[-1].merge_page(lines.pages[place - 1])
        progress(place, len(heads))

    for section in sections:
        for _ in range(section.sheets):
            writer.add_page(next(own))
            finish()
        mark = _bookmark(writer, section, parents)
        for paper, _row in section.papers:
            start = len(writer.pages)
            for _ in paper.put_into(writer):
                finish()
            writer.add_outline_item(title=paper.name, page_number=start, parent=mark)
    writer.add_metadata(
        {"/Title": f"Hồ sơ {filled.dossier.product.name}", "/Author": "OCOP Quảng Ninh", "/Subject": seal}
    )
    writer.page_mode = "/UseOutlines"
    writer.write(out)
    return BoundFacts(len(heads), len(sections))


def _bookmark(writer: PdfWriter, section: _Section, parents: dict[str, Any]) -> Any:
    start = section.first - 1
    if section.parent and section.parent not in parents:
        parents[section.parent] = writer.add_outline_item(title=section.parent, page_number=start, bold=True)
    return writer.add_outline_item(title=section.title, page_number=start, parent=parents.get(section.parent))
