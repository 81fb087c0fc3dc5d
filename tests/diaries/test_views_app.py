"""The shell of the diary app: small, whole, the same for everybody, and nobody's in particular."""

import gzip
import json
import re

import pytest
from django.test import Client

from ocop.diaries.views.app import HOME, edition

MOST_PACKED = 60_000


def _worker_files(client: Client) -> list[str]:
    found = re.match(r"const EDITION = .*?, FILES = (\[.*?\]);", client.get(f"{HOME}may.js").text)
    assert found
    return list(json.loads(found[1]))


def test_the_shell_holds_nobody_and_may_be_kept_only_when_it_is_still_the_same(client: Client) -> None:
    answer = client.get(HOME)
    assert (answer.status_code, answer["Cache-Control"], answer["ETag"]) == (200, "no-cache", f'"{edition()}"')
    assert "Set-Cookie" not in answer.headers and not answer.cookies
    assert (
        "script-src 'self'" in answer["Content-Security-Policy"] and "unsafe" not in answer["Content-Security-Policy"]
    )
    assert not re.search(r"<script(?![^>]*src=)|<style|style=", answer.text), (
        "the policy allows no inline script or style"
    )


def test_everything_the_worker_puts_aside_is_there_and_weighs_less_than_a_picture(client: Client) -> None:
    packed = 0
    for path in _worker_files(client):
        answer = client.get(path, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200, path
        packed += len(answer.content) if answer.get("Content-Encoding") else len(gzip.compress(answer.content))
    assert packed <= MOST_PACKED, packed


def test_every_module_that_a_module_asks_for_is_put_aside(client: Client) -> None:
    files = _worker_files(client)
    names = {path.rpartition("/")[2] for path in files}
    for path in files:
        if path.endswith(".js"):
            asked = re.findall(r"""(?:from|import)\(?\s*["']\./([\w.-]+)["']""", client.get(path).text)
            assert set(asked) <= names, f"{path} asks for {set(asked) - names}"
    icons = set(re.findall(r'id="i-([\w-]+)"', client.get(HOME).text))
    drawn = {
        name
        for path in files
        if path.endswith(".js")
        for name in re.findall(r'(?:icon|sign|icon:) ?[(:] ?"([a-z]+)"', client.get(path).text)
    }
    assert drawn <= icons, f"no drawing for {drawn - icons}"


def test_the_worker_is_one_plain_script(client: Client) -> None:
    text = client.get(f"{HOME}may.js").text
    assert not re.search(r"^(import|export) ", text, re.MULTILINE), "phones without module workers could not run it"
    assert "class Engine" in text and "class Store" in text and edition() in text


def test_files_of_another_edition_are_not_given_out_under_its_name(client: Client) -> None:
    good = client.get(f"{HOME}v/{edition()}/app.js")
    assert good["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(f"{HOME}v/000000000000/app.js").status_code == 404
    assert client.get(f"{HOME}v/{edition()}/settings.py").status_code == 404


def test_a_phone_can_install_it(client: Client) -> None:
    told = client.get(f"{HOME}ung-dung.webmanifest").json()
    assert told["scope"] == told["start_url"] == HOME and told["display"] == "standalone"
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}
    assert all(client.get(icon["src"])["Content-Type"] == "image/png" for icon in told["icons"])


@pytest.mark.django_db
def test_the_help_page_is_read_without_script(client: Client) -> None:
    answer = client.get("/nhat-ky-san-xuat/cach-cai/")
    assert answer.status_code == 200 and "Thêm vào màn hình chính" in answer.text


@pytest.mark.django_db
def test_what_one_person_wrote_is_not_taken_from_another_who_is_signed_in(client: Client) -> None:
    from tests.diaries.cast import SYNC, entry, village

    people = village()
    client.force_login(people.in_)
    body = {"entries": [entry()], "have": "", "person": people.out.pk}
    answer = client.post(SYNC, json.dumps(body), content_type="application/json")
    assert answer.status_code == 409 and answer.json()["reasons"][0]["code"] == "somebody_else"
    body["person"] = people.in_.pk
    assert client.post(SYNC, json.dumps(body), content_type="application/json").json()["taken"] == [
        body["entries"][0]["id"]
    ]
