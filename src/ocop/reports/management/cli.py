"""`ocop figures --as-of DATE`."""

from __future__ import annotations

from datetime import date, datetime

import click
import orjson

from ..exports import figures_document
from ..queries import Scope, figures_today, listed_products, stamped_products


@click.command(help="Số liệu chương trình tính đến một ngày.")
@click.option("--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Ngày hỏi; mặc định hôm nay.")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text")
@click.option("--simulated", type=click.Choice(["exclude", "include", "only"]), default="exclude")
def figures(as_of: datetime | None, shape: str, simulated: str) -> None:
    day: date | None = as_of.date() if as_of else None
    scope: Scope = {"exclude": "real", "include": "include", "only": "only"}[simulated]  # type: ignore[assignment]
    found = figures_today(day, scope)
    document = figures_document(
        found, scope=scope, stamped=stamped_products(found.as_of, scope), listed=listed_products()
    )
    if shape == "json":
        click.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())
        return
    click.echo(f"Tính đến {found.as_of:%d/%m/%Y}: {found.participating} sản phẩm tham gia, {found.rated} có hạng sao")
    for star, count in found.by_stars.items():
        click.echo(f"  {star} sao: {count}")
    click.echo(f"Chủ thể: {found.producers}")


commands: list[click.Command] = [figures]
