"""`ocop stamps issue`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click


@click.group()
def stamps() -> None:
    """Tem: cấp theo lô, xuất nhãn in."""


@stamps.command()
@click.argument("lot", type=int)
@click.argument("amount", type=int)
@click.option("--by", "login", required=True, help="Số điện thoại hoặc thư điện tử của người cấp.")
@click.option("--labels", type=click.Path(dir_okay=False, path_type=Path), help="Ghi nhãn ra tệp PDF này.")
@click.option("--sheet", default="a4-40", show_default=True, help="Loại giấy: a4-65, a4-40, a4-24, cuon-3, cuon-1.")
@click.option("--codes", type=click.Path(dir_okay=False, path_type=Path), help="Ghi địa chỉ từng tem ra tệp này.")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", help="Dạng kết quả.")
def issue(lot: int, amount: int, login: str, labels: Path | None, sheet: str, codes: Path | None, shape: str) -> None:
    """Cấp AMOUNT tem cho lô số LOT (số ở địa chỉ trang của lô)."""
    from ocop.journal.rules import Refused
    from ocop.lots.queries import own_lot
    from ocop.people.queries import person_with_login
    from ocop.stamps.acts import draw_stamps
    from ocop.stamps.exports.sheets import SHEETS

    if sheet not in SHEETS:
        raise click.BadParameter(f"không có loại giấy {sheet}; có: {', '.join(SHEETS)}", param_hint="--sheet")
    person = person_with_login(login)
    found = own_lot(person, lot) if person else None
    if person is None or found is None:
        raise Refused(f"Không có lô số {lot} của người đăng nhập {login}.")
    batch = draw_stamps(found, amount, by=person)
    _write(batch, labels, sheet, codes)
    told = {"batch": batch.pk, "mark": batch.mark, "lot": found.code, "amount": batch.size, "path": batch.path}
    click.echo(json.dumps(told, ensure_ascii=False) if shape == "json" else f"{batch.mark}\t{batch.size}")
    click.echo(f"Đã cấp {batch.size} tem cho lô {found.code}; bốn ký tự đầu: {batch.mark}.", err=True)


def _write(batch: Any, labels: Path | None, sheet: str, codes: Path | None) -> None:
    from django.conf import settings

    from ocop.stamps.exports.labels import batch_sheet
    from ocop.stamps.queries import mint

    if labels:
        labels.write_bytes(batch_sheet(batch, 0, batch.size, sheet))
    if codes:
        made = mint().codes(batch.subject, batch.epoch, batch.number, range(batch.size))
        with codes.open("w", encoding="ascii") as out:
            out.writelines(f"{settings.ORIGIN}{batch.path}{code}\n" for code in made)


commands: list[click.Command] = [stamps]
