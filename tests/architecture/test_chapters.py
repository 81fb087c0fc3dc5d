"""Every chapter has the same inner shape, and the README tells the same story."""

import ast
import re

import pytest
from django.apps import apps

from tests.architecture.tree import CHAPTERS, OCOP, ROOT, listed, tree_of

ROOMS = {
    "lifecycle",
    "rules",
    "models",
    "queries",
    "access",
    "exports",
    "acts",
    "forms",
    "tasks",
    "views",
    "api",
    "urls",
}
DJANGOS = {"apps", "admin", "migrations", "templatetags", "management", "templates", "static", "locale"}
PORTALS = {"settings", "middleware"}
VAGUE = {"common", "core", "utils", "helpers", "services", "manager", "backoffice", "officer", "misc"}
GROUND = {"design", "places", "people", "papers", "letters"}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_has_no_rooms_but_the_known_ones(chapter: str) -> None:
    known = ROOMS | DJANGOS | (PORTALS if chapter == "portal" else set())
    found = {path.stem for path in (OCOP / chapter).iterdir() if path.name not in ("__init__.py", "__pycache__")}
    assert found <= known, listed(
        sorted(found - known), f"{chapter}: put it into the room whose purpose it shares, or split that room by noun"
    )


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_says_what_it_is_and_imports_nothing_at_once(chapter: str) -> None:
    module = tree_of(OCOP / chapter / "__init__.py")
    words = ast.get_docstring(module) or ""
    assert words, f"{chapter}/__init__.py must say in five lines what it is, who acts, what it never does"
    assert len(module.body) == 1, (
        f"{chapter}/__init__.py holds its docstring and nothing else: imports there run too early"
    )


def test_folders_installed_apps_and_settings_name_the_same_chapters() -> None:
    folders = {path.name for path in OCOP.iterdir() if (path / "__init__.py").exists()}
    installed = {
        config.name.removeprefix("ocop.") for config in apps.get_app_configs() if config.name.startswith("ocop.")
    }
    assert folders == installed == set(CHAPTERS), (
        "a chapter is a folder, an installed app and a name in settings.CHAPTERS"
    )


def test_the_readme_tells_the_story_of_the_chapters() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    quote = " ".join(line.lstrip("> ") for line in readme.splitlines() if line.startswith(">"))
    bold = re.findall(r"\*\*(\w+)\*\*", quote)
    told = [_plural(word.lower()) for word in bold]
    assert set(told) == set(CHAPTERS) - GROUND, (
        "The README's story and the chapters differ. Every bold word of the story is a folder of src/ocop, and each folder "
        f"beyond the ground ({', '.join(sorted(GROUND))}) is told. Only in one of them: {set(told) ^ (set(CHAPTERS) - GROUND)}"
    )


def test_no_package_has_a_vague_name() -> None:
    faults = [
        str(p.relative_to(ROOT)) for p in (ROOT / "src").rglob("*") if p.stem in VAGUE and p.suffix in ("", ".py")
    ]
    assert not faults, listed(faults, "What would go there has a name: find the noun and its chapter.")


def _plural(word: str) -> str:
    return word if word in CHAPTERS else f"{word}s"
