"""`ocop reference load` (the register's part) and `ocop import products`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click


@click.group()
def reference() -> None:
    """Dữ liệu tham chiếu: địa bàn, ngày nghỉ lễ, sổ sản phẩm của tỉnh."""


@reference.command()
def load() -> None:
    """Nạp dữ liệu tham chiếu; chạy lại không đổi gì khi tệp không đổi."""
    from django.conf import settings

    from ocop.certificates.acts.register import load_register

    done = load_register(settings.REFERENCE)
    click.echo(
        f"Sổ sản phẩm: {done.rows} dòng; thêm {done.added['producers']} chủ thể, {done.added['products']} sản phẩm, "
        f"{done.added['events']} sự kiện công nhận.",
        err=True,
    )


@click.group("import")
def import_() -> None:
    """Nhập chủ thể, sản phẩm từ tệp CSV (UTF-8) hoặc XLSX."""


@import_.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Chỉ thử, không ghi gì.")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", help="Dạng kết quả.")
def products(file: Path, dry_run: bool, shape: str) -> None:
    """Nhập sản phẩm, chủ thể và sự kiện công nhận; cột như reference/register/README.md."""
    from ocop.certificates.acts.register import import_register
    from ocop.journal.rules import Refused
    from ocop.places.rules import read_table

    try:
        done = import_register(read_table(file.read_bytes()), by=None, dry_run=dry_run)
    except Refused as refused:
        _refuse(refused, shape)
    said = {"rows": done.rows, "added": done.added, "known": done.known, "hints": done.hints, "dry_run": dry_run}
    if shape == "json":
        click.echo(json.dumps(said, ensure_ascii=False))
    for hint in done.hints:
        click.echo(hint, err=True)
    verb = "sẽ thêm" if dry_run else "đã thêm"
    counts = f"{done.added['producers']} chủ thể, {done.added['products']} sản phẩm, {done.added['events']} sự kiện"
    click.echo(f"{done.rows} dòng: {verb} {counts}.", err=True)


def _refuse(refused: Any, shape: str) -> None:
    if shape == "json":
        click.echo(json.dumps({"errors": [r.message for r in refused.reasons]}, ensure_ascii=False))
    for reason in refused.reasons:
        click.echo(reason.message, err=True)
    sys.exit(1)


commands: list[click.Command] = [reference, import_]
