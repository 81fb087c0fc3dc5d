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
from ocop.lots.models import Exhibit, LabelFacts, Lot, LotStep
from ocop.lots.queries import epc_of
from ocop.papers.models import PaperDetails
from ocop.people.models import Person
from ocop.people.queries import today
from ocop.traces.models import Party, Voice
from ocop.traces.queries.reading import kept_events, marks_of_objects, standing
from ocop.traces.rules.marks import canonical_id
from ocop.traces.rules.telling import names_in

from ..models import Entry
from ..rules import KINDS
from ..rules.completeness import Found, Item, Public, judged, public_address, score
from .files import arrived
from .seeing import lots_seen
from .stories import Story, balance_of, stories_of, story_of

# Whatever is told as a step; a note is nobody's business.
_STEPS = tuple(kind.key for kind in KINDS if kind.key not in ("note", "correction"))


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of lots outside their diaries, read for many lots at once."""

    standings: dict[int, Standing]
    papers: dict[int, dict[str, Found]]
    steps: dict[int, int]
    events: dict[int, int]
    pictures: dict[int, int]
    labels: dict[int, LabelFacts]
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
        _events(lots),
        _pictures(lots),
        {label.product_id: label for label in LabelFacts.objects.filter(product__lots__in=lots)},
        frozenset(arrived(hashes)),
    )


def _pictures(lots: Sequence[Lot]) -> dict[int, int]:
    """How many pictures the passport of each lot shows: the product's own and the lot's."""
    shown = Exhibit.objects.filter(product__lots__in=lots, kind=Exhibit.Kind.PICTURE, hidden_at=None).distinct()
    rows = list(shown.values_list("product_id", "lot_id", "pk"))
    return {lot.pk: sum(p == lot.product_id and of in (None, lot.pk) for p, of, _ in rows) for lot in lots}


def _events(lots: Sequence[Lot]) -> dict[int, int]:
    """How many events about each lot itself everyone may read, whoever captured them."""
    makers = {lot.product.producer_id for lot in lots} - {None}
    seen: dict[int, set[int]] = {}
    for party, producer in Party.objects.filter(producer__in=makers).values_list("pk", "producer_id"):
        seen.setdefault(party, set()).add(producer)
    heard = Voice.objects.filter(producer__in=makers, accepted_at__isnull=False, ended_at=None)
    for party, producer in heard.values_list("party_id", "producer_id"):
        seen.setdefault(party, set()).add(producer)
    named = {canonical_id(epc_of(lot)): lot for lot in lots}
    found = dict.fromkeys((lot.pk for lot in lots), 0)
    for event in standing(kept_events(marks_of_objects(named), sorted(seen))):
        for name in {canonical_id(name) for name in names_in(event.json)} & named.keys():
            lot = named[name]
            told = event.json.get("ocop:kind") != "note" and lot.product.producer_id in seen[event.party]
            found[lot.pk] += told
    return found


def completeness(lot: Lot, story: Story | None = None, known: Beside | None = None) -> list[Item]:
    """Each item that the law asks of a lot: there, half there, missing, or absent by right."""
    story = story or story_of(lot)
    known = known or beside([story])
    product, producer = lot.product, lot.product.producer
    papers = known.papers.get(producer.pk, {}) if producer else {}
    public = public_of(lot, story, known)
    found = {
        "name": Found(public.name, "sản phẩm"),
        "picture": _picture(public, story, known),
        "maker": Found(public.maker, "chủ thể"),
        "address": Found(public.address, "chủ thể"),
        "steps": _steps(story, known),
        "time": Found(f"{lot.made_on:%d/%m/%Y}", "lô"),
        "code": Found(lot.code, "lô"),
        "brand": _said(public.brand, papers.get("trademark"), "có giấy nhãn hiệu trong kho, hộ chiếu chưa ghi"),
        "expiry": Found(day_words(public.best_before), "lô" if lot.best_before else "ghi chép đóng gói"),
        "standard": _said(public.standards, papers.get("declaration"), "có bản công bố trong kho, hộ chiếu chưa ghi"),
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
    return judged(found, public.told, names)


def public_of(lot: Lot, story: Story, known: Beside) -> Public:
    """What the passport of this lot tells, from the same places."""
    product, producer, label = lot.product, lot.product.producer, known.labels.get(lot.product_id)
    places = [product.place, producer and producer.place, product.former_place, producer and producer.former_place]
    commune = next((place.name for place in places if place), "")
    noted = len(story.holding(*_STEPS)) or known.events.get(lot.pk, 0) or known.steps.get(lot.pk, 0)
    return Public(
        name=product.name, pictures=known.pictures.get(lot.pk, 0), maker=producer.name if producer else "",
        address=public_address(producer.kind, producer.address, commune) if producer else commune, steps=noted,
        made_on=lot.made_on.isoformat(), code=lot.code, brand=label.brand if label else "",
        best_before=_best_before(story), standards=label.standards if label else "",
    )  # fmt: skip


def day_words(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d/%m/%Y}" if iso else ""


def is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _said(words: str, paper: Found | None, lacking: str) -> Found:
    """On the passport, or only on a paper that nobody sees."""
    if words:
        return Found(words, "hộ chiếu")
    return Found(paper.words, paper.where, lacking) if paper else Found()


def _picture(public: Public, story: Story, known: Beside) -> Found:
    if public.pictures:
        return Found(f"{public.pictures} ảnh", "hộ chiếu")
    hashes = {a.sha256 for e in story.holding() for a in e.attachments.all() if a.kind == "photo"}
    count = len(hashes & known.files)
    return Found(f"{count} ảnh", "nhật ký của lô", "chưa đưa ảnh nào lên hộ chiếu") if count else Found()


def _steps(story: Story, known: Beside) -> Found:
    """Steps of the diary, each with its place; else those typed when the lot was recorded."""
    noted = story.holding(*_STEPS)
    if not noted and (count := known.events.get(story.lot.pk)):
        return Found(f"{count} sự kiện", "hệ thống kết nối")
    if not noted:
        typed = known.steps.get(story.lot.pk, 0)
        lacking = "chỉ có lời kể lúc ghi lô, chưa có mã địa điểm"
        return Found(f"{typed} công đoạn", "lô", lacking) if typed else Found()
    placed = sum(1 for e in noted if e.site_id or e.latitude is not None)
    lacking = f"{len(noted) - placed} công đoạn chưa có nơi làm" if placed < len(noted) else ""
    return Found(f"{len(noted)} công đoạn", "nhật ký của lô", lacking)


def _best_before(story: Story) -> str:
    """Of the lot, or of the newest packing; an odd date says nothing."""
    if story.lot.best_before:
        return story.lot.best_before.isoformat()
    told = [str(e.details.get("best_before") or "") for e in story.makings if e.kind == "packing"]
    return next((text for text in reversed(told) if is_day(text)), "")


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
