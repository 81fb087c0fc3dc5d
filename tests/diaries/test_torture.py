"""Two and three phones, one lot, and a network that loses, repeats, delays and breaks off: nothing is lost or doubled.

The phones run the real ledger and the real sender of the app (in the browser driver's own JavaScript engine); the server
is the real door of the sync protocol with a real database, each case in a savepoint of its own.
"""

import json
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
from tests.diaries.cast import Village, village
from tests.stamps.cast import lot

CASES = 2_000
PARTS = 8
STATIC = Path(__file__).parents[2] / "src/ocop/diaries/static/diaries"
PHONES = Path(__file__).with_name("phones.mjs")
BUNDLED = Path(playwright.__file__).parent / "driver/node"
MORNING = datetime(2026, 8, 9, 6, 0, tzinfo=UTC)
FATES = ("well",) * 5 + ("never arrives", "answer lost", "arrives twice", "arrives late", "answer lost late")

Answer = dict[str, Any]
Door = Callable[[str, dict[str, Any]], Answer]


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

    def call(self, what: str, phone: str = "", network: Door | None = None, **more: Any) -> Answer:
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
    people: dict[str, Person]
    book: str
    lot: int
    chance: random.Random
    serve: Callable[[Person, dict[str, Any]], Answer]
    now: datetime = MORNING
    written: dict[str, str] = field(default_factory=dict)
    on_the_way: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def clock(self) -> float:
        return self.now.timestamp() * 1000

    def network(self, phone: str, message: dict[str, Any]) -> Answer:
        """What the server answers, or that nothing came back; a late message arrives whenever it likes."""
        fate = self.chance.choice(FATES)
        if fate == "never arrives":
            return {"lost": True}
        if "late" in fate:
            self.on_the_way.append((phone, message))
            if fate == "arrives late":
                return {"lost": True}
        if fate == "arrives twice":
            self.serve(self.people[phone], message)
        answer = self.serve(self.people[phone], message)
        return {"lost": True} if fate.startswith("answer lost") else answer

    def arrive(self) -> None:
        self.chance.shuffle(self.on_the_way)
        for phone, message in self.on_the_way[: self.chance.randint(0, 2)]:
            self.serve(self.people[phone], message)
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
            self.serve(self.people[phone], message)
        self.now += timedelta(minutes=5)
        for phone in (*self.people, *self.people):
            told = self.phones.call(
                "sync", phone, lambda name, said: self.serve(self.people[name], said), clock=self.clock
            )
            assert told["ended"] == "well", told


def door(person: Person, message: dict[str, Any]) -> Answer:
    """The real endpoint, as the network would reach it."""
    body = json.dumps(message)
    request = RequestFactory().post("/nhat-ky-san-xuat/dong-bo/", body, content_type="application/json")
    request.user = person
    response = sync(request)
    assert response.status_code == 200, response.content
    return dict(json.loads(response.content))


def case(
    phones: Phones, people: Village, where: int, seed: int, serve: Callable[[Person, Any], Answer] = door
) -> World:
    """Plays one case to its end."""
    chance = random.Random(seed)
    holders = (
        {"một": people.in_, "hai": people.out, "ba": people.in_} if seed % 2 else {"một": people.in_, "hai": people.out}
    )
    devices = [
        {"name": n, "device": str(UUID(int=chance.getrandbits(128))), "self": p.name} for n, p in holders.items()
    ]
    phones.call("new", phones=devices)
    world = World(phones, holders, people.household.ref, where, chance, serve)
    for _ in range(chance.randint(5, 9)):
        world.act()
    world.heal()
    return world


def judge(world: World) -> None:
    """Everything that must hold when the network is back."""
    kept = {str(entry.pk): entry for entry in Entry.objects.all()}
    assert {key: entry.said["note"] for key, entry in kept.items()} == world.written, "lost, doubled or changed"
    assert sorted(entry.number for entry in kept.values()) == list(range(1, len(kept) + 1))
    states = {phone: world.phones.call("state", phone, subject=f"lo:{world.lot}") for phone in world.people}
    for state in states.values():
        assert set(state["rows"]) == set(kept), "a phone does not have what the server has"
        assert set(state["rows"].values()) <= {"sent"}, "a phone thinks that something was not sent"
        assert {e["id"]: e for e in state["entries"]} == {key: entry.said for key, entry in kept.items()}
    first, *others = states.values()
    assert all((o["order"], o["story"]) == (first["order"], first["story"]) for o in others), (
        "phones tell it differently"
    )
    _side_by_side(kept, first["story"])


def _side_by_side(kept: dict[str, Entry], story: list[list[list[str]]]) -> None:
    """Two notes whose writers did not know of each other stand in one row; who knew of a note stands after it."""
    past: dict[str, set[str]] = {}

    def before(key: str) -> set[str]:
        if key not in past:
            past[key] = set()
            for seen in map(str, kept[key].after):
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


@pytest.fixture
def ground(db: None) -> tuple[Village, int]:
    """Two keepers of one household's book, and a lot of their cooperative."""
    people = village()
    Keeper.objects.create(book=people.household, person=people.out, since=MORNING - timedelta(days=300))
    return people, lot(people.coop).pk


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_is_lost_or_doubled_and_all_phones_tell_the_same(
    phones: Phones, ground: tuple[Village, int], part: int
) -> None:
    for seed in range(part * CASES // PARTS, (part + 1) * CASES // PARTS):
        try:
            with transaction.atomic():
                judge(case(phones, *ground, seed))
                transaction.set_rollback(True)
        except AssertionError as fault:
            raise AssertionError(f"case {seed}: {fault}") from fault
