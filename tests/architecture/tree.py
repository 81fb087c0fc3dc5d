"""The codebase as data, for the tests that read it."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
OCOP = ROOT / "src" / "ocop"
CHAPTERS: list[str] = settings.CHAPTERS
TEXTS = {".py", ".html", ".css", ".js", ".md", ".toml", ".txt", ".in", ".po", ".json", ".csv", ".svg", ".yaml", ".yml"}


@cache
def files() -> tuple[Path, ...]:
    """Every file that is or will be part of the repository."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def texts() -> Iterator[tuple[str, str]]:
    """Name and content of every text of the repository."""
    for path in files():
        if path.suffix in TEXTS or path.name == "Makefile" or path.parent.name == ".ci":
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def modules(chapter: str, room: str) -> list[Path]:
    """The files of a room, whether it is a module or a package."""
    single = OCOP / chapter / f"{room}.py"
    return [single] if single.exists() else sorted((OCOP / chapter / room).rglob("*.py"))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def listed(faults: list[str], why: str) -> str:
    """A failing test says what, why and what to do instead."""
    return "\n".join([why, *(f"  - {fault}" for fault in faults)])
