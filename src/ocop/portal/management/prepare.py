"""What must be there before the portal opens: tables, reference data, static files, and the demonstration's cast."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import click


@click.command()
def migrate() -> None:
    """Tạo hoặc nâng cấp các bảng của cơ sở dữ liệu."""
    _make_tables()
    click.echo("Cơ sở dữ liệu đã sẵn sàng.", err=True)


@click.command(hidden=True)
@click.pass_context
def prepare(ctx: click.Context) -> None:
    """Các bước trước khi mở cổng; «serve» tự gọi."""
    _make_tables()
    for group, name in _loads():
        _run_brought(ctx, group, name)
    _collect_static()


def _make_tables() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    _make_keys()


def _make_keys() -> None:
    """Stamps of a new installation get a root secret of their own; one that has printed stamps keeps its own."""
    from ocop.stamps.acts import prepare_root

    prepare_root()


def _loads() -> Iterator[tuple[str, str]]:
    yield "reference", "load"
    if os.environ.get("OCOP_DEMO") == "1":
        yield "demo", "load"


def _run_brought(ctx: click.Context, group: str, name: str) -> None:
    portal = ctx.find_root().command
    assert isinstance(portal, click.Group)
    found = portal.get_command(ctx, group)
    command = found.get_command(ctx, name) if isinstance(found, click.Group) else None
    if command:
        with command.make_context(name, [], parent=ctx) as inner:
            command.invoke(inner)


def _collect_static() -> None:
    """Hash and compress the static files, unless they are those of the last start."""
    from django.conf import settings
    from django.core.management import call_command

    root, stamp = Path(settings.STATIC_ROOT), Path(settings.STATIC_ROOT) / "stamp"
    state = _static_state()
    if stamp.exists() and stamp.read_text() == state:
        return
    shutil.rmtree(root, ignore_errors=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(state)


def _static_state() -> str:
    """Names, sizes and times of all static sources: enough to see any change, and read in milliseconds."""
    from django.contrib.staticfiles.finders import get_finders

    files = (Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([]))
    facts = ((str(file), file.stat()) for file in files)
    return "\n".join(sorted(f"{name} {fact.st_size} {fact.st_mtime_ns}" for name, fact in facts))
