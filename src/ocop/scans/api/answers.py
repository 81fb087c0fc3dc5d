"""From what is asked to the answer: a page for a person, a linkset for a machine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from html import escape

import orjson
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ocop.design.rules.formats import VIETNAM
from ocop.stamps.queries import mint
from ocop.stamps.rules import codes

from ..acts import Batches, Line, Reloads, is_throttled, scan_stamp
from ..exports import words
from ..exports.linkset import VOCABULARY, links_of, linkset
from ..exports.passport import Fragments, band, foot, fragment, shell
from ..exports.pieces import Piece, glued, piece, raw_piece
from ..queries import (
    Issued,
    Run,
    Seen,
    Subject,
    changed_at,
    network_secret,
    producer_slug,
    product_seen,
    stamp_seen,
    told_about,
)
from ..rules.networks import network_mark
from ..rules.verdicts import SIGNS, STATUS, TELLS_SCANS, Star, Verdict, star_verdict, verdict_on
from .asking import Asked, Target
from .store import Behind

HTML = "text/html; charset=utf-8"
LINKSET = "application/linkset+json"


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers, body."""

    status: int
    body: bytes
    kind: str = HTML
    headers: tuple[tuple[str, str], ...] = field(default=())


class Answers:
    """Answers scans; holds the caches that make most of them cheap."""

    def __init__(self, behind: Behind) -> None:
        self._behind = behind
        self._mint = mint()
        self._network_secret = network_secret()
        self._batches = Batches()
        self._fragments = Fragments()
        self._reloads = Reloads()

    def answer(self, asked: Asked, run: Run) -> Answer:
        target = asked.target
        if target.gln:
            return self._place(asked, run)
        if target.code:
            return self._stamp(asked, run)
        return self._product(asked, run)

    def refuse_address(self, asked: Asked) -> Answer:
        """A malformed address: 400 and a sentence."""
        with override(asked.language):
            rest = [_("Địa chỉ này không phải mã tem hay mã hàng của cổng. Hãy quét lại, hoặc gõ mã in trên tem.")]
            return self._page(
                asked, 400, [band("unknown", _("Địa chỉ chưa đúng."), rest, asked.language), _try_again("")]
            )

    # A stamp.

    def _stamp(self, asked: Asked, run: Run) -> Answer:
        network = network_mark(asked.address, self._network_secret, _today())
        code = codes.read(asked.target.code)
        if is_throttled(self._behind.wrong_today(network)):
            return self._refused(asked, Verdict.THROTTLED, network)
        if code is None:
            return self._refused(asked, Verdict.UNREADABLE, network)
        # Genuine or not, a code costs one proof and one look; a forger learns nothing from the time it took.
        batch = self._batches.find(run, code.epoch, code.batch)
        subject = asked.target.gtin or (batch.subject if batch else "t:0")
        proved = self._mint.proves(code, subject)
        if not proved or batch is None or batch.subject != subject or code.seq >= batch.size:
            self._behind.note_wrong(network)
            return self._refused(asked, Verdict.UNKNOWN, network)
        if asked.method == "GET" and not asked.wants_linkset and not asked.link_type:
            seen = scan_stamp(run, batch, code.seq, network, self._reloads)
        else:
            seen = stamp_seen(run, batch, code.seq, None)
        if seen is None:
            self._batches.forget(code.epoch, code.batch)
            return self._refused(asked, Verdict.UNKNOWN, network)
        if asked.wants_linkset or asked.link_type:
            return self._linked(asked, run, batch.product, batch.lot, seen.facts.star)
        return self._stamp_page(asked, run, batch, code, seen, network)

    def _stamp_page(self, asked: Asked, run: Run, batch: Issued, code: codes.Code, seen: Seen, network: int) -> Answer:
        verdict = verdict_on(seen.facts)
        self._behind.note(Line(_now(), batch.id, code.seq, verdict.value, network, asked.language))
        since = changed_at(run, batch.id, code.seq) if verdict in (Verdict.VOID, Verdict.LOST) else None
        facts = seen.facts
        # Without the earlier scans the words are the same for all stamps of a lot, and need no translating each time.
        alike = facts if verdict is Verdict.COPIED else replace(facts, scanned=None)
        first, rest = words.opening(verdict, alike, since, asked.language)
        if facts.scanned is not None and verdict in TELLS_SCANS:
            rest = (*rest, words.scanned_before(facts.scanned, asked.language))
        title, told = self._told(run, batch.product, batch.lot, facts.star, seen.version, asked.language)
        top = band(SIGNS[verdict], first, rest, asked.language)
        return self._page(asked, 200, [top, told, *foot(code.shown, asked.language)], title)

    def _refused(self, asked: Asked, verdict: Verdict, network: int) -> Answer:
        if verdict is not Verdict.THROTTLED:
            self._behind.note(Line(_now(), None, None, verdict.value, network, asked.language))
        with override(asked.language):
            typed = "".join(filter(str.isprintable, asked.target.code[:40]))
            again = _try_again("" if verdict is Verdict.THROTTLED else typed)
        first, rest = words.opening(verdict, None, None, asked.language)
        if verdict is Verdict.UNREADABLE:
            rest = (words.unreadable(asked.target.code[:80], asked.language), *rest)
        return self._page(asked, STATUS[verdict], [band(SIGNS[verdict], first, rest, asked.language), again])

    # A product or lot without a stamp.

    def _product(self, asked: Asked, run: Run) -> Answer:
        found = product_seen(run, asked.target.gtin, asked.target.lot)
        if found is None:
            return self._no_product(asked)
        if asked.wants_linkset or asked.link_type:
            return self._linked(asked, run, found.product, found.lot, found.star)
        title, told = self._told(run, found.product, found.lot, found.star, found.version, asked.language)
        return self._page(asked, 200, [_product_band(found, asked.language), told, *foot("", asked.language)], title)

    def _no_product(self, asked: Asked) -> Answer:
        with override(asked.language):
            rest = [_("Cổng OCOP Quảng Ninh không có sản phẩm hoặc lô mang mã này.")]
            top = band("unknown", _("Không có mã hàng này."), rest, asked.language)
            return self._page(asked, 404, [top, _try_again("")])

    def _place(self, asked: Asked, run: Run) -> Answer:
        slug = producer_slug(run, asked.target.gln)
        if slug is None:
            return self._no_product(asked)
        address = f"/chu-the/{slug}/" + (f"?{asked.query}" if asked.query else "")
        return Answer(307, b"", HTML, (("Location", address),))

    # For machines.

    def _linked(self, asked: Asked, run: Run, product: int, lot: int | None, star: Star | None) -> Answer:
        told = told_about(run, product, lot)
        if told is None:
            return self._no_product(asked)
        with override(asked.language):
            links = links_of(asked.target.path, told["slug"], star.number if star else "")
            if asked.wants_linkset:
                body = orjson.dumps(linkset(asked.target.path, told["product"], links))
                return Answer(200, body, LINKSET, _link_header(asked.target))
        kind = asked.link_type.removeprefix("gs1:").removeprefix(VOCABULARY)
        if kind == "defaultLink":
            kind = next(iter(links))
        if kind not in links:
            return self._no_product(asked)
        return Answer(307, b"", HTML, (("Location", links[kind][0]), *_link_header(asked.target)))

    # Pages.

    def _told(
        self, run: Run, product: int, lot: int | None, star: Star | None, version: str, language: str
    ) -> tuple[Piece, Piece]:
        key = (product, lot, language, version, star)
        kept = self._fragments.get(key)
        if kept is not None:
            return kept
        told = told_about(run, product, lot)
        assert told is not None
        return self._fragments.keep(key, fragment(told, star, language))

    def _page(self, asked: Asked, status: int, main: Iterable[Piece], title: Piece | None = None) -> Answer:
        before, between, after, end = shell(asked.language)
        name = title or _plain_title(asked.language)
        address = raw_piece(escape(asked.path))
        body = glued((before, name, between, *main, after, address, end), gzip=asked.gzip)
        packed = (("Content-Encoding", "gzip"),) if asked.gzip else ()
        links = _link_header(asked.target) if status == 200 else ()
        return Answer(status, body, HTML, (*packed, *links, ("Content-Language", asked.language)))


def _now() -> datetime:
    return datetime.now(UTC)


def _today() -> date:
    return datetime.now(VIETNAM).date()


@lru_cache(maxsize=8)
def _plain_title(language: str) -> Piece:
    with override(language):
        return piece(_("Kiểm tra tem"))


def _product_band(found: Subject, language: str) -> Piece:
    verdict = star_verdict(found.star)
    with override(language):
        if found.recalled_at is not None:
            sentence, sign = words.sentence(Verdict.RECALLED, None), "void"
        else:
            sentence, sign = words.product_sentence(verdict), "unknown" if verdict is Verdict.GENUINE else "soon"
        return band(sign, sentence, [words.product_explanation()], language)


def _try_again(code: str) -> Piece:
    """A field to type the code again; works without script."""
    label, act = escape(_("Mã in trên tem, hoặc số giấy chứng nhận")), escape(_("Kiểm tra"))
    return piece(
        f'<form class="stack tight" action="/tra-cuu/" method="get"><label class="label" for="ma">{label}</label>'
        f'<input id="ma" name="ma" value="{escape(code)}" maxlength="80" autocomplete="off" autocapitalize="characters" '
        f'spellcheck="false"><p><button class="button big" type="submit">{act}</button></p></form>',
        1,
    )


def _link_header(target: Target) -> tuple[tuple[str, str], ...]:
    value = f'<{settings.ORIGIN}{target.path}?linkType=linkset>; rel="linkset"; type="{LINKSET}"'
    return (("Link", value),)
