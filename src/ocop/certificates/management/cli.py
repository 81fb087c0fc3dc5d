"""`ocop reference load` (the register's part) and `ocop import products`."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from .bundling import journal


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


@click.group()
def certificates() -> None:
    """Giấy chứng nhận: kiểm tra chứng chỉ số và chữ ký, không cần mạng."""


_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@certificates.command()
@click.argument("file", type=_FILE)
@click.option("--keys", type=_FILE, help="Bộ khóa của cơ quan cấp (did.json); mặc định: khóa của bản cài đặt này.")
@click.option(
    "--status", "lists", type=_FILE, multiple=True, help="Danh sách tình trạng đã tải về; dùng được nhiều lần."
)
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]), help="Thời điểm cần biết; mặc định: bây giờ."
)
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", help="Dạng kết quả.")
def check(file: Path, keys: Path | None, lists: tuple[Path, ...], as_of: datetime | None, shape: str) -> None:
    """Kiểm tra một chứng chỉ số (JSON) hoặc chữ ký của một PDF; mã 0: đúng, 1: không dùng được, 2: gọi sai."""
    from ocop.certificates.exports.checking import checked_by, read_document
    from ocop.certificates.exports.keyring import issuer_document
    from ocop.certificates.exports.signing import seal_of

    data = file.read_bytes()
    if data.startswith(b"%PDF-"):
        seal = seal_of(data)
        _say(
            {"valid": seal.is_intact, "state": seal.seal, "signer": seal.signer}, [f"{seal.name}. {seal.words}"], shape
        )
        sys.exit(0 if seal.is_intact else 1)
    document, trusted, read = read_document(data), _read(keys), [_read(one) for one in lists]
    if document is None or None in read or (keys and trusted is None):
        raise click.UsageError("Tệp không phải JSON.")
    at = (as_of or datetime.now()).astimezone()
    found = checked_by(document, trusted or issuer_document(), at, [one for one in read if one])
    if found.checked is None:
        raise click.UsageError("Tệp không phải chứng chỉ số.")
    words = [fault.message for fault in found.checked.faults] or ["Chứng chỉ số đúng và còn hiệu lực."]
    words += [f"Chưa kiểm tra danh sách {name}: dùng --status." for name in found.checked.unchecked]
    faults = [{"code": f.code, "message": f.message} for f in found.checked.faults]
    said = {
        "valid": found.checked.holds,
        "errors": faults,
        "unchecked": found.checked.unchecked,
        "subject": found.subject,
    }
    _say(said, words, shape)
    sys.exit(0 if found.checked.holds else 1)


def _read(file: Path | None) -> dict[str, Any] | None:
    from ocop.certificates.exports.checking import read_document

    return read_document(file.read_bytes()) if file else None


def _say(said: dict[str, Any], words: list[str], shape: str) -> None:
    if shape == "json":
        click.echo(json.dumps(said, ensure_ascii=False))
    for line in words:
        click.echo(line, err=True)


commands: list[click.Command] = [reference, import_, certificates, journal]
