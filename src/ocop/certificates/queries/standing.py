"""Where products stand on a day: always computed from their events, never from a copy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from ocop.people.queries import today
from ocop.products.models import Product

from ..models import Certificate, Recognition
from ..rules import Event, Outcome, State, period_of, standing_on
from .sentences import day_words


@dataclass(frozen=True, slots=True)
class Standing:
    """A product's star on a day, how sure that is, and the certificate it rests on when it is ours."""

    as_of: date
    state: State
    star: int | None = None
    level: str = ""
    certainty: str = ""
    expires_on: date | None = None
    expires_from: date | None = None
    expires_to: date | None = None
    proposed: bool = False
    certificate: Certificate | None = None
    recognition: Recognition | None = None

    @property
    def is_valid(self) -> bool:
        """Surely in force on the day; an unknown validity is not valid."""
        return self.state == State.IN_FORCE

    @property
    def drawing(self) -> str:
        """The state as `c-stars` draws it: filled only when surely in force."""
        shapes = {State.IN_FORCE: "valid", State.EXPIRED: "expired", State.REVOKED: "void"}
        return shapes.get(self.state, "unknown")

    @property
    def badge(self) -> str:
        kinds = {State.IN_FORCE: "ok", State.EXPIRED: "soon", State.REVOKED: "void"}
        return kinds.get(self.state, "wait")

    @property
    def words(self) -> str:
        """The star and its validity in one phrase."""
        return standing_words(self.state, self.star, self.expires_from, self.expires_to, self.level, self.proposed)


def standing_words(
    state: str, star: int | None, expires_from: date | None, expires_to: date | None, level: str = "",
    proposed: bool = False,
) -> str:  # fmt: skip
    """«4 sao · hiệu lực đến 12/03/2029», «4 sao · chưa rõ còn hiệu lực», …"""
    if star is None:
        return _unstarred(state)
    stars = _("%(star)s sao") % {"star": star}
    if level == "legacy_province":
        return stars + " · " + _("theo bộ tiêu chí cũ của tỉnh")
    words = stars + " · " + _validity(state, expires_from, expires_to)
    return words + " · " + _("đã đề nghị Bộ xét 5 sao") if proposed else words


def short_words(state: str, star: int | None, last: date | None, exact: bool, level: str) -> str:
    """The same for a card: at most a line or two."""
    if star is None:
        return _unstarred(state)
    if level == "legacy_province":
        return _("%(star)s sao cũ của tỉnh") % {"star": star}
    said = {
        State.REVOKED: _("đã thu hồi"), State.EXPIRED: _("đã hết hạn") if exact else _("đã quá 36 tháng"),
        State.IN_FORCE: _("đến %(day)s") % {"day": day_words(last)} if exact and last else _("còn hiệu lực"),
    }  # fmt: skip
    return _("%(star)s sao") % {"star": star} + " · " + said.get(State(state), _("chưa rõ hạn"))


def _unstarred(state: str) -> str:
    said = {
        State.UNKNOWN: _("chưa rõ hạng sao"),
        State.PARTICIPATING: _("tham gia, chưa rõ sao"),
        State.PROPOSED: _("đề nghị xét sao"),
    }
    return said.get(State(state), _("chưa có hạng sao"))


def _validity(state: str, first: date | None, last: date | None) -> str:
    exact = first is not None and first == last
    if state == State.REVOKED:
        return _("đã bị thu hồi")
    if state == State.IN_FORCE:
        if exact and last:
            return _("hiệu lực đến %(day)s") % {"day": day_words(last)}
        return _("còn hiệu lực")
    if state == State.EXPIRED:
        if exact and last:
            return _("đã hết hạn từ %(day)s") % {"day": day_words(last)}
        return _("quá hạn 36 tháng, chưa rõ đã đánh giá lại")
    return _("chưa rõ còn hiệu lực")


def events_of(products: Iterable[Product | int]) -> dict[int, list[Recognition]]:
    """Every event of each product, oldest first, in one query."""
    ids = [p if isinstance(p, int) else p.pk for p in products]
    found: dict[int, list[Recognition]] = defaultdict(list)
    rows = Recognition.objects.filter(product_id__in=ids).select_related("certificate", "certificate__decision")
    for event in rows.order_by("decided_on", "id"):
        found[event.product_id].append(event)
    return found


def as_event(row: Recognition) -> Event:
    """The facts of one event as the rules need them."""
    known = row.known_on or timezone.localdate(row.recorded_at)
    first, last = period_of(row.decided_on, row.precision, level=row.level, known_on=known)
    revoked = row.certificate.revoked_on if row.certificate else None
    return Event(row.pk, row.kind, row.star or 0, row.level, first, last, row.valid_until, revoked, row.certainty)


def standing_of(product: Product, day: date | None = None) -> Standing:
    """Where one product stands on `day` (default today)."""
    return standings([product], day)[product.pk]


def standings(products: Iterable[Product | int], day: date | None = None) -> dict[int, Standing]:
    """Where many products stand on `day`, in one query."""
    on = day or today()
    ids = [p if isinstance(p, int) else p.pk for p in products]
    events = events_of(ids)
    return {pk: standing_from(events.get(pk, []), on) for pk in ids}


def standing_from(rows: list[Recognition], day: date) -> Standing:
    """The standing that these events of one product make on `day`."""
    outcome = standing_on([as_event(row) for row in rows], day)
    by_id = {row.pk: row for row in rows}
    return _standing(outcome, by_id.get(outcome.event or 0), day)


def _standing(outcome: Outcome, row: Recognition | None, day: date) -> Standing:
    exact = outcome.expires_from == outcome.expires_to
    return Standing(
        as_of=day,
        state=outcome.state,
        star=outcome.star,
        level=outcome.level,
        certainty=outcome.certainty,
        expires_on=outcome.expires_to if exact else None,
        expires_from=outcome.expires_from,
        expires_to=outcome.expires_to,
        proposed=outcome.proposed,
        certificate=row.certificate if row else None,
        recognition=row,
    )
