"""The examples of the README do what they say."""

import re
from pathlib import Path
from typing import Any

import orjson
import pytest

import epcis
from tests.epcis.samples import document, harvest

EXAMPLES = re.findall(r"```python\n(.*?)```", (Path(epcis.__file__).parent / "README.md").read_text("utf-8"), re.S)


def test_every_example_runs_in_its_order_on_a_document_and_finds_its_events() -> None:
    told: dict[str, Any] = {"body": orjson.dumps(document(harvest(bizStep="shipping")))}
    assert len(EXAMPLES) == 2
    for example in EXAMPLES:
        exec(example, told)  # our own words, so that they stay true
    assert told["xml"].startswith(b"<?xml")


def test_the_first_example_tells_every_fault_of_a_wrong_document(capsys: pytest.CaptureFixture[str]) -> None:
    told: dict[str, Any] = {"body": orjson.dumps(document(harvest(bizStep="x", eventTime="heute")))}
    with pytest.raises(NameError):  # no document comes of it
        exec(EXAMPLES[0], told)
    assert capsys.readouterr().out.count("/epcisBody/eventList/0/") == 2
