"""`ocop criteria rate`: JSON in, JSON out, in kind and in order."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ocop.criteria.management.cli import criteria
from ocop.criteria.models import OfficialWording
from ocop.criteria.rules import CURRENT
from ocop.portal.management.cli import ocop

GOOD = {"regime": CURRENT, "set": 11, "choices": {"1.1": 3, "1.2": 2}}
BAD = {"regime": CURRENT, "set": 11, "choices": {"1.1": 99, "5.2": 1}}


def run(text: str | bytes, *more: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(criteria, ["rate", "-", *more], input=text, standalone_mode=False)
    assert result.exception is None, result.exception
    return result.return_value, result.stdout, result.stderr


def test_an_object_is_answered_by_an_object() -> None:
    status, out, err = run(json.dumps(GOOD))
    answer = json.loads(out)
    assert (status, err) == (0, "")
    assert (answer["points"], answer["star"], answer["complete"]) == (5.0, 1, False)


def test_an_array_is_answered_by_an_array_in_order() -> None:
    status, out, err = run(json.dumps([GOOD, BAD, {**GOOD, "choices": {}}]), "--format", "json")
    answers: list[dict[str, Any]] = json.loads(out)
    assert status == 1
    assert [answer.get("points") for answer in answers] == [5.0, None, 0.0]
    assert [error["field"] for error in answers[1]["errors"]] == ["choices.1.1", "choices.5.2"]
    assert "Yêu cầu 2" in err


def test_lines_are_answered_line_by_line() -> None:
    status, out, err = run(f"{json.dumps(GOOD)}\n\n{{broken\n{json.dumps(GOOD)}\n")
    answers = [json.loads(line) for line in out.splitlines()]
    assert status == 1
    assert [answer.get("points") for answer in answers] == [5.0, None, 5.0]
    assert "Không đọc được JSON" in err


@pytest.mark.parametrize(
    "text",
    ["", "   ", "x", "null", "3", "[" * 5000 + "]" * 5000, '{"regime": "QD26-2026", "set": 11, "choices": {"1.1": NaN}}', b"\xff\xfe", b"\x00", "[1, [2]]",
     '{"regime": "QD26-2026", "set": 1' + "0" * 5000 + ', "choices": {}}'],
)  # fmt: skip
def test_any_other_input_is_refused_without_an_exception(text: str | bytes) -> None:
    status, out, err = run(text)
    assert status == 1
    assert err
    answers = [json.loads(line) for line in out.splitlines()]
    assert answers


def test_an_empty_array_is_refused() -> None:
    assert run("[]")[0] == 1


def test_the_command_is_part_of_ocop_and_a_missing_file_is_a_wrong_call(tmp_path: Path) -> None:
    file = tmp_path / "request.json"
    file.write_text(json.dumps(GOOD))
    result = CliRunner().invoke(ocop, ["criteria", "rate", str(file)], standalone_mode=False)
    assert json.loads(result.stdout)["points"] == 5.0
    assert CliRunner().invoke(ocop, ["criteria", "rate", str(tmp_path / "none.json")]).exit_code == 2


@pytest.mark.django_db
def test_official_wording_is_loaded_from_a_table_or_not_at_all(tmp_path: Path) -> None:
    table = tmp_path / "wording.csv"
    table.write_text(
        "set,criterion,case,option,text\n11,1.1,,0,Lời của tiêu chí\n26,8,b,2,Lời của trường hợp b\n", encoding="utf-8"
    )
    arguments = ["wording", str(table), "--source", "Công báo (mô phỏng)"]
    assert CliRunner().invoke(criteria, arguments, standalone_mode=False).return_value == 0
    assert OfficialWording.objects.count() == 2
    table.write_text(
        "set,criterion,case,option,text\n11,1.1,,9,Không có\n11,1.1,,1,Có\nx,1.1,,1,Có\n", encoding="utf-8"
    )
    result = CliRunner().invoke(criteria, arguments, standalone_mode=False)
    assert result.return_value == 1
    assert "Dòng 3" in result.stderr
    assert OfficialWording.objects.count() == 2


def test_plans_are_answered_in_kind_with_reasons_for_what_cannot_be() -> None:
    lines = [{**GOOD, "star": 4}, {**GOOD, "star": 7}, {**GOOD, "order": "changes"}]
    result = CliRunner().invoke(
        criteria, ["coach", "-"], input="\n".join(map(json.dumps, lines)), standalone_mode=False
    )  # fmt: skip
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.return_value == 1
    assert [answer.get("star") for answer in answers] == [4, None, 3]
    assert answers[1]["errors"][0]["field"] == "star"
    assert "Yêu cầu 2" in result.stderr
    assert answers[2]["order"] == "changes"
