"""`ocop journal verify` proves the journal whole; `ocop journal head` prints what to note outside."""

from __future__ import annotations

import json
import re
from typing import TextIO

import click

from ocop.journal.queries import Head, Verdict

BROKEN = 1


class NotedHead(click.ParamType[Head]):
    """NUMBER:SEAL as `ocop journal head` prints it."""

    name = "SỐ:DẤU"

    def convert(self, value: str | Head, param: click.Parameter | None, ctx: click.Context | None) -> Head:
        if isinstance(value, Head):
            return value
        found = re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", value.strip())
        if found is None:
            self.fail("hãy ghi như «57:» và 64 chữ số hệ 16, đúng như «ocop journal head» in ra.", param, ctx)
        return Head(int(found[1]), found[2])


@click.group("journal")
def journal() -> None:
    """Sổ nhật ký: kiểm tra niêm phong."""


@journal.command("verify")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", help="Dạng trả lời.")
@click.option(
    "--head", "noted", type=NotedHead(), multiple=True, help="Dòng đã ghi nhận bên ngoài; dùng nhiều lần được."
)
@click.option(
    "--heads", "file", type=click.File("r"), help="Tệp các dòng mà «ocop backup» đã ghi nhận (journal-heads.jsonl)."
)
def verify(shape: str, noted: tuple[Head, ...], file: TextIO | None) -> int:
    """Đọc lại toàn bộ nhật ký; chỉ ra dòng đầu tiên bị sửa, xóa hoặc đổi chỗ."""
    from ocop.journal.queries import chain_verdict

    verdict = chain_verdict(noted=[*noted, *_backed_up(file)])
    if shape == "json":
        click.echo(json.dumps(_facts(verdict), ensure_ascii=False))
    else:
        click.echo(_sentence(verdict), err=not verdict.whole)
    return 0 if verdict.whole else BROKEN


def _backed_up(file: TextIO | None) -> list[Head]:
    try:
        told = [json.loads(line) for line in file or () if line.strip()]
        return [Head(int(head["lines"]), str(head["seal"])) for head in told if head["lines"]]
    except (ValueError, LookupError, TypeError):
        raise click.BadParameter("không phải tệp mà «ocop backup» đã viết.", param_hint="--heads") from None


def _facts(verdict: Verdict) -> dict[str, object]:
    return {
        "whole": verdict.whole, "lines": verdict.lines, "head": verdict.head,
        "broken": verdict.broken, "why": verdict.why,
    }  # fmt: skip


def _sentence(verdict: Verdict) -> str:
    if verdict.whole:
        return f"Nhật ký nguyên vẹn: {verdict.lines} dòng, dấu cuối {verdict.head}."
    return f"Nhật ký hỏng ở dòng {verdict.broken}: {verdict.why}. {verdict.lines} dòng trước đó còn nguyên vẹn."


@journal.command("head")
def head() -> None:
    """In số và dấu của dòng mới nhất, để cất ở nơi khác."""
    from ocop.journal.queries import head as newest

    found = newest()
    click.echo(f"{found.number}:{found.seal}")


commands = [journal]
