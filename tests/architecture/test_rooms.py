"""What each room may do."""

import ast
from importlib import import_module
from importlib.util import find_spec

import pytest

from ocop.journal.lifecycle import Step
from tests.architecture.tree import CHAPTERS, OCOP, ROOT, listed, modules, tree_of

WITH_LIFECYCLE = [c for c in CHAPTERS if modules(c, "lifecycle") and c != "journal"]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_views_ask_named_questions_and_hold_no_queries(chapter: str) -> None:
    faults = []
    for path in modules(chapter, "views") + modules(chapter, "api"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Attribute) and node.attr == "objects":
                faults.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not faults, listed(faults, "A question has a name and says for whom it is asked: move it to queries.py.")


@pytest.mark.parametrize("chapter", WITH_LIFECYCLE)
def test_every_step_of_a_lifecycle_is_an_act_of_that_name(chapter: str) -> None:
    steps = [value for value in vars(import_module(f"ocop.{chapter}.lifecycle")).values() if isinstance(value, Step)]
    acts = import_module(f"ocop.{chapter}.acts") if find_spec(f"ocop.{chapter}.acts") else None
    faults = sorted({step.name for step in steps if not callable(getattr(acts, step.name, None))})
    assert not faults, listed(
        faults, f"{chapter}: a step is a row in lifecycle.py and a function of its name in acts.py."
    )


def test_only_acts_assign_a_state() -> None:
    faults = []
    for path in sorted(OCOP.glob("*/**/*.py")):
        room = path.relative_to(OCOP).parts[1].removesuffix(".py")
        if room in ("acts", "migrations"):
            continue
        faults += [f"{path.relative_to(ROOT)}:{line}" for line in _state_assignments(tree_of(path))]
    assert not faults, listed(faults, "A state changes in one place: an act that locks, checks, moves and records.")


def _state_assignments(module: ast.Module) -> list[int]:
    found = []
    for node in ast.walk(module):
        targets = node.targets if isinstance(node, ast.Assign) else []
        found += [t.lineno for t in targets if isinstance(t, ast.Attribute) and t.attr == "state"]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update":
            found += [node.lineno for keyword in node.keywords if keyword.arg == "state"]
    return found
