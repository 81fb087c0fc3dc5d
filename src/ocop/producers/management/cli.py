"""`ocop import producers`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click


@click.group("import")
def import_() -> None:
    """Nhập chủ thể, sản phẩm từ tệp CSV (UTF-8) hoặc XLSX."""


@import_.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Chỉ thử, không ghi gì.")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", help="Dạng kết quả.")
def producers(file: Path, dry_run: bool, shape: str) -> None:
    """Nhập chủ thể: cột name, kind, place (xã, phường, đặc khu), tax_code, address, source, certainty, note."""
    from ocop.journal.rules import Refused
    from ocop.places.rules import read_table
    from ocop.producers.acts import import_producers

    try:
        done = import_producers(read_table(file.read_bytes()), by=None, dry_run=dry_run)
    except Refused as refused:
        if shape == "json":
            click.echo(json.dumps({"errors": [r.message for r in refused.reasons]}, ensure_ascii=False))
        for reason in refused.reasons:
            click.echo(reason.message, err=True)
        sys.exit(1)
    if shape == "json":
        said = {"rows": done.rows, "added": done.added, "known": done.known, "hints": done.hints, "dry_run": dry_run}
        click.echo(json.dumps(said, ensure_ascii=False))
    for hint in done.hints:
        click.echo(hint, err=True)
    verb = "sẽ thêm" if dry_run else "đã thêm"
    click.echo(f"{done.rows} dòng: {verb} {done.added} chủ thể, {done.known} đã có.", err=True)


commands: list[click.Command] = [import_]
