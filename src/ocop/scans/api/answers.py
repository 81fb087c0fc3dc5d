"""From what is asked to the answer: a page for a person, links for a machine."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from ocop.stamps.queries import mint
from ocop.stamps.rules import codes

from ..acts.counting import Line, day_of
from ..exports import words
from ..exports.moulds import Mould, gap
from ..exports.passport import band, foot, fragment, shell
from ..exports.pieces import Piece, raw_piece
from ..exports.words.outage import as_of, not_checked
from ..queries import network_secret, told_about
from ..queries.facts import GoodsFacts, Issued, Run, changed_at, count_scan, scanned_row
from ..rules.networks import network_mark
from ..rules.verdicts import SIGNS, STATUS, TELLS_SCANS, Facts, Scanned, Verdict, verdict_on
from .asking import Asked, Target
from .behind import Behind
from .memory import Goods, Memory, Stamp, States
from .pages import HTML, Answer, headers, link_header, page, product_band, try_again
from .ready import Ready
from .store import DatabaseAway

_MOST_MARKS = 20_000


class Answers:
    """Answers what is asked of codes, out of memory as far as memory may be believed."""

    page = staticmethod(page)

    def __init__(self, memory: Memory, behind: Behind) -> None:
        self.memory, self.behind = memory, behind
        self._mint = mint()
        self._network_secret = network_secret()
        self._marks: tuple[float, dict[str, int]] = 0, {}

    def network_of(self, address: str) -> int:
        """The mark of a network today; worked out once a day."""
        now = time.time()
        day, marks = self._marks
        if now // 3600 != day or len(marks) > _MOST_MARKS:  # days begin with an hour
            self._marks = now // 3600, (marks := {})
        mark = marks.get(address)
        if mark is None:
            mark = marks[address] = network_mark(address, self._network_secret, day_of(now))
        return mark

    def refuse_address(self, asked: Asked) -> Answer:
        """A malformed address: 400 and a sentence."""
        with override(asked.language):
            rest = [_("Địa chỉ này không phải mã tem hay mã hàng của cổng. Hãy quét lại, hoặc gõ mã in trên tem.")]
            top = band("unknown", _("Địa chỉ chưa đúng."), rest, asked.language)
            return page(asked, 400, [top, try_again("")])

    # A stamp.

    def stamp(self, asked: Asked, run: Run) -> Answer:
        network = self.network_of(asked.address)
        code = codes.read(asked.target.code)
        if self.behind.is_throttled(network):
            return self.refused(asked, Verdict.THROTTLED, network)
        if code is None:
            return self.refused(asked, Verdict.UNREADABLE, network)
        try:
            batch = self.proved_batch(asked, run, code)
        except DatabaseAway:
            if (code.epoch, code.batch) not in self.memory.batches:
                return self._without_batch(asked, code, network)
            batch = None
        if batch is None:
            self.behind.note_wrong(network, code.epoch)
            return self.refused(asked, Verdict.UNKNOWN, network)
        if self.behind.is_exhausted(code.epoch) and not self._is_known(run, batch, code.seq):
            return self.refused(asked, Verdict.PAUSED, network)
        return self._proved(asked, run, batch, code, network)

    def proved_batch(self, asked: Asked, run: Run, code: codes.Code) -> Issued | None:
        """The batch of a genuine code. Whatever is wrong with a code, it costs two proofs and one statement, so that a forger
        learns nothing from the time it took; and nothing is called forged that was issued a moment ago.
        """
        batch = self.memory.batches.get((code.epoch, code.batch))
        if self._is_proved(asked, code, batch):
            return batch
        batch = self.memory.ask_batch(run, code.epoch, code.batch)
        return batch if self._is_proved(asked, code, batch) else None

    def _is_proved(self, asked: Asked, code: codes.Code, batch: Issued | None) -> bool:
        subject = asked.target.gtin or (batch.subject if batch else "t:0")
        proved = self._mint.proves(code, subject)
        return proved and batch is not None and batch.subject == subject and code.seq < batch.size

    def _without_batch(self, asked: Asked, code: codes.Code, network: int) -> Answer:
        """The database is away and this batch was never met: under a GTIN the key alone still tells true from forged."""
        if not asked.target.gtin:
            sentence, why = not_checked(asked.language)
            return page(asked, 503, [band("unknown", sentence, [why], asked.language), try_again(code.text)])
        if not self._mint.proves(code, asked.target.gtin):
            self.behind.note_wrong(network, code.epoch)
            return self.refused(asked, Verdict.UNKNOWN, network)
        return self._unasked(asked, code)

    def _is_known(self, run: Run, batch: Issued, sequence: int) -> bool:
        stamp = self.memory.stamp(batch, sequence)
        try:
            return stamp.known or scanned_row(run, batch.id, sequence) is not None
        except DatabaseAway:
            return False

    def _proved(self, asked: Asked, run: Run, batch: Issued, code: codes.Code, network: int) -> Answer:
        stamp = self.memory.stamp(batch, code.seq)
        known_at = None
        try:
            goods = self.memory.goods(run, batch.product, batch.lot)
            states = self.memory.states(run, batch.id)
            if goods is not None:
                self.tell(run, goods)
        except DatabaseAway:
            goods, states = self.memory.last_goods(batch.product, batch.lot), self.memory.last_states(batch.id)
            known_at = self._known_at(goods, states)
            if goods is None or states is None or goods.told is None:
                if asked.method == "GET" and self.memory.count_here(stamp, network, time.time()):
                    self.note(stamp, Verdict.UNASKED, network, asked, first=False)
                return self._unasked(asked, code)
        if goods is None or states is None or (state := states.spans.state_of(code.seq)) is None:
            return self.refused(asked, Verdict.UNKNOWN, network)
        counted, count = self._count(run, stamp, network) if asked.method == "GET" else self._look(run, stamp)
        facts = _facts(goods.facts, states, state, stamp, count)
        verdict = verdict_on(facts)
        if counted:
            self.note(stamp, verdict, network, asked, first=stamp.known and count == 1)
        since = None
        if verdict in (Verdict.VOID, Verdict.LOST):
            since = self._changed_at(run, stamp)
        mould = self._mould_for(asked, goods, facts, verdict, since, known_at)
        if verdict is not Verdict.COPIED and known_at is None and self.memory.is_trusted:
            self._bind(asked, stamp, code, goods, states, verdict, (verdict.value, state, since))
        ready = Ready(stamp, asked.path, code.shown)
        return Answer(200, ready.page(mould, _count_in(facts), asked.language, asked.gzip), HTML, headers(asked))

    def _known_at(self, goods: Goods | None, states: States | None) -> datetime:
        """Since when what is told may be old: until the line was lost every change was heard."""
        if goods is None or states is None or goods.round != self.memory.round:
            return datetime.fromtimestamp(min(k.as_of for k in (goods, states) if k) if goods or states else 0, UTC)
        return datetime.fromtimestamp(max(self.memory.sure_at, min(goods.as_of, states.as_of)), UTC)

    def _count(self, run: Run, stamp: Stamp, network: int) -> tuple[bool, int]:
        """Count this scan: on the row itself the first time, in memory afterwards. Whether it counted, and the count now."""
        if not stamp.known or stamp.stale or not self.memory.is_trusted:
            try:
                row = count_scan(run, stamp.batch.id, stamp.sequence, network)
            except DatabaseAway:
                pass
            else:
                return row.counted, self.memory.learn(stamp, row)
        count = self.memory.count_here(stamp, network, time.time())
        return count > 0, count or stamp.count

    def _look(self, run: Run, stamp: Stamp) -> tuple[bool, int]:
        if not stamp.known or stamp.stale or not self.memory.is_trusted:
            try:
                row = scanned_row(run, stamp.batch.id, stamp.sequence)
            except DatabaseAway:
                row = None
            if row is not None:
                self.memory.learn(stamp, row)
        return False, stamp.count

    def _changed_at(self, run: Run, stamp: Stamp) -> datetime | None:
        try:
            return changed_at(run, stamp.batch.id, stamp.sequence)
        except DatabaseAway:
            return None

    def note(self, stamp: Stamp, verdict: Verdict, network: int, asked: Asked, *, first: bool) -> None:
        line = Line(
            time.time(), stamp.batch.id, stamp.sequence, verdict.value, network, asked.language, asked.region, first
        )
        self.behind.note(line)

    def _unasked(self, asked: Asked, code: codes.Code) -> Answer:
        """Genuine by its key; nothing else is known now."""
        first, rest = words.opening(Verdict.UNASKED, None, None, asked.language)
        top = band(SIGNS[Verdict.UNASKED], first, rest, asked.language)
        return page(asked, 200, [top, *foot(code.shown, asked.language)])

    def _mould_for(
        self, asked: Asked, goods: Goods, facts: Facts, verdict: Verdict, since: datetime | None, known_at: datetime | None
    ) -> Mould:  # fmt: skip
        if verdict is Verdict.COPIED or known_at is not None:
            return self._mould(asked.language, goods, facts, verdict, since, known_at)
        # Without the earlier scans the words are the same for all stamps of a lot.
        moulds = goods.moulds.setdefault((verdict.value, facts.state, since), {})
        return moulds.get(asked.language) or moulds.setdefault(
            asked.language, self._mould(asked.language, goods, replace(facts, scanned=None), verdict, since, None)
        )

    def _bind(
        self, asked: Asked, stamp: Stamp, code: codes.Code, goods: Goods, states: States, verdict: Verdict,
        key: tuple[Any, ...],
    ) -> None:  # fmt: skip
        """Make the stamp's address ready for those who scan it next."""
        there = Target(code=code.text, gtin=asked.target.gtin)
        stamp.path = there.path
        ready = Ready(stamp, stamp.path, code.shown)
        ready.bind(goods, states, verdict, key, ("link", link_header(there)[0][1]))
        self.memory.paths[stamp.path] = ready

    def _mould(
        self, language: str, goods: Goods, facts: Facts, verdict: Verdict, since: datetime | None,
        known_at: datetime | None,
    ) -> Mould:  # fmt: skip
        first, rest = words.opening(verdict, facts, since, language)
        if verdict in TELLS_SCANS:
            rest = (*rest, gap("scanned"))
        if known_at is not None:
            rest = (*rest, as_of(known_at, language))
        title, told = self._pieces(goods, language)
        before, between, after, end = shell(language)
        top = band(SIGNS[verdict], first, rest, language)
        address = raw_piece(gap("path"))
        return Mould([before, title, between, top, told, *foot(gap("shown"), language), after, address, end])

    def tell(self, run: Run, goods: Goods) -> None:
        """Read what stands below the first band, unless it is known."""
        if goods.told is not None and self.memory.is_trusted:
            return
        told = told_about(run, goods.facts.product, goods.facts.lot)
        if told != goods.told:
            goods.pieces, goods.moulds, goods.linksets = {}, {}, {}
        goods.told = None if told is None else dict(told)

    def _pieces(self, goods: Goods, language: str) -> tuple[Piece, Piece]:
        kept = goods.pieces.get(language)
        if kept is None:
            assert goods.told is not None
            kept = goods.pieces[language] = fragment(goods.told, goods.facts.star, language)
        return kept

    def refused(self, asked: Asked, verdict: Verdict, network: int) -> Answer:
        quiet = verdict in (Verdict.THROTTLED, Verdict.PAUSED)
        if not quiet:
            self.behind.note(Line(time.time(), None, None, verdict.value, network, asked.language, asked.region))
        with override(asked.language):
            typed = "".join(filter(str.isprintable, asked.target.code[:40]))
            again = try_again("" if quiet else typed)
        first, rest = words.opening(verdict, None, None, asked.language)
        if verdict is Verdict.UNREADABLE:
            rest = (words.unreadable(asked.target.code[:80], asked.language), *rest)
        status = STATUS[verdict]
        if verdict is Verdict.UNREADABLE and asked.target.gtin:
            status = 404  # a sound serial of GS1, but none of our stamps
        # Whoever holds a forged stamp must be able to say so; to a network that is shut out the form would be no use.
        tell = () if quiet else foot("", asked.language)
        return page(asked, status, [band(SIGNS[verdict], first, rest, asked.language), again, *tell])

    # A product or lot without a stamp.

    def product_page(self, asked: Asked, run: Run, goods: Goods) -> Answer:
        self.tell(run, goods)
        title, told = self._pieces(goods, asked.language)
        top = product_band(goods.facts, asked.language)
        return page(asked, 200, [top, told, *foot("", asked.language)], title)

    def no_item(self, asked: Asked) -> Answer:
        with override(asked.language):
            rest = [_("Cổng OCOP Quảng Ninh không có sản phẩm hoặc lô mang mã này.")]
            top = band("unknown", _("Không có mã hàng này."), rest, asked.language)
            return page(asked, 404, [top, try_again("")])


def _count_in(facts: Facts) -> int:
    return facts.scanned.count if facts.scanned else 0


def _facts(goods: GoodsFacts, states: States, state: str, stamp: Stamp, count: int) -> Facts:
    scanned = None
    if count:
        suspected = None if stamp.suspected_at is None else datetime.fromtimestamp(stamp.suspected_at, UTC)
        first_at = datetime.fromtimestamp(stamp.first_at, UTC)
        scanned = Scanned(count, first_at, stamp.window_count, len(stamp.networks), suspected)
    withdrawn = states.spans.withdrawn_at
    return Facts(state, goods.recalled_at, goods.best_before, goods.star, scanned, goods.today, withdrawn)


__all__ = ["HTML", "Answer", "Answers", "link_header"]
