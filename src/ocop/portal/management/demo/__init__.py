"""`ocop demo load`: the simulated cast and their story; with `--size N` a simulated register for benchmarks."""

from __future__ import annotations

import click


@click.group(help="Bản trình diễn: dữ liệu mô phỏng, nói rõ là mô phỏng.")
def demo() -> None:
    pass


@demo.command(help="Nạp dàn nhân vật và câu chuyện mô phỏng; chạy lại không đổi gì.")
@click.option("--size", type=click.IntRange(1, 1_000_000), default=None, help="Thêm N sản phẩm mô phỏng để đo tốc độ.")
@click.option(
    "--stamps", type=click.IntRange(0, 50_000_000), default=None, help="Tổng số tem mô phỏng; mặc định 50 × N."
)
def load(size: int | None, stamps: int | None) -> None:
    import django
    from django.conf import settings

    django.setup()
    from ocop.people.queries import today

    from . import bulk, cast, records, story

    everybody = cast.everybody()
    told = story.told_before(everybody)
    for reason in story.completed(everybody, told, today()) if told else ():
        click.echo(f"Bỏ qua một phần của câu chuyện: {reason}", err=True)
    told = told or story.tell(everybody, today())
    file = records.write(settings.HOME, everybody.people, told)
    click.echo(f"Bản trình diễn đã sẵn sàng; tài khoản ghi ở {file.name}.", err=True)
    if size:
        made, issued = bulk.load(size, 50 * size if stamps is None else stamps, by=everybody.chi_ba)
        click.echo(f"Đã thêm {made} sản phẩm và {issued} tem mô phỏng.", err=True)
