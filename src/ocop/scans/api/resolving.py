"""The resolver: which link of a code is meant, and how it is given, after GS1-Conformant Resolver 1.2."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import orjson
from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from ocop.stamps.rules import codes

from ..exports.linked import VOCABULARY_PATH, passport_data
from ..exports.linkset import CONTEXT_PATH, VOCABULARY, choices_page, context, linkset, own_choices
from ..exports.passport import band
from ..exports.pieces import piece
from ..queries.facts import Link, Run, producer_by_gln
from ..rules.resolving import OFFICIAL, PIP, Choice, narrowed, with_query
from ..rules.verdicts import Verdict
from .answers import HTML, Answer, Answers, link_header
from .asking import DATA, LINKSET, PAGE, Asked, Target, form_of
from .memory import Goods
from .store import DatabaseAway

_CONTEXT = ("Link", f'<{{}}{CONTEXT_PATH}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"')
_LONGEST_LINKSETS = 12


class Resolver:
    """Sorts what is asked to whoever answers it: a page of a stamp or product, a linkset, a redirect, a choice."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers

    def answer(self, asked: Asked, run: Run) -> Answer:
        target = asked.target
        if target.other:
            return self._not_found(asked)
        if target.gln:
            return self._place(asked, run)
        machine = asked.wants_linkset or bool(asked.link_type) or asked.wants_data
        if target.code:
            return self._of_stamp(asked, run) if machine else self.answers.stamp(asked, run)
        try:
            goods = self.answers.memory.goods_by_gtin(run, target.gtin, target.lot)
        except DatabaseAway:
            goods = self.answers.memory.last_goods_by_gtin(target.gtin, target.lot)
            if goods is None or goods.told is None:
                raise
        if goods is None:
            return self._not_found(asked)
        return self._linked(asked, run, goods) if machine else self.answers.product_page(asked, run, goods)

    def _of_stamp(self, asked: Asked, run: Run) -> Answer:
        """Links of one stamp; whether it is proved is asked as for a page, so that links are no way around the throttle."""
        answers = self.answers
        network = answers.network_of(asked.address)
        code = codes.read(asked.target.code)
        if answers.behind.is_throttled(network):
            return answers.refused(asked, Verdict.THROTTLED, network)
        if code is None:
            return answers.refused(asked, Verdict.UNREADABLE, network)
        batch = answers.proved_batch(asked, run, code)
        if batch is None:
            answers.behind.note_wrong(network, code.epoch)
            return answers.refused(asked, Verdict.UNKNOWN, network)
        if answers.behind.is_exhausted(code.epoch):
            return answers.refused(asked, Verdict.PAUSED, network)
        try:
            goods = answers.memory.goods(run, batch.product, batch.lot)
        except DatabaseAway:
            goods = answers.memory.last_goods(batch.product, batch.lot)
            if goods is None or goods.told is None:
                raise
        return self._linked(asked, run, goods) if goods else self._not_found(asked)

    def _linked(self, asked: Asked, run: Run, goods: Goods) -> Answer:
        try:
            self.answers.tell(run, goods)
        except DatabaseAway:
            if goods.told is None:
                raise
        if asked.wants_linkset:
            return Answer(200, self._linkset(asked, goods), LINKSET, _machine_headers(asked.target))
        if asked.wants_data:
            return self._data(asked, goods)
        if asked.link_type in ("defaultLink", "defaultLinkMulti"):
            return self._page_itself(asked, run, goods)
        choices = [c for c in _choices_of(goods, asked.language) if c.kind == asked.link_type]
        return self._chosen(asked, choices, lambda: self._page_itself(asked, run, goods))

    def _linkset(self, asked: Asked, goods: Goods) -> bytes:
        key = (asked.target.path, asked.language)
        if kept := goods.linksets.get(key):
            return kept
        with override(asked.language):
            name = goods.told["product"] if goods.told else ""
            contexts = [
                context(path, name, _choices_at(goods, path, asked.language))
                for path in asked.target.levels or [asked.target.path]
            ]
        body: bytes = orjson.dumps(linkset(contexts))
        if len(goods.linksets) < _LONGEST_LINKSETS:
            goods.linksets[key] = body
        return body

    def _data(self, asked: Asked, goods: Goods) -> Answer:
        """The passport as JSON-LD; nobody is shown anything, so nothing is counted."""
        told, recalled = goods.told, goods.facts.recalled_at
        if told is None:
            return self._not_found(asked)
        day = localtime(recalled).date().isoformat() if recalled else None
        target = asked.target
        body = passport_data(told, goods.facts.star, target.path, serial=target.code, recalled_on=day)
        (name, link) = link_header(target)[0]
        words = f'<{settings.ORIGIN}{VOCABULARY_PATH}>; rel="describedby"; type="text/html"'
        return Answer(200, body, DATA, ((name, f"{link}, {words}"),))

    def _page_itself(self, asked: Asked, run: Run, goods: Goods) -> Answer:
        """The link leads to the very address that was asked: give the page, for a redirect would only go in a circle."""
        if asked.target.code:
            return self.answers.stamp(asked, run)
        return self.answers.product_page(asked, run, goods)

    def _chosen(self, asked: Asked, choices: Sequence[Choice], itself: object) -> Answer:
        if not choices:
            return self._not_found(asked, no_link=True)
        left = narrowed(choices, asked.languages, asked.accept)
        if len(left) == 1:
            if not left[0].href:
                return itself()  # type: ignore[operator,no-any-return]
            href = with_query(left[0].href, asked.query) if left[0].passes_query else left[0].href
            return Answer(307, b"", HTML, (("Location", href), *link_header(asked.target)))
        return self._several(asked, left)

    def _several(self, asked: Asked, choices: Sequence[Choice]) -> Answer:
        """300: several links fit, and nothing in the request says which."""
        if form_of(asked.accept) != PAGE:
            body = orjson.dumps(linkset([context(asked.target.path, asked.link_type, choices, choices[0].href)]))
            return Answer(300, body, LINKSET, _machine_headers(asked.target))
        with override(asked.language):
            top = band("unknown", _("Mã này có nhiều liên kết phù hợp."), [_("Hãy chọn một.")], asked.language)
        whole = [Choice(c.kind, c.title, with_query(c.href, asked.query), c.languages, c.media_type) for c in choices]
        answer = self.answers.page(asked, 300, [top, piece(choices_page(whole))])
        return Answer(300, answer.body, HTML, (*answer.headers, *link_header(asked.target)))

    def _place(self, asked: Asked, run: Run) -> Answer:
        found = producer_by_gln(run, asked.target.gln)
        if found is None:
            return self._not_found(asked)
        slug, name, links = found
        with override(asked.language):
            home = Choice("locationInfo", name, f"/chu-the/{slug}/", ("vi", "en", "zh"))
            choices = [home, *_registered(links)]
            if asked.wants_linkset:
                body = orjson.dumps(linkset([context(asked.target.path, name, choices, home.href)]))
                return Answer(200, body, LINKSET, _machine_headers(asked.target))
        kind = asked.link_type
        if kind in ("", "defaultLink", "defaultLinkMulti"):
            return self._chosen(asked, [home], None)
        return self._chosen(asked, [c for c in choices if c.kind == kind], None)

    def _not_found(self, asked: Asked, no_link: bool = False) -> Answer:
        if "json" in asked.accept and "text/html" not in asked.accept:
            title = "no link of this type" if no_link else "unknown item"
            problem = {"type": "about:blank", "title": title, "status": 404, "detail": asked.path}
            return Answer(
                404, orjson.dumps(problem), "application/problem+json", link_header(asked.target) if no_link else ()
            )
        if not no_link:
            return self.answers.no_item(asked)
        with override(asked.language):
            rest = [_("Loại liên kết được hỏi: %(kind)s.") % {"kind": asked.link_type[:60]}]
            top = band("unknown", _("Mã này không có liên kết loại đó."), rest, asked.language)
        link = f'<p><a href="{escape(asked.target.path)}">{escape(settings.ORIGIN + asked.target.path)}</a></p>'
        answer = self.answers.page(asked, 404, [top, piece(link)])
        return Answer(404, answer.body, HTML, (*answer.headers, *link_header(asked.target)))


def _choices_of(goods: Goods, language: str) -> list[Choice]:
    """Every link of an item. A producer's own page takes the place of ours; what is official has no other place."""
    with override(language):
        number = goods.facts.star.number if goods.facts.star else ""
        ours = own_choices(goods.told["slug"] if goods.told else "", number, goods.facts.lot)
    theirs = [c for c in _registered(goods.facts.links) if c.kind not in OFFICIAL]
    if any(c.kind == PIP for c in theirs):
        ours = [c for c in ours if c.kind != PIP]
    return [*ours, *theirs]


def _choices_at(goods: Goods, path: str, language: str) -> list[Choice]:
    """The links of one level: those of the lot stand at the lot and below it."""
    choices = _choices_of(goods, language)
    if "/10/" in path or "/21/" in path or path.startswith("/t/"):
        return choices
    of_lot = {link.href for link in goods.facts.links if link.of_lot}
    return [c for c in choices if c.href not in of_lot]


def _registered(links: Sequence[Link]) -> list[Choice]:
    return [
        Choice(k.kind, k.title, k.href, (k.language,) if k.language else (), k.media_type, k.passes_query)
        for k in links
    ]


def _machine_headers(target: Target) -> tuple[tuple[str, str], ...]:
    (_name, link) = link_header(target)[0]
    return (("Link", f"{link}, {_CONTEXT[1].format(settings.ORIGIN)}"),)


__all__ = ["Resolver", "VOCABULARY"]
