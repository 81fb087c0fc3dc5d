"""`ocop criteria rate` and `coach`: answers to a file or a pipe; `ocop criteria wording`: official words from a table."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

import click
import orjson

from ocop.criteria.rules import coach_request, rate_request, refusal_shape
from ocop.journal.rules import Reason, Refused

REFUSED = 1
Answering = Callable[[object], dict[str, Any]]


@click.group("criteria")
def criteria() -> None:
    """Luật chấm sao: chấm thử, nạp lời văn bản."""


@criteria.command("rate")
@click.argument("file", type=click.File("rb"))
@click.option("--format", "shape", type=click.Choice(["json"]), default="json", help="Luôn trả lời bằng JSON.")
def rate(file: BinaryIO, shape: str) -> int:
    """Chấm sao theo yêu cầu trong FILE («-»: đầu vào chuẩn).

    Nhận một đối tượng JSON, một mảng, hoặc mỗi dòng một đối tượng; trả lời cùng kiểu, cùng thứ tự.
    """
    return _answer_all(file, rate_request)


@criteria.command("coach")
@click.argument("file", type=click.File("rb"))
def coach(file: BinaryIO) -> int:
    """Việc cần làm để lên sao, theo yêu cầu trong FILE («-»: đầu vào chuẩn).

    Như «rate», thêm được các trường star (3–5), order (cost, time, changes) và keep (mã tiêu chí giữ nguyên).
    """
    return _answer_all(file, coach_request)


@criteria.command("wording")
@click.argument("file", type=click.File("r", encoding="utf-8-sig"))
@click.option("--source", required=True, help="Văn bản và nơi lấy lời, ví dụ «Công báo số …».")
def wording(file: io.TextIOBase, source: str) -> int:
    """Nạp lời văn bản từ FILE CSV có các cột set, criterion, case, option, text (option 0: tên tiêu chí)."""
    from ocop.criteria.acts import WordingRow, load_wording

    rows = [WordingRow.read(row) for row in csv.DictReader(file)]
    unread = [Reason(f"Dòng {n}: set và option phải là số.") for n, row in enumerate(rows, 1) if row is None]
    try:
        Refused.unless_clear(unread)
        count = load_wording([row for row in rows if row], source=source, by=None)
    except Refused as refused:
        _tell(refused, "")
        return REFUSED
    click.echo(f"Đã nạp {count} lời văn bản.", err=True)
    return 0


commands: list[click.Command] = [criteria]


def _answer_all(file: BinaryIO, answering: Answering) -> int:
    whole, lines = _requests(file.read())
    answers = [_answer(request, place, answering) for place, request in enumerate(lines, 1)]
    shapes = [answer for answer, _ in answers]
    for line in [shapes] if whole == "array" else shapes:
        click.echo(orjson.dumps(line))
    return 0 if answers and all(sound for _, sound in answers) else REFUSED


def _requests(text: bytes) -> tuple[str, list[object]]:
    """What kind of input this is, and its requests; an unreadable line stays as its own refusal."""
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return "lines", [_line(line) for line in text.splitlines() if line.strip()] or [_unread()]
    return ("array", found) if isinstance(found, list) else ("object", [found])


def _line(line: bytes) -> object:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return _unread()


def _unread() -> Refused:
    return Refused(
        Reason("Không đọc được JSON, hoặc JSON quá sâu. Mỗi dòng cần một đối tượng trọn vẹn.", "", "unreadable")
    )


def _answer(request: object, place: int, answering: Answering) -> tuple[dict[str, Any], bool]:
    try:
        if isinstance(request, Refused):
            raise request
        return answering(request), True
    except Refused as refused:
        _tell(refused, f"Yêu cầu {place}: ")
        return refusal_shape(refused), False


def _tell(refused: Refused, prefix: str) -> None:
    for reason in refused.reasons:
        print(f"{prefix}{reason.message}", file=sys.stderr)
