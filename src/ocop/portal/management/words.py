"""Click's own words in Vietnamese, and how reasons are told."""

import json
import sys
from collections.abc import Iterable, Sequence
from itertools import pairwise

import click

HEADINGS = {"Options": "Tùy chọn", "Commands": "Lệnh", "Arguments": "Tham số"}
REFUSED, WRONG_CALL = 1, 2


class Formatter(click.HelpFormatter):
    """Help pages with Vietnamese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix="Cách gọi: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(HEADINGS.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        shown = [(name, "In trang trợ giúp này." if name == "--help" else text) for name, text in rows]
        super().write_dl(shown, col_max, col_spacing)


click.Context.formatter_class = Formatter


def wrong_call(error: click.ClickException) -> str:
    """What was wrong with the call, and where its help is."""
    name = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "ocop"
    return f"{_fault(error)} Xem «{name} --help»."


def _fault(error: click.ClickException) -> str:
    match error:
        case click.exceptions.NoSuchCommand():
            return f"Không có lệnh «{error.command_name}»."
        case click.NoSuchOption():
            return f"Không có tùy chọn {error.option_name}."
        case click.MissingParameter():
            shown = error.param.get_error_hint(error.ctx) if error.param and error.ctx else error.param_hint
            return f"Thiếu tham số {shown}."
        case click.BadParameter():
            hint = error.param.get_error_hint(error.ctx) if error.param and error.ctx else error.param_hint
            return f"Tham số {hint} không dùng được: {error.message}"
        case click.FileError():
            return f"Không mở được tệp {error.ui_filename}."
    return f"Gọi sai: {error.message}"


def tell(reasons: Sequence[str], *, as_json: bool) -> None:
    """The reasons on stderr, and for a program on stdout too."""
    for reason in reasons:
        click.echo(reason, err=True)
    if as_json:
        click.echo(json.dumps({"errors": [{"detail": reason} for reason in reasons]}, ensure_ascii=False))


def wants_json() -> bool:
    words = sys.argv[1:]
    return "--format=json" in words or any(pair == ("--format", "json") for pair in pairwise(words))
