"""Two and three phones, one lot, and a network that loses, repeats, delays and breaks off: nothing is lost or doubled.

The phones run the real ledger and the real sender of the app (in the browser driver's own JavaScript engine). All 2 000
cases are played against a shelf of thirty lines that keeps the protocol's promises; a part of them is played against the
real door with a real database too, each in a savepoint, and there every answer of both must be the same. All of them on
the real door: OCOP_TORTURE=2000 (some minutes).
"""

import json
import os
import random
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from shutil import which
from typing import Any
from uuid import UUID

import playwright
import pytest
from django.db import transaction
from django.test import RequestFactory

from ocop.diaries.models import Entry, Keeper
from ocop.diaries.views.syncing import sync
from ocop.people.models import Person
from tests.diaries.cast import village
from tests.stamps.cast import lot

CASES = 2_000
REAL = int(os.environ.get("OCOP_TORTURE", "40"))
STATIC = Path(__file__).parents[2] / "src/ocop/diaries/static/diaries"
PHONES = Path(__file__).with_name("phones.mjs")
BUNDLED = Path(playwright.__file__).parent / "driver/node"
MORNING = datetime(2026, 8, 9, 6, 0, tzinfo=UTC)
FATES = ("well",) * 5 + ("never arrives", "answer lost", "arrives twice", "arrives late", "answer lost late")

Answer = dict[str, Any]
Network = Callable[[str, Answer], Answer]


class Shelf:
    """The protocol in its simplest form: one book, a row for each entry, and a cursor that is the number of rows seen."""

    def __init__(self, broken: str = "") -> None:
        self.rows: list[tuple[str, Answer]] = []
        self.broken = broken

    def serve(self, person: str, message: Answer) -> Answer:
        known = set() if self.broken == "doubles" else {entry["id"] for _, entry in self.rows}
        if self.broken == "overwrites":
            self.rows = [row for row in self.rows if not self._same(row[1], message["entries"])]
        added = [(person, entry) for entry in message["entries"] if entry["id"] not in known]
        self.rows += [] if self.broken == "forgets" and len(self.rows) == 2 else added
        have = int(str(message["have"] or "0.0").partition(".")[2])
        cursor = f"1.{len(self.rows)}" if self.rows else ""
        return {
            "taken": [e["id"] for e in message["entries"]],
            "refused": [],
            "news": self._news(person, have),
            "cursor": cursor,
        }

    def _same(self, entry: Answer, others: list[Answer]) -> bool:
        return any(entry["lot"] == other["lot"] and entry["device"] != other["device"] for other in others)

    def _news(self, person: str, have: int) -> list[Answer]:
        return [
            {"id": entry["id"], "author": author, "mine": author == person, "received_at": "x", "entry": entry}
            for author, entry in self.rows[have:]
        ]

    def kept(self) -> list[Answer]:
        return [entry for _, entry in self.rows]


class Door:
    """The real endpoint and the real tables, as the network would reach them; the shelf beside it must say the same."""

    def __init__(self, people: dict[str, Person]) -> None:
        self.people, self.shelf = people, Shelf()

    def serve(self, person: str, message: Answer) -> Answer:
        body = json.dumps(message)
        request = RequestFactory().post("/nhat-ky-san-xuat/dong-bo/", body, content_type="application/json")
        request.user = self.people[person]
        response = sync(request)
        assert response.status_code == 200, response.content
        answer: Answer = json.loads(response.content)
        assert self._bare(answer) == self._bare(self.shelf.serve(person, message)), (
            "the shelf is not what the server is"
        )
        return answer

    def _bare(self, answer: Answer) -> Answer:
        """Without what only a database knows: moments, and its number for the book."""
        news = [(n["id"], n["author"], n["mine"], n["entry"]) for n in answer["news"]]
        return {"news": news, "end": answer["cursor"].partition(".")[2], **{k: answer[k] for k in ("taken", "refused")}}

    def kept(self) -> list[Answer]:
        rows = list(Entry.objects.order_by("number"))
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
        return [row.said for row in rows]


class Phones:
    """The process with the phones; a call is one line there and one back, unless a phone asks its server first."""

    def __init__(self, engine: str) -> None:
        self.process = subprocess.Popen(
            [engine, str(PHONES), str(STATIC)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def _say(self, line: Answer) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()

    def _hear(self) -> Answer:
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, "the phones have died"
        return dict(json.loads(line))

    def call(self, what: str, phone: str = "", network: Network | None = None, **more: Any) -> Answer:
        self._say({"do": what, "phone": phone, **more})
        while "asks" in (said := self._hear()):
            assert network
            self._say(network(said["asks"], said["message"]))
        return said

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(10)
        assert self.process.stdout
        self.process.stdout.close()


@pytest.fixture(scope="module")
def phones() -> Iterator[Phones]:
    engine = str(BUNDLED) if BUNDLED.exists() else which("node")
    if not engine:
        pytest.skip("no JavaScript engine outside a browser on this machine")
    running = Phones(engine)
    yield running
    running.close()


@dataclass
class World:
    """One case: who has which phone, what was written, and what is still on its way."""

    phones: Phones
    people: dict[str, str]
    book: str
    lot: int
    chance: random.Random
    server: Shelf | Door
    now: datetime = MORNING
    written: dict[str, str] = field(default_factory=dict)
    on_the_way: list[tuple[str, Answer]] = field(default_factory=list)

    @property
    def clock(self) -> float:
        return self.now.timestamp() * 1000

    def network(self, phone: str, message: Answer) -> Answer:
        """What the server answers, or that nothing came back; a late message arrives whenever it likes."""
        fate = self.chance.choice(FATES)
        if fate == "never arrives":
            return {"lost": True}
        if "late" in fate:
            self.on_the_way.append((phone, message))
            if fate == "arrives late":
                return {"lost": True}
        if fate == "arrives twice":
            self.server.serve(self.people[phone], message)
        answer = self.server.serve(self.people[phone], message)
        return {"lost": True} if fate.startswith("answer lost") else answer

    def arrive(self) -> None:
        self.chance.shuffle(self.on_the_way)
        for phone, message in self.on_the_way[: self.chance.randint(0, 2)]:
            self.server.serve(self.people[phone], message)
            self.on_the_way.remove((phone, message))

    def act(self) -> None:
        """Somebody does something, somewhere."""
        phone = self.chance.choice(sorted(self.people))
        self.now += timedelta(seconds=self.chance.choice((1, 20, 70)))
        what = self.chance.random()
        if what < 0.45:
            self.write(phone)
        elif what < 0.52 and self.written:
            self.take_back(phone)
        else:
            crash = self.chance.choice((0, 0, 0, 1, 2, 3, 4))
            now = self.chance.random() < 0.5
            self.phones.call("sync", phone, self.network, clock=self.clock, all=now, crash=crash)
        if self.chance.random() < 0.3:
            self.arrive()

    def write(self, phone: str) -> None:
        # Clocks of cheap phones differ by minutes: the order must not hang on them.
        wrong = timedelta(minutes=7 * sorted(self.people).index(phone) - 7)
        words = f"{phone} {len(self.written)}"
        draft = {"kind": "note", "book": self.book, "lot": self.lot, "note": words}
        told = self.phones.call("write", phone, draft=draft, at=(self.now + wrong).isoformat(), clock=self.clock)
        self.written[told["id"]] = words

    def take_back(self, phone: str) -> None:
        key = self.chance.choice(sorted(self.written))
        if self.phones.call("takeBack", phone, id=key, clock=self.clock)["back"]:
            del self.written[key]

    def heal(self) -> None:
        """The network stays: what was on its way arrives, and everybody sends and reads until nothing is new."""
        for phone, message in self.on_the_way:
            self.server.serve(self.people[phone], message)
        self.now += timedelta(minutes=5)
        for phone in (*self.people, *list(self.people)[:-1]):
            told = self.phones.call("sync", phone, self.sound, clock=self.clock)
            assert told["ended"] == "well", told

    def sound(self, phone: str, message: Answer) -> Answer:
        return self.server.serve(self.people[phone], message)


PAO, MAY = "Anh Páo (mô phỏng)", "Chị Mẩy (mô phỏng)"


def case(phones: Phones, seed: int, server: Shelf | Door, book: str = "h1", where: int = 1) -> World:
    """Plays one case to its end: two people with a phone each, in every second case one of them with two."""
    chance = random.Random(seed)
    people = {"một": PAO, "hai": MAY, "ba": PAO} if seed % 2 else {"một": PAO, "hai": MAY}
    devices = [{"name": n, "device": str(UUID(int=chance.getrandbits(128))), "self": p} for n, p in people.items()]
    phones.call("new", phones=devices)
    world = World(phones, people, book, where, chance, server)
    for _ in range(chance.randint(5, 12)):
        world.act()
    world.heal()
    return world


def judge(world: World) -> None:
    """Everything that must hold when the network is back."""
    entries = world.server.kept()
    kept = {entry["id"]: entry for entry in entries}
    assert len(kept) == len(entries), "doubled"
    assert {key: entry["note"] for key, entry in kept.items()} == world.written, "lost or changed"
    states = {phone: world.phones.call("state", phone, subject=f"lo:{world.lot}") for phone in world.people}
    for state in states.values():
        assert set(state["rows"]) == set(kept), "a phone does not have what the server has"
        assert set(state["rows"].values()) <= {"sent"}, "a phone thinks that something was not sent"
        assert {e["id"]: e for e in state["entries"]} == kept
    first, *others = states.values()
    assert all((o["order"], o["story"]) == (first["order"], first["story"]) for o in others), (
        "phones tell it differently"
    )
    _side_by_side(kept, first["story"])


def _side_by_side(kept: dict[str, Answer], story: list[list[list[str]]]) -> None:
    """Two notes whose writers did not know of each other stand in one row; who knew of a note stands after it."""
    past: dict[str, set[str]] = {}

    def before(key: str) -> set[str]:
        if key not in past:
            past[key] = set()
            for seen in kept[key]["after"]:
                past[key] |= {seen} | (before(seen) if seen in kept else set())
        return past[key]

    row = {key: n for n, lanes in enumerate(story) for lane in lanes for key in lane}
    assert set(row) == set(kept)
    for one, other in combinations(kept, 2):
        if one in before(other) or other in before(one):
            early, late = (one, other) if one in before(other) else (other, one)
            assert row[early] <= row[late], "told before what its writer had read"
        else:
            assert row[one] == row[other], "two notes that did not know of each other are not side by side"
            lanes = [lane for lane in story[row[one]] if one in lane or other in lane]
            assert len(lanes) == 2, "one of two notes stands in the other's lane"


def played(phones: Phones, seeds: range, **broken: str) -> None:
    for seed in seeds:
        try:
            judge(case(phones, seed, Shelf(**broken)))
        except AssertionError as fault:
            raise AssertionError(f"case {seed}: {fault}") from fault


def test_in_two_thousand_cases_nothing_is_lost_or_doubled_and_all_phones_tell_the_same(phones: Phones) -> None:
    played(phones, range(CASES))


@pytest.mark.parametrize("fault", ["doubles", "forgets", "overwrites"])
def test_a_server_that_doubles_forgets_or_overwrites_is_found_out(phones: Phones, fault: str) -> None:
    with pytest.raises(AssertionError, match="case"):
        played(phones, range(50), broken=fault)


def test_the_real_door_keeps_all_that_the_shelf_keeps(phones: Phones, db: None) -> None:
    people = village()
    Keeper.objects.create(book=people.household, person=people.out, since=MORNING - timedelta(days=300))
    where, names = lot(people.coop).pk, {PAO: people.in_, MAY: people.out}
    for seed in range(REAL):
        with transaction.atomic():
            judge(case(phones, seed, Door(names), people.household.ref, where))
            transaction.set_rollback(True)
