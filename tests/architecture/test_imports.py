"""The order of the story is the order of imports."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.architecture.tree import CHAPTERS, OCOP, ROOT, listed, tree_of

CLOSED = {"views", "forms", "tasks", "urls", "api", "middleware"}
# What every form is made of, as the components are what every page is made of.
FIELDS = "ocop.design.forms."


def test_import_contracts_are_kept() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (
        "A chapter may cite only earlier chapters, and inside a chapter input calls acts, never back. "
        "A fact that needs an arrow back lives in the wrong chapter: move it, or let the later chapter ask.\n"
        + done.stdout
    )


def test_no_chapter_imports_the_pages_or_tasks_of_another() -> None:
    faults = []
    for path in sorted(OCOP.rglob("*.py")):
        own = path.relative_to(OCOP).parts[0]
        if own == "portal":
            continue  # it composes
        for name in _cited(tree_of(path)):
            parts = name.split(".")
            if parts[0] == "ocop" and len(parts) > 2 and parts[1] != own and parts[2] in CLOSED and FIELDS not in name:
                faults.append(f"{path.relative_to(ROOT)} imports {name}")
    assert not faults, listed(
        faults, "Pages, forms and tasks are a chapter's outside; call its acts, queries or access."
    )


def test_layers_name_the_chapters_in_the_order_of_the_settings() -> None:
    from tests.architecture.tree import pyproject

    story = next(c for c in pyproject()["tool"]["importlinter"]["contracts"] if c["id"] == "story")
    layers = [name.strip() for layer in story["layers"] for name in layer.split("|")]
    assert sorted(layers) == sorted(CHAPTERS), "settings.CHAPTERS and the layers of pyproject.toml must name the same"
    ranks = {name.strip(): rank for rank, layer in enumerate(story["layers"]) for name in layer.split("|")}
    order = [ranks[chapter] for chapter in CHAPTERS]
    assert order == sorted(order, reverse=True), (
        "settings.CHAPTERS is the story from its ground up: same order as layers"
    )


def _cited(module: ast.Module) -> list[str]:
    names = []
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names
