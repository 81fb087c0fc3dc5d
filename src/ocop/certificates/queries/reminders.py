"""What waits on a desk because a star or a paper runs out, and where to look at all of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ocop.dossiers.queries import vault_papers
from ocop.dossiers.rules import reminder_days
from ocop.letters.rules import Doing, Waiting
from ocop.people.models import Person
from ocop.people.queries import places_of, today
from ocop.people.rules import Role
from ocop.producers.models import Producer
from ocop.producers.queries import producers_of

from .renewals import stars_ending
from .vault import AHEAD, lapsing

CHAPTER = "certificates"
# A paper stands on the desk from the last reminder on; earlier it is a letter.
_PAPER_DAYS = min(reminder_days())


def renewals_waiting(person: Person) -> list[Waiting]:
    """For producers: stars whose re-rating may be filed now, and papers about to lapse."""
    mine = list(producers_of(person))
    if not mine:
        return []
    day = today()
    return [*_stars(person, mine, day), *_papers(mine, day)]


def _stars(person: Person, mine: list[Producer], day: date) -> Iterator[Waiting]:
    own = {producer.pk for producer in mine}
    for ending in stars_ending(person, day):
        if ending.dossier is not None or ending.product.producer_id not in own:
            continue
        if ending.phase not in ("open", "transition") or ending.window is None:
            continue
        closes = ending.window.closes if ending.phase == "open" else ending.window.extended_to
        yield Waiting(
            f"{ending.product.name}: {ending.star} sao hết hạn {ending.expires_on:%d/%m/%Y}", "Mở hồ sơ đánh giá lại",
            ending.opens_url, CHAPTER, about="Điền sẵn từ hồ sơ trước", due_on=closes,
            urgent=closes is not None and closes - day <= timedelta(days=14),
        )  # fmt: skip


def _papers(mine: list[Producer], day: date) -> Iterator[Waiting]:
    soon = vault_papers(mine).filter(
        details__expires_on__range=(day, day + timedelta(days=_PAPER_DAYS)), details__successor__isnull=True
    )
    for lapse in lapsing(soon.order_by("details__expires_on", "pk"), day):
        rests = len(lapse.dangers)
        about = f"{rests} hồ sơ, sao dựa vào giấy này" if rests else "chưa dùng ở hồ sơ nào"
        title = f"{lapse.kept.kind or lapse.kept.paper.name} sắp hết hạn"
        url = f"/kho-giay-to/{lapse.kept.paper.pk}/"
        yield Waiting(title, "Thay bằng giấy mới", url, CHAPTER, about=about, due_on=lapse.kept.expires_on)


def renewals_doings(person: Person) -> list[Doing]:
    found = []
    if producers_of(person).exists():
        found.append(Doing("Kho giấy tờ", "/kho-giay-to/", "giấy nào dùng ở đâu, bao giờ hết hạn, thay giấy mới"))
        found.append(Doing("Giấy chứng nhận sắp hết hạn", "/danh-gia-lai/", "khung nộp hồ sơ đánh giá lại"))
    elif places_of(person, Role.COMMUNE_OFFICER, Role.PROVINCE_OFFICER):
        found.append(Doing("Giấy tờ sắp hết hạn", "/kho-giay-to/sap-het-han/", f"trong địa bàn, {AHEAD} ngày tới"))
        found.append(Doing("Giấy chứng nhận sắp hết hạn", "/danh-gia-lai/", "sao nào cần đánh giá lại"))
    return found
