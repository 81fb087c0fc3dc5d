"""The examples of the README and of the modules say what really happens."""

from __future__ import annotations

import ast
import doctest
import re
from pathlib import Path
from typing import Any

import pytest

import gs1.compression
import gs1.linkset
import gs1.pairs

README = Path(gs1.pairs.__file__).parent / "README.md"


def test_the_examples_of_the_readme_give_what_stands_beside_them() -> None:
    found = re.search(r"```python\n(.*?)```", README.read_text("utf-8"), re.S)
    assert found
    lines = found[1].splitlines()
    names: dict[str, Any] = {}
    compared = 0
    for statement in ast.parse(found[1]).body:
        source = ast.unparse(statement)
        if not isinstance(statement, ast.Expr):
            exec(source, names)
            continue
        value = eval(source, names)
        last = statement.end_lineno or 0
        beside = lines[last - 1][statement.end_col_offset :].strip() or lines[last].strip()
        said = beside.removeprefix("#").strip()
        if said[:1] in "'[(":
            assert repr(value) == said
            compared += 1
    assert compared >= 5


@pytest.mark.parametrize("module", [gs1.compression, gs1.linkset, gs1.pairs], ids=lambda module: module.__name__)
def test_the_examples_of_a_module_hold(module: Any) -> None:
    tried = doctest.testmod(module)
    assert (tried.failed, tried.attempted > 0) == (0, True)
