"""`ocop reference load`: this chapter's part."""

from __future__ import annotations

import click


@click.group()
def reference() -> None:
    """Dữ liệu tham chiếu: địa bàn, ngày nghỉ lễ, sổ sản phẩm của tỉnh."""


@reference.command()
def load() -> None:
    """Nạp dữ liệu tham chiếu; chạy lại không đổi gì khi tệp không đổi."""
    from django.conf import settings

    from ocop.places.acts import load_holidays, load_places

    places, holidays = load_places(settings.REFERENCE), load_holidays(settings.REFERENCE)
    click.echo(f"Địa bàn: thêm {places.added}, sửa {places.changed}.", err=True)
    click.echo(f"Ngày nghỉ lễ: thêm {holidays.added}, sửa {holidays.changed}.", err=True)


commands: list[click.Command] = [reference]
