"""Public pages speak English and Chinese too: every word of the public chapters, with its placeholders kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.test import Client

LOCALE = Path("src/ocop/portal/locale")
PUBLIC = ("scans", "design", "reports", "certificates", "criteria", "cycles")
WORD = re.compile(r"{%\s*translate\s+[\"'](.+?)[\"']\s*(?:as \w+\s*)?%}")
PLACEHOLDER = re.compile(r"%\(\w+\)s|%s")


def _catalogue(language: str) -> dict[str, str]:
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        found = read_po(file, locale=language)
    return {
        (m.id if isinstance(m.id, str) else m.id[0]): (m.string if isinstance(m.string, str) else m.string[0])
        for m in found
        if m.id and not m.fuzzy
    }


def _words_of_public_pages() -> set[str]:
    pages = [page for chapter in PUBLIC for page in Path(f"src/ocop/{chapter}/templates").rglob("*.html")]
    return {word for page in pages for word in WORD.findall(page.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_every_word_of_a_public_page_is_translated(language: str) -> None:
    known = _catalogue(language)
    missing = sorted(word for word in _words_of_public_pages() if not known.get(word))
    assert not missing, f"run makemessages in src/ocop and translate: {missing}"


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_placeholders_are_kept(language: str) -> None:
    broken = [
        source
        for source, told in _catalogue(language).items()
        if told and sorted(PLACEHOLDER.findall(source)) != sorted(PLACEHOLDER.findall(told))
    ]
    assert not broken


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "path", "heard"),
    [
        ("en", "/", "Who made it, where, how many stars, still valid?"),
        ("zh-hans", "/", "谁生产、在哪里、几星、是否有效？"),
        ("en", "/san-pham/", "OCOP products"),
        ("zh-hans", "/tra-cuu/", "查询标签、证书"),
        ("en", "/t/0000000000000000000", "There is no such stamp."),
    ],
)
def test_a_page_speaks_the_chosen_language(client: Client, language: str, path: str, heard: str) -> None:
    client.cookies["ngon_ngu"] = language
    response = client.get(path)
    assert heard in response.content.decode()
    assert f'<html lang="{language}"' in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/tra-cuu/bao/?ma=1000", "en"), ("/tra-cuu/cao/", "en"), ("/tra-cuu/?ma=1000", "en"), ("/hang-thu-hoi/", "en"),
        ("/", "vi"), ("/san-pham/", "vi"), ("/dang-nhap/", "vi"),
    ],
)  # fmt: skip
def test_where_a_scan_leads_its_reader_the_language_of_the_phone_goes_along(
    client: Client, path: str, language: str
) -> None:
    response = client.get(path, headers={"accept-language": "en-GB,en;q=0.9"})
    assert f'<html lang="{language}"' in response.content.decode()
