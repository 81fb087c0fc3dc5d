"""The passport page: a shell per language, a fragment per version of what it tells, and a band per answer."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape  # Django's own is six times slower, for lazy texts that never come here
from types import SimpleNamespace
from typing import Any

from django.template.loader import get_template, render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..rules.translations import said
from ..rules.verdicts import Star
from .pieces import Piece, piece, raw_piece
from .telling import context_of
from .words.labels import labels

MARKS = ("@@title@@", "@@main@@", "@@path@@")
LARGEST_CACHE = 3_000  # fragments of some 6 kB, plain and packed: 50 MB at most
LANGUAGE_NAMES = (("vi", "Tiếng Việt"), ("en", "English"), ("zh-hans", "中文"))


@lru_cache(maxsize=8)
def shell(language: str) -> tuple[Piece, Piece, Piece, Piece]:
    """The page around every answer, cut at title, main part and address."""
    with override(language):
        address = SimpleNamespace(path="", get_full_path="@@path@@")
        html = str(render_to_string("scans/passport.html", {"request": address}))
    parts = []
    for mark in MARKS:
        before, found, html = html.partition(mark)
        if not found:
            raise ValueError(f"the shell lost its mark {mark}")
        parts.append(piece(before, 9))
    return parts[0], parts[1], parts[2], piece(html, 9)


@lru_cache(maxsize=64)
def _cut(template: str, language: str, **context: Any) -> tuple[str, ...]:
    """A small template rendered once, cut at its marks; odd entries are the names of the marks."""
    context |= {"w": labels(language), "language": language, "languages": LANGUAGE_NAMES}
    with override(language):
        return tuple(render_to_string(template, context).split("@@"))


def band(sign: str, sentence: str, rest: Iterable[str], language: str) -> Piece:
    """The first band: a sign, a sentence, and the lines below it."""
    before, _s, between, _r, after = _cut("scans/_band.html", language, sign=sign)
    lines = "".join(f"<p>{escape(line)}</p>" for line in rest)
    own, tools = raw_piece(f"{before}{escape(sentence)}{between}{lines}{after}"), _tools(language)
    return Piece(own.plain + tools.plain, own.packed + tools.packed)


@lru_cache(maxsize=8)
def _tools(language: str) -> Piece:
    """Choosing another language, and hearing the page; the same below every band."""
    return piece(_cut("scans/_tools.html", language)[0], 9)


def foot(code: str, language: str) -> list[Piece]:
    """The code in its groups, and the way to report it; everything but the code is made once."""
    texts = _foot_texts(language, bool(code))
    own = raw_piece(code)
    return [own if text is None else text for text in texts]


@lru_cache(maxsize=16)
def _foot_texts(language: str, with_code: bool) -> tuple[Piece | None, ...]:
    parts = _cut("scans/_foot.html", language, code=with_code)
    return tuple(piece(part, 9) if i % 2 == 0 else None for i, part in enumerate(parts))


class Fragments:
    """The newest fragments by version; a changed row has a new version, so nothing stale is ever found."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Any, ...], tuple[Piece, Piece]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[Any, ...]) -> tuple[Piece, Piece] | None:
        return self._kept.get(key)

    def keep(self, key: tuple[Any, ...], made: tuple[Piece, Piece]) -> tuple[Piece, Piece]:
        with self._lock:
            self._kept[key] = made
            if len(self._kept) > LARGEST_CACHE:
                self._kept.popitem(last=False)
        return made


def fragment(told: Mapping[str, Any], star: Star | None, language: str) -> tuple[Piece, Piece]:
    """Title and body of what is told about a product and its lot."""
    with override(language):
        title = _("Tem %(product)s") % {"product": said(told, language, ("name",))["name"].text}
        body = get_template("scans/_told.html").render(context_of(told, star, language, timezone.localdate()))
    return piece(escape(title)), piece(body, 9)
