"""How complete the telling of a lot is, item by item, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import Count
from django.utils import timezone

from ocop.certificates.queries import Standing, standings
from ocop.dossiers.models import VaultPaper
from ocop.lots.models import Lot, LotStep
from ocop.papers.models import PaperDetails
from ocop.people.models import Person
from ocop.people.queries import today

from ..models import Entry
from ..rules.completeness import Found, Item, judged, score
from .files import arrived
from .seeing import lots_seen
from .stories import Story, balance_of, stories_of, story_of

_STEPS = ("input", "care", "harvest", "processing", "packing", "storage", "dispatch")


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of lots outside their diaries, read for many lots at once."""

    standings: dict[int, Standing]
    papers: dict[int, dict[str, Found]]
    steps: dict[int, int]
    files: frozenset[str]


def beside(stories: Sequence[Story]) -> Beside:
    lots = [story.lot for story in stories]
    hashes = {a.sha256 for story in stories for e in story.entries.values() for a in e.attachments.all()}
    producers = {lot.product.producer_id for lot in lots if lot.product.producer_id}
    steps = LotStep.objects.filter(lot__in=lots).values_list("lot_id").annotate(n=Count("id"))
    return Beside(
        standings({lot.product_id for lot in lots}),
        _papers(producers, today()),
        dict(steps),
        frozenset(arrived(hashes)),
    )


def completeness(lot: Lot, story: Story | None = None, known: Beside | None = None) -> list[Item]:
    """Each item that the law asks of a lot: there, half there, missing, or absent by right."""
    story = story or story_of(lot)
    known = known or beside([story])
    product, producer = lot.product, lot.product.producer
    papers = known.papers.get(producer.pk, {}) if producer else {}
    found = {
        "name": Found(product.name, "sản phẩm"),
        "picture": _picture(story, known),
        "maker": Found(producer.name, "chủ thể") if producer else Found(),
        "address": _address(lot),
        "steps": _steps(story, known),
        "time": Found(f"{lot.made_on:%d/%m/%Y}", "lô"),
        "code": Found(lot.code, "lô"),
        "brand": papers.get("trademark", Found()),
        "expiry": _expiry(story),
        "standard": papers.get("declaration", Found()),
        "gtin": Found(product.gtin or "", "sản phẩm"),
        "maker_id": Found(producer.tax_code or producer.gln, "chủ thể") if producer else Found(),
        "origin": _origin(story),
        "certificate": _certificate(known.standings[product.pk], papers),
        "test": _test(story, papers),
    }
    names = {
        "lot": lot.pk, "product": product.pk, "product_slug": product.slug,
        "producer_slug": producer.slug if producer else "",
    }  # fmt: skip
    return judged(found, names)


def _picture(story: Story, known: Beside) -> Found:
    hashes = {a.sha256 for e in story.holding() for a in e.attachments.all() if a.kind == "photo"}
    count = len(hashes & known.files)
    return Found(f"{count} ảnh", "nhật ký của lô") if count else Found()


def _address(lot: Lot) -> Found:
    producer = lot.product.producer
    if producer is None:
        return Found()
    words = producer.address or (producer.place.name if producer.place else "")
    return Found(words, "chủ thể")


def _steps(story: Story, known: Beside) -> Found:
    """Steps of the diary, each with its place; else those typed when the lot was recorded."""
    noted = story.holding(*_STEPS)
    if not noted:
        typed = known.steps.get(story.lot.pk, 0)
        lacking = "chỉ có lời kể lúc ghi lô, chưa có mã địa điểm"
        return Found(f"{typed} công đoạn", "lô", lacking) if typed else Found()
    placed = sum(1 for e in noted if e.site_id or e.latitude is not None)
    lacking = f"{len(noted) - placed} công đoạn chưa có nơi làm" if placed < len(noted) else ""
    return Found(f"{len(noted)} công đoạn", "nhật ký của lô", lacking)


def _expiry(story: Story) -> Found:
    if story.lot.best_before:
        return Found(f"{story.lot.best_before:%d/%m/%Y}", "lô")
    told = [str(e.details["best_before"]) for e in story.holding("packing") if e.details.get("best_before")]
    return Found(told[-1], "ghi chép đóng gói") if told else Found()


def _origin(story: Story) -> Found:
    for entry in reversed(story.holding("packing", "processing")):
        if entry.site and entry.site.place:
            return Found(f"{entry.site.name}, {entry.site.place}", "nhật ký của lô")
    return Found(str(story.lot.place), "lô") if story.lot.place else Found()


def _certificate(standing: Standing, papers: dict[str, Found]) -> Found:
    if standing.is_valid:
        return Found(f"OCOP {standing.star} sao", "giấy chứng nhận OCOP")
    return papers.get("quality_system", papers.get("food_safety", Found()))


def _test(story: Story, papers: dict[str, Found]) -> Found:
    tests = story.holding("lab")
    if not tests:
        return papers.get("test_report", Found())
    newest = tests[-1]
    word = {"pass": "đạt", "fail": "KHÔNG đạt"}.get(str(newest.details.get("result")), "chờ kết quả")
    has_paper = any(a.kind == "paper" for e in tests for a in e.attachments.all())
    return Found(f"{len(tests)} lần, lần cuối {word}", "nhật ký của lô", "" if has_paper else "chưa kèm phiếu kết quả")


def _papers(producers: set[int], day: date) -> dict[int, dict[str, Found]]:
    """Each producer's good papers by kind."""
    held: dict[int, set[int]] = {}
    for paper, producer in VaultPaper.objects.filter(producer__in=producers).values_list("paper_id", "producer_id"):
        held.setdefault(paper, set()).add(producer)
    found: dict[int, dict[str, Found]] = {}
    for row in PaperDetails.objects.filter(paper__in=held, successor__isnull=True).order_by("issued_on"):
        if row.expires_on is None or row.expires_on >= day:
            for producer in held[row.paper_id]:
                found.setdefault(producer, {})[row.kind] = Found(row.label, "kho giấy tờ")
    return found


@dataclass(frozen=True, slots=True)
class LotScore:
    """A lot with how much of it is told, and its first thing to do."""

    lot: Lot
    there: int
    asked: int
    items: Sequence[Item]
    over: bool
    unsure: bool = False

    @property
    def missing(self) -> list[Item]:
        return [item for item in self.items if not item.done]

    @property
    def first(self) -> Item | None:
        """What to do next."""
        return next(iter(self.missing), None)


def lots_lacking(person: Person, most: int = 30) -> list[LotScore]:
    """The newest lots of the person's producers, the least told first."""
    lots = list(lots_seen(person)[:most])
    stories = stories_of(lots)
    known = beside(list(stories.values()))
    found = [_scored(lot, stories[lot.pk], known) for lot in lots]
    return sorted(found, key=lambda s: (s.there - s.asked, not s.over))


def _scored(lot: Lot, story: Story, known: Beside) -> LotScore:
    items = completeness(lot, story, known)
    there, of = score(items)
    found = balance_of(lot, story)
    return LotScore(lot, there, of, items, found.over, bool(found.gaps) and not found.over)


def silent_days(entries: Sequence[Entry], longest: int = 3) -> dict[object, int]:
    """Before which entries nobody wrote for more than so many days, and how many."""
    found: dict[object, int] = {}
    for earlier, later in pairwise(entries):
        days = (timezone.localtime(later.at).date() - timezone.localtime(earlier.at).date()).days
        if days > longest:
            found[later.pk] = days
    return found
