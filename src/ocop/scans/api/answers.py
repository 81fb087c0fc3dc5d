"""From what is asked to the answer: a page for a person, a linkset for a machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

import orjson
from django.conf import settings
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from ocop.stamps.queries import mint
from ocop.stamps.rules import codes

from ..acts import Batches, Line, is_throttled, scan_stamp
from ..exports import words
from ..exports.linkset import VOCABULARY, links_of, linkset
from ..exports.passport import Fragments, band, foot, fragment, shell
from ..exports.pieces import Piece, glued, piece
from ..queries import Issued, Run, Seen, Subject, changed_at, producer_slug, product_seen, stamp_seen, told_about
from ..rules.networks import network_mark
from ..rules.verdicts import SIGNS, STATUS, Star, Verdict, star_verdict, verdict_on
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
        self._batches = Batches()
        self._fragments = Fragments()

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
            return self._page(asked, 400, [band("unknown", _("Địa chỉ chưa đúng."), rest, asked.language), _try_again("")])

    # A stamp.

    def _stamp(self, asked: Asked, run: Run) -> Answer:
        network = network_mark(asked.address, _network_secret(), timezone.localdate())
        code = codes.read(asked.target.code)
        if is_throttled(self._behind.wrong_today(network)):
            return self._refused(asked, Verdict.THROTTLED, network)
        if code is None:
            return self._refused(asked, Verdict.UNREADABLE, network)
        # Genuine or not, a code costs one proof and one look; a forger learns nothing from the time it took.
        batch = self._batches.find(run, code.epoch, code.batch)
        subject = asked.target.gtin or (batch.subject if batch else "t:0")
        proved = mint().proves(code, subject)
        if not proved or batch is None or batch.subject != subject or code.seq >= batch.size:
            self._behind.note_wrong(network)
            return self._refused(asked, Verdict.UNKNOWN, network)
        counts = asked.method == "GET" and not asked.wants_linkset and not asked.link_type
        seen = scan_stamp(run, batch, code.seq, network) if counts else stamp_seen(run, batch, code.seq, None)
        if seen is None:
            return self._refused(asked, Verdict.UNKNOWN, network)
        if asked.wants_linkset or asked.link_type:
            return self._linked(asked, run, batch.product, batch.lot, seen.facts.star)
        return self._stamp_page(asked, run, batch, code, seen, network)

    def _stamp_page(
        self, asked: Asked, run: Run, batch: Issued, code: codes.Code, seen: Seen, network: int
    ) -> Answer:
        verdict = verdict_on(seen.facts)
        self._behind.note(Line(_now(), batch.id, code.seq, verdict.value, network, asked.language))
        since = changed_at(run, batch.id, code.seq) if verdict in (Verdict.VOID, Verdict.LOST) else None
        facts = seen.facts
        with override(asked.language):
            first = words.sentence(verdict, facts)
            rest = words.explanation(verdict, facts, since)
        title, told = self._told(run, batch.product, batch.lot, facts.star, facts.today, seen.version, asked.language)
        opening = band(SIGNS[verdict], first, rest, asked.language)
        return self._page(asked, 200, [opening, told, foot(code.shown, asked.language)], title)

    def _refused(self, asked: Asked, verdict: Verdict, network: int) -> Answer:
        if verdict is not Verdict.THROTTLED:
            self._behind.note(Line(_now(), None, None, verdict.value, network, asked.language))
        with override(asked.language):
            rest = words.explanation(verdict, None, None)
            if verdict is Verdict.UNREADABLE:
                rest.insert(0, codes.obstacle_in(asked.target.code[:80]))
            opening = band(SIGNS[verdict], words.sentence(verdict, None), rest, asked.language)
            again = _try_again("" if verdict is Verdict.THROTTLED else asked.target.code[:40])
        return self._page(asked, STATUS[verdict], [opening, again])

    # A product or lot without a stamp.

    def _product(self, asked: Asked, run: Run) -> Answer:
        found = product_seen(run, asked.target.gtin, asked.target.lot)
        if found is None:
            return self._no_product(asked)
        if asked.wants_linkset or asked.link_type:
            return self._linked(asked, run, found.product, found.lot, found.star)
        title, told = self._told(
            run, found.product, found.lot, found.star, found.today, found.version, asked.language
        )
        return self._page(asked, 200, [_product_band(found, asked.language), told, foot("", asked.language)], title)

    def _no_product(self, asked: Asked) -> Answer:
        with override(asked.language):
            rest = [_("Cổng OCOP Quảng Ninh không có sản phẩm hoặc lô mang mã này.")]
            opening = band("unknown", _("Không có mã hàng này."), rest, asked.language)
            return self._page(asked, 404, [opening, _try_again("")])

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
            links = links_of(asked.target.path, told["slug"], star.number if star else None)
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
        self, run: Run, product: int, lot: int | None, star: Star | None, today: date, version: str, language: str
    ) -> tuple[Piece, Piece]:
        valid = star is not None and star_verdict(star, today) is Verdict.GENUINE
        key = (product, lot, language, version, star, valid)
        kept = self._fragments.get(key)
        if kept is not None:
            return kept
        told = told_about(run, product, lot)
        assert told is not None
        return self._fragments.keep(key, fragment(told, star, today, language))

    def _page(self, asked: Asked, status: int, main: Iterable[Piece], title: Piece | None = None) -> Answer:
        before, between, after, end = shell(asked.language)
        name = title or _plain_title(asked.language)
        address = piece(escape(asked.path), 1)
        body = glued((before, name, between, *main, after, address, end), gzip=asked.gzip)
        packed = (("Content-Encoding", "gzip"),) if asked.gzip else ()
        links = _link_header(asked.target) if status == 200 else ()
        return Answer(status, body, HTML, (*packed, *links, ("Content-Language", asked.language)))


def _now() -> datetime:
    return timezone.now()


@lru_cache(maxsize=1)
def _network_secret() -> bytes:
    return hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"ocop networks").digest()


@lru_cache(maxsize=8)
def _plain_title(language: str) -> Piece:
    with override(language):
        return piece(_("Kiểm tra tem"))


def _product_band(found: Subject, language: str) -> Piece:
    verdict = star_verdict(found.star, found.today)
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
