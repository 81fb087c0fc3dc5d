"""From what one read gives to what the page shows: words in the reader's language, days, a line and a map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import mark_safe

from ocop.design.rules.tongues import day_in, number_in
from ocop.diaries.rules.attesting import holds_on
from ocop.lots.rules import allergens

from ..rules.ten import Item, steps_told, ten_items
from ..rules.translations import Said, said
from ..rules.verdicts import Star, Verdict, star_verdict
from .maps import route_map, stops_of
from .words import star_words
from .words.labels import label, labels
from .words.vocabulary import kind_of_step, paper_name, place_name, set_name, step_name, unit_name

FIELDS = ("name", "summary", "ingredients", "story", "warnings", "storage", "standards", "materials")
LONGEST_STORY = 900


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the line: what kind it is, when, where, and what the producer calls it."""

    name: str
    own_name: str
    day: str
    where: str
    where_language: str
    note: str
    by: str = ""
    result: str = ""
    bad: bool = False
    times: int = 1


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture, a test or a certificate that the producer shows; `kind` says what it is to whoever cannot read its title."""

    id: int
    kind: str
    title: str
    line: str
    ended: bool
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Row:
    """One of the ten items with what the page can say of it."""

    label: str
    has: bool
    value: str
    language: str


def context_of(told: Mapping[str, Any], star: Star | None, language: str, today: date) -> dict[str, Any]:
    """Everything the body of the passport shows."""
    texts = said(told, language, FIELDS)
    starred = star is not None and star_verdict(star) is not Verdict.NO_STAR
    steps = steps_shown(told, language)
    return {
        "told": told, "language": language, "w": labels(language), "t": texts, "story": _shortened(texts["story"]),
        "star": star, "starred": starred, "star_words": star_words(star) if star else "",
        "made_on": _day(told["made_on"], language), "best_before": _day(told["best_before"], language),
        "kind": set_name(told["set"], language), "place": _place(told["place"], language),
        "lot_title": label("lot", language, code=told["lot"]) if told["lot"] else "",
        "lot_place": _place(told["lot_place"], language), "phone": told["phone"] or "",
        "quantity": quantity(told, language), "steps": steps, "ways": ways_shown(told, language),
        "map": _map(told, steps, language),
        "allergens": allergens_told(told, language), "voices": shown(told, "voice", language, today),
        "pictures": shown(told, "picture", language, today), "tests": papers_shown(told, "test", language, today),
        "papers": papers_shown(told, "certificate", language, today), "issued": _issued(star, language),
        "ten": ten_rows(told, texts, language), "score": _score(ten_items(told), language),
    }  # fmt: skip


def _shortened(story: Said) -> Said:
    if len(story.text) <= LONGEST_STORY:
        return story
    return Said(story.text[:LONGEST_STORY].rsplit(" ", 1)[0] + "…", story.language, story.translated)


def _day(text: str | None, language: str) -> str:
    return day_in(date.fromisoformat(text), language) if text else ""


def _place(name: str | None, language: str) -> str:
    return place_name(name, language) if name else ""


def quantity(told: Mapping[str, Any], language: str) -> str:
    if not told["quantity"]:
        return ""
    return f"{number_in(told['quantity'], language)} {unit_name(told['unit'] or '', language)}".strip()


def _issued(star: Star | None, language: str) -> str:
    if star is None or not star.number or star.issued_on is None or star.expires_on is None:
        return ""
    return label("issued_until", language, a=day_in(star.issued_on, language), b=day_in(star.expires_on, language))


def steps_shown(told: Mapping[str, Any], language: str) -> list[Step]:
    """The steps in their order; a name that is the producer's own stands beside the common word for it."""
    return [_step(step, language) for step in steps_told(told)]


def _step(step: Mapping[str, Any], language: str) -> Step:
    common = step_name(step.get("kind") or kind_of_step(step["name"]), language)
    own = step["name"]
    where = place_name(step["where"], language) if step["where"] else _place(step["place"], language)
    # A commune is said in the reader's language; what the producer calls a place stays as it is.
    spoken = "vi" if step["where"] and where == step["where"] else language
    on, note = _day(step["on"], language), step["note"] or ""
    found = step.get("result") or ""
    said = {
        "by": step.get("by") or "", "result": label(f"found_{found}", language) if found else "",
        "bad": found not in ("", "pass"), "times": step.get("times", 1),
    }  # fmt: skip
    if language == "vi":
        return Step(_begun(own) or common, "", on, where, spoken, note, **said)
    return Step(common, own, on, where, spoken, note, **said)


def _begun(words: str) -> str:
    """A free word as it stands first in a line."""
    return words[:1].upper() + words[1:]


def allergens_told(told: Mapping[str, Any], language: str) -> str:
    """The groups in the reader's language, from one list; empty when nobody has told."""
    chosen = told.get("allergens")
    if chosen is None:
        return ""
    known, column = allergens(), {"vi": "vi", "en": "en"}.get(language, "zh")
    names = [str(getattr(known[key], column)) for key in known if key in chosen]
    return "; ".join(names) if names else label("allergens_none", language, n=len(known))


def ways_shown(told: Mapping[str, Any], language: str) -> list[tuple[str, list[tuple[str, str, str]], str]]:
    """One step back and one step forward: a heading, registered lots (address, product, lot), and the rest in words."""
    ways = told.get("ways") or {}
    back = label("from_batches", language, n=ways["batches"]) if ways.get("batches") else ""
    sent = label("sent_times", language, n=ways["sent"]) if ways.get("sent") else ""
    rows = [("one_back", ways.get("from"), back), ("one_forward", ways.get("into"), sent)]
    return [(label(key, language), _lots_shown(lots, language), rest) for key, lots, rest in rows if lots or rest]


def _lots_shown(lots: Sequence[Sequence[str]] | None, language: str) -> list[tuple[str, str, str]]:
    return [(f"/san-pham/{slug}/", name, label("lot", language, code=code)) for code, name, slug in lots or ()]


def _map(told: Mapping[str, Any], steps: list[Step], language: str) -> str:
    raw = steps_told(told)
    home = _place(told["lot_place"] or told["place"], language)
    stops = stops_of([(_place(s["place"], language) or home, s["lon"], s["lat"]) for s in raw])
    places = " → ".join(stop.name for stop in stops)
    return mark_safe(route_map(told["shape"] or (), stops, label("map", language, places=places)))


def shown(told: Mapping[str, Any], kind: str, language: str, today: date) -> list[Shown]:
    """The exhibits of a kind; what belongs to this lot comes first."""
    return [_shown(x, language, today) for x in told["exhibits"] or () if x["kind"] == kind]


def papers_shown(told: Mapping[str, Any], kind: str, language: str, today: date) -> list[Shown]:
    """The papers under one heading: files that everyone may open, then what is attached in the diary."""
    attached = [_attached(x, told["made_on"], language, today) for x in told.get("attested") or () if x["kind"] == kind]
    return shown(told, kind, language, today) + attached


def _shown(x: Mapping[str, Any], language: str, today: date) -> Shown:
    parts, ended = _about_paper(x, language, today)
    is_paper = x["kind"] in ("test", "certificate")
    kind = label(f"kind_{x['kind']}", language) if is_paper and language != "vi" else ""
    return Shown(x["id"], kind, x["title"], " · ".join(parts), ended, x["width"], x["height"])


def _attached(x: Mapping[str, Any], made_on: str, language: str, today: date) -> Shown:
    """A paper attached to the lot or to where it was made: told, not opened; and how it stood when the lot was made.

    One that ran out since then is no fault of these goods, so it is said calmly.
    """
    parts, ended = _about_paper(x, language, today)
    issued, until = _date(x["issued_on"]), _date(x["expires_on"])
    if x["kind"] == "certificate" and (issued or until):
        held = holds_on(issued, until, date.fromisoformat(made_on))
        if ended or not held:
            parts.append(label("paper_held" if held else "paper_not_held", language))
        ended = ended and not held
    return Shown(0, "", paper_name(x["paper"], language), " · ".join(parts), ended, 0, 0)


def _about_paper(x: Mapping[str, Any], language: str, today: date) -> tuple[list[str], bool]:
    """Number, issuer and days of a paper, and whether it has ended."""
    until = _date(x["expires_on"])
    ended = until is not None and until < today
    parts = [x["number"], x["issuer"]]
    if x["issued_on"]:
        parts.append(label("paper_dated", language, day=_day(x["issued_on"], language)))
    if until:
        parts.append(label("paper_ended" if ended else "paper_until", language, day=day_in(until, language)))
    return list(filter(None, parts)), ended


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def ten_rows(told: Mapping[str, Any], texts: Mapping[str, Said], language: str) -> list[Row]:
    values = _values(told, texts, language)
    return [_row(item, *values[item.key], language) for item in ten_items(told)]


def _row(item: Item, value: str, spoken: str, language: str) -> Row:
    words = labels(language)
    missing = words["none_yet" if item.may_be_absent else "not_told"]
    return Row(words[f"i_{item.key}"], item.has, value if item.has else missing, spoken if item.has else language)


def _values(told: Mapping[str, Any], texts: Mapping[str, Said], language: str) -> dict[str, tuple[str, str]]:
    """What each item says, and in which language it says it."""
    pictures = sum(x["kind"] == "picture" for x in told["exhibits"] or ())
    code = f"(01) {told['gtin']}" if told["gtin"] else ""
    batch = f"(10) {told['lot']}" if told["lot"] else ""
    serial = labels(language)["serial_told"]
    return {
        "name": (texts["name"].text, texts["name"].language),
        "picture": (label("pictures_told", language, n=pictures), language),
        "maker": (told["producer"] or "", "vi"),
        "address": (told["address"] or _place(told["place"], language), "vi" if told["address"] else language),
        "steps": (label("steps_told", language, n=len(steps_told(told))), language),
        "time": (_day(told["made_on"], language), language),
        "code": (" ".join(filter(None, (code, batch))), language),
        "brand": (f"{told['brand']}; {serial}" if told["brand"] else "", "vi" if language == "vi" else language),
        "expiry": (_day(told["best_before"], language), language),
        "standard": (texts["standards"].text, texts["standards"].language),
    }


def _score(items: list[Item], language: str) -> str:
    return label("ten_score", language, have=sum(item.has for item in items))
