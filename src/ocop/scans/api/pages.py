"""The pages around an answer: shell, title and headers; a band for goods without a stamp, and a field to type a code again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..exports import words
from ..exports.passport import band, shell
from ..exports.pieces import Piece, glued, piece, raw_piece
from ..queries.facts import GoodsFacts
from ..rules.verdicts import Verdict, star_verdict
from .asking import LINKSET, Asked, Target

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers, body."""

    status: int
    body: bytes
    kind: str = HTML
    headers: tuple[tuple[str, str], ...] = field(default=())


def page(asked: Asked, status: int, main: Iterable[Piece], title: Piece | None = None) -> Answer:
    before, between, after, end = shell(asked.language)
    name = title or _plain_title(asked.language)
    address = raw_piece(escape(asked.path))
    body = glued((before, name, between, *main, after, address, end), gzip=asked.gzip)
    return Answer(status, body, HTML, headers(asked, linked=status == 200))


def headers(asked: Asked, linked: bool = True) -> tuple[tuple[str, str], ...]:
    packed = (("Content-Encoding", "gzip"),) if asked.gzip else ()
    links = link_header(asked.target) if linked else ()
    return (*packed, *links, ("Content-Language", asked.language))


def link_header(target: Target) -> tuple[tuple[str, str], ...]:
    """Where the links of this code are listed, and what a compressed address means; told with every answer, even a redirect."""
    same = f', <{settings.ORIGIN}{target.same_as}>; rel="owl:sameAs"' if target.same_as else ""
    return (("Link", f'<{settings.ORIGIN}{target.path}?linkType=linkset>; rel="linkset"; type="{LINKSET}"{same}'),)


@lru_cache(maxsize=8)
def _plain_title(language: str) -> Piece:
    with override(language):
        return piece(_("Kiểm tra tem"))


def product_band(facts: GoodsFacts, language: str) -> Piece:
    verdict = star_verdict(facts.star)
    with override(language):
        if facts.recalled_at is not None:
            sentence, sign = words.sentence(Verdict.RECALLED, None), "void"
        else:
            sentence, sign = words.product_sentence(verdict), "unknown" if verdict is Verdict.GENUINE else "soon"
        return band(sign, sentence, [words.product_explanation()], language)


def try_again(code: str) -> Piece:
    """A field to type the code again; works without script."""
    label, act = escape(_("Mã in trên tem, hoặc số giấy chứng nhận")), escape(_("Kiểm tra"))
    return piece(
        f'<form class="stack tight" action="/tra-cuu/" method="get"><label class="label" for="ma">{label}</label>'
        f'<input id="ma" name="ma" value="{escape(code)}" maxlength="80" autocomplete="off" autocapitalize="characters" '
        f'spellcheck="false"><p><button class="button big" type="submit">{act}</button></p></form>',
        1,
    )


__all__ = ["HTML", "Answer", "headers", "link_header", "page", "product_band", "try_again"]
