"""A form as a Word file that an office may go on writing in."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime

import segno
from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell

from .layout import (
    DRAFT,
    MOTTO,
    NATION,
    SIMULATED,
    TICKED,
    UNTICKED,
    Block,
    FormPaper,
    Grid,
    Heading,
    Pairs,
    Signatures,
    Ticks,
    Words,
)

_FONT = "Times New Roman"
_WIDTH = 165
# A file without a clock: the same dossier gives the same Word file.
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def form_docx(paper: FormPaper) -> bytes:
    document = _new(paper)
    _head(document, paper)
    for block in paper.blocks:
        _put(document, block)
    _stamp(document, paper)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _new(paper: FormPaper) -> Paper:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(20)
    section.top_margin, section.bottom_margin = Mm(20), Mm(18)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(4)
    facts = document.core_properties
    facts.title, facts.author, facts.language = f"{paper.code}. {paper.title}"[:250], "OCOP Quảng Ninh", "vi-VN"
    facts.created = facts.modified = _NO_DATE.replace(tzinfo=None)
    marks = [*([DRAFT] if paper.stamp.draft else []), *([SIMULATED] if paper.simulated else [])]
    if marks:
        line = section.header.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(" · ".join(marks)).bold = True
    return document


def _head(document: Paper, paper: FormPaper) -> None:
    table = document.add_table(rows=1, cols=2)
    _widths(table, (70, 95))
    left, right = table.rows[0].cells
    _lines(left, [(paper.sender, True)])
    _lines(right, [(NATION, True), (MOTTO, True), (paper.place_and_day, False)])
    code = document.add_paragraph()
    code.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    code.add_run(paper.code).italic = True
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(paper.title)
    run.bold, run.font.size = True, Pt(15)
    if paper.number:
        number = document.add_paragraph(paper.number)
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _lines(cell: _Cell, lines: Iterable[tuple[str, bool]]) -> None:
    for place, (text, bold) in enumerate(lines):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(text).bold = bold


def _widths(table: Table, widths: Iterable[int]) -> None:
    """Word keeps widths only when every cell says its own."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        for cell in column.cells:
            cell.width = Mm(width)


def _put(document: Paper, block: Block) -> None:
    match block:
        case Heading(text):
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.space_before = Pt(8)
            paragraph.paragraph_format.keep_with_next = True
            paragraph.add_run(text).bold = True
        case Pairs(rows):
            for label, value in rows:
                _pair(document, label, value)
        case Ticks(rows):
            for label, on in rows:
                document.add_paragraph(f"{TICKED if on else UNTICKED} {label}")
        case Words(text, lines):
            _words(document, text, lines)
        case Grid():
            _grid(document, block)
        case Signatures(places):
            _signatures(document, places)


def _pair(document: Paper, label: str, value: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(f"{label}: ")
    if value:
        paragraph.add_run(value).bold = True
    else:
        _dotted(paragraph)


def _dotted(paragraph: object) -> None:
    """A dotted line to the right margin, as long as the page is wide."""
    paragraph.paragraph_format.tab_stops.add_tab_stop(  # type: ignore[attr-defined]
        Mm(_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
    )
    paragraph.add_run("\t")  # type: ignore[attr-defined]


def _words(document: Paper, text: str, lines: int) -> None:
    for part in text.split("\n") if text else ():
        document.add_paragraph(part)
    for _ in range(0 if text else lines):
        _dotted(document.add_paragraph())


def _grid(document: Paper, block: Grid) -> None:
    table = document.add_table(rows=1, cols=len(block.columns))
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, block.columns, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    _repeat_head(table)
    for row in block.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(text).font.size = Pt(10)
    total = sum(block.widths)
    _widths(table, (round(_WIDTH * width / total) for width in block.widths))
    document.add_paragraph()


def _repeat_head(table: Table) -> None:
    mark = table.rows[0]._tr.get_or_add_trPr().makeelement(qn("w:tblHeader"), {qn("w:val"): "true"})
    table.rows[0]._tr.get_or_add_trPr().append(mark)


def _signatures(document: Paper, places: tuple[tuple[str, str, str], ...]) -> None:
    table = document.add_table(rows=1, cols=len(places))
    for cell, (office, hint, name) in zip(table.rows[0].cells, places, strict=True):
        _lines(cell, [(office, True), (hint, False), ("\n\n", False), (name, True)])


def _stamp(document: Paper, paper: FormPaper) -> None:
    for line in paper.stamp.lines:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.add_run(line).font.size = Pt(8)
    if paper.stamp.url:
        out = io.BytesIO()
        segno.make(paper.stamp.url, error="m", micro=False).save(out, kind="png", scale=6, border=4)
        out.seek(0)
        document.add_picture(out, width=Mm(28))
