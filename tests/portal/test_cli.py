"""The command: help, wrong calls, refusals, exit statuses; all in Vietnamese."""

import json
from pathlib import Path

import click
import pytest

from ocop.portal.management.cli import Chain, composed
from ocop.portal.management.launch import Launch, Unfit, claim_port, launch_from
from ocop.portal.management.serve import web_command
from tests.serving import ocop

SAFE = {"OCOP_ORIGIN": "https://ocop.example.vn"}


def test_help_is_vietnamese_and_starts_no_database(tmp_path: Path) -> None:
    done = ocop("--help", OCOP_HOME=str(tmp_path))
    assert done.returncode == 0
    assert "Cách gọi: ocop" in done.stdout and "Lệnh:" in done.stdout
    assert not (tmp_path / "postgres").exists()


@pytest.mark.parametrize("command", ["serve", "worker", "migrate", "backup", "restore"])
def test_every_own_command_has_help(command: str, tmp_path: Path) -> None:
    done = ocop(command, "--help", OCOP_HOME=str(tmp_path))
    assert done.returncode == 0 and f"Cách gọi: ocop {command}" in done.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["ban-hang"], "Không có lệnh «ban-hang»"),
        (["serve", "--nhanh"], "Không có tùy chọn --nhanh"),
        (["restore"], "Thiếu tham số"),
    ],
)
def test_a_wrong_call_is_said_on_stderr_with_status_2(words: list[str], sentence: str, tmp_path: Path) -> None:
    done = ocop(*words, OCOP_HOME=str(tmp_path))
    assert done.returncode == 2
    assert sentence in done.stderr and not done.stdout


def test_a_refusal_is_json_for_a_program_and_words_for_a_person(tmp_path: Path) -> None:
    (tmp_path / "old.tar").write_bytes(b"no tar")
    done = ocop("restore", str(tmp_path / "old.tar"), "--format", "json", OCOP_HOME=str(tmp_path / "home"))
    assert done.returncode == 1
    assert json.loads(done.stdout)["errors"][0]["detail"] == done.stderr.strip()


def test_without_an_origin_outside_the_demonstration_nothing_starts() -> None:
    with pytest.raises(Unfit, match="OCOP_ORIGIN"):
        launch_from({})


def test_every_unsafe_setting_is_named_at_once() -> None:
    with pytest.raises(Unfit) as refusal:
        launch_from({"OCOP_ORIGIN": "http://ocop.example.vn", "OCOP_SECRET_KEY": "ngan"})
    assert len(refusal.value.reasons) == 2


def test_a_home_with_known_passwords_is_refused_in_earnest(tmp_path: Path) -> None:
    (tmp_path / "demo.json").write_text("{}")
    with pytest.raises(Unfit, match="trình diễn"):
        launch_from(SAFE | {"OCOP_HOME": str(tmp_path)})


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "8000.5", "٨٠"])
def test_a_port_that_is_no_port_is_refused(port: str) -> None:
    with pytest.raises(Unfit, match="PORT"):
        launch_from(SAFE | {"PORT": port})


def test_a_busy_port_is_said_before_anything_starts(tmp_path: Path) -> None:
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Unfit, match=f"Cổng {port}"):
            claim_port(Launch(tmp_path, "127.0.0.1", port, demo=True, database=None))


def test_every_request_comes_through_the_door(tmp_path: Path) -> None:
    command = web_command(Launch(tmp_path, "127.0.0.1", 8000, demo=True, database=None))
    assert command[-1].endswith(":door")
    assert "rsgi" in command


def test_groups_of_one_name_grow_together_and_namesakes_run_in_order() -> None:
    done: list[str] = []

    def part(name: str) -> click.Group:
        group = click.Group("reference")
        group.command("load")(lambda: done.append(name))
        group.command(name)(lambda: None)
        return group

    group = composed([part("places"), part("criteria")])["reference"]
    assert isinstance(group, click.Group)
    assert set(group.commands) == {"load", "places", "criteria"}
    assert isinstance(group.commands["load"], Chain)
    group.main(["load"], standalone_mode=False)
    assert done == ["places", "criteria"]
