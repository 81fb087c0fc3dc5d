"""The command `ocop`: the portal's own commands, and those that each chapter brings in its `management/cli.py`.

A chapter offers `commands: list[click.Command]`; groups of one name grow together (`import`, `reference`), so
nothing here names a chapter's command. Where two chapters bring the same command (`reference load`), it does both, in
the order of the story.
"""

import os
import signal
import sys
from collections.abc import Iterable
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from types import FrameType
from typing import Any

import click

from ocop.portal.management import words

OWN = {
    "serve": "ocop.portal.management.serve",
    "worker": "ocop.portal.management.worker",
    "migrate": "ocop.portal.management.prepare",
    "prepare": "ocop.portal.management.prepare",
    "backup": "ocop.portal.management.keep",
    "restore": "ocop.portal.management.keep",
    "demo": "ocop.portal.management.demo",
}


class Portal(click.Group):
    """Loads a command when it is called: `serve` must stay small, and help must not need a database."""

    @cached_property
    def brought(self) -> dict[str, click.Command]:
        """The chapters' commands by name."""
        import django
        from django.conf import settings

        django.setup()
        modules = [f"ocop.{chapter}.management" for chapter in settings.CHAPTERS if chapter != "portal"]
        found = [name for name in modules if find_spec(name) and find_spec(f"{name}.cli")]
        return composed(command for name in found for command in import_module(f"{name}.cli").commands)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*OWN, *self.brought})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in OWN:
            return self.brought.get(cmd_name)
        command = getattr(import_module(OWN[cmd_name]), cmd_name)
        assert isinstance(command, click.Command)
        return command


class Chain(click.Command):
    """One command that several chapters bring: each part gets the options it knows."""

    def __init__(self, parts: list[click.Command]) -> None:
        params = {p.name: p for part in parts for p in part.params}
        super().__init__(parts[0].name, params=list(params.values()), help=parts[0].help)
        self.parts = parts

    def invoke(self, ctx: click.Context) -> Any:
        for part in self.parts:
            known = {p.name for p in part.params}
            ctx.invoke(part, **{name: value for name, value in ctx.params.items() if name in known})


def composed(commands: Iterable[click.Command]) -> dict[str, click.Command]:
    """Commands by name; namesakes grow together."""
    named: dict[str, list[click.Command]] = {}
    for command in commands:
        assert command.name
        named.setdefault(command.name, []).append(command)
    return {name: _as_one(namesakes) for name, namesakes in named.items()}


def _as_one(namesakes: list[click.Command]) -> click.Command:
    if len(namesakes) == 1:
        return namesakes[0]
    groups = [command for command in namesakes if isinstance(command, click.Group)]
    if len(groups) < len(namesakes):
        return Chain(namesakes)
    inner = composed(command for group in groups for command in group.commands.values())
    return click.Group(groups[0].name, commands=inner, help=groups[0].help)


@click.command(cls=Portal, name="ocop")
def ocop() -> None:
    """Cổng OCOP Quảng Ninh: chạy cổng, nạp dữ liệu, tra cứu và sao lưu."""


def main() -> None:
    """Exit status: 0 done, 1 refused with its reasons on stderr, 2 wrong call."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop.portal.settings")
    signal.signal(signal.SIGTERM, _leave)
    sys.exit(_status())


def _status() -> int:
    try:
        result = ocop.main(prog_name="ocop", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.Abort:
        click.echo("Đã dừng.", err=True)
        return words.REFUSED
    except click.ClickException as error:
        words.tell([words.wrong_call(error)], as_json=words.wants_json())
        return words.WRONG_CALL
    except BrokenPipeError:
        return 0
    except Exception as error:
        from ocop.portal.management.failures import sentences

        reasons = sentences(error)
        if not reasons:
            raise
        words.tell(reasons, as_json=words.wants_json())
        return words.REFUSED


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)
