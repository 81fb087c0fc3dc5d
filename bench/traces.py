"""The event repository with 1 000 000 events (50 for each product of the house): capture, questions, trees, size.

Durable: the house's database writes to disk before a commit returns. Floors in the same run: orjson and a plain COPY
of each event's text for capture, the text's own length for storage.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from random import Random
from time import perf_counter
from typing import Any
from uuid import UUID

import orjson

from bench.line import Line, median_ms
from bench.senders import PROCESSES, senders

PER_DOCUMENT = 1_000
EVENTS = 50 * int(os.environ.get("OCOP_BENCH_SIZE", "20000"))
SINGLY = 8
LEVELS, SECONDS = 10, 3.0
_START = datetime(2026, 1, 1, tzinfo=UTC)
_CONTEXT = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"x": "https://x.example/"}]
_GTIN = "https://id.gs1.org/01/08938500110016"


def lines() -> Iterator[Line]:
    from ocop.traces import acts

    party = acts.register_party(name="Bench (mô phỏng)", kind="partner", simulated=True, by=None)
    few = max(PER_DOCUMENT * 20, EVENTS // 10)
    _run("CREATE TABLE IF NOT EXISTS bench_traces (body text)")
    with senders() as pool:
        floor = PER_DOCUMENT * pool.rate(_raw, _copied, range(0, few, PER_DOCUMENT), named=True)
        named = PER_DOCUMENT * pool.rate(
            _raw, _handed_in, range(0, EVENTS - few, PER_DOCUMENT), named=True, party=party.pk
        )
        hashed = PER_DOCUMENT * pool.rate(
            _raw, _handed_in, range(EVENTS - few, EVENTS, PER_DOCUMENT), named=False, party=party.pk
        )
    _tree(party)
    _settle()
    yield Line("traces.capture", named, "events/s", "higher", floor)
    yield Line("traces.capture_hashed", hashed, "events/s", "higher", floor)
    yield Line("traces.event_bytes", _bytes(), "bytes/event", "lower", len(orjson.dumps(_event(1, True))))
    yield Line("traces.capture_singly", _singly(party), "events/s", "higher")
    yield from _matching(party)
    yield Line("traces.lineage", median_ms(_trace_back, 21), "ms", "lower")
    yield from _by_master_data(party)


def _event(n: int, named: bool) -> dict[str, Any]:
    """A step of a diary or a partner, of some 500 to 600 bytes; no identifier or moment comes twice."""
    event: dict[str, Any] = {
        "type": "ObjectEvent",
        "eventTime": (_START + timedelta(seconds=25 * n)).isoformat(timespec="milliseconds"),
        "eventTimeZoneOffset": "+07:00",
        "action": "OBSERVE",
        "bizStep": ("storing", "inspecting", "shipping", "receiving")[n // 7 % 4],
        "disposition": "in_progress",
        "readPoint": {"id": f"https://id.gs1.org/414/8938500110009/254/KHO-{n % 400}"},
        "bizLocation": {"id": "https://id.gs1.org/414/8938500110009"},
        "x:note": {"x:weather": "nắng", "x:worker": f"N{n % 97}"},
    }
    if named:
        event["eventID"] = f"urn:uuid:{UUID(int=Random(n).getrandbits(128), version=4)}"
    if n % 2:
        event["epcList"] = [f"{_GTIN}/21/S{n}A{i}" for i in range(3)]
    else:
        event["quantityList"] = [{"epcClass": f"{_GTIN}/10/L{n}", "quantity": 12.5, "uom": "KGM"}]
    return event


def _raw(first: int, named: bool) -> bytes:
    events = [_event(n, named) for n in range(first, first + PER_DOCUMENT)]
    return orjson.dumps(_document(events))


def _document(events: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "@context": _CONTEXT, "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2026-11-22T00:00:00Z",
        "epcisBody": {"eventList": events},
    }  # fmt: skip


def _handed_in(raw: bytes, party: int) -> None:
    """All that `POST /epcis/v2/capture` does but HTTP: read, check, store, commit, keep the job."""
    from ocop.traces import acts
    from ocop.traces.models import Party

    acts.hand_in(raw, kind="json", party=Party.objects.get(pk=party), by=None)


def _leave() -> None:
    from django.db import connection

    connection.close()


def _capturing(party: Any) -> Callable[[bytes], object]:
    from epcis import parse
    from ocop.traces import acts

    return lambda raw: acts.capture(parse(raw), party=party, by=None)


def _copied(raw: bytes, _: int) -> None:
    """The floor: nothing checked, nothing to be found by, nothing to be known again."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor, cursor.copy("COPY bench_traces FROM STDIN") as copy:
        for event in orjson.loads(raw)["epcisBody"]["eventList"]:
            copy.write_row((orjson.dumps(event).decode(),))


def _tree(party: Any) -> None:
    """Ten levels of lots, each made of three of the level below."""
    import epcis
    from ocop.traces import acts

    def lot(level: int, n: int) -> dict[str, Any]:
        return {"epcClass": f"{_GTIN}/10/T{level}N{n % 12}", "quantity": 10, "uom": "KGM"}

    events = [
        {
            "type": "TransformationEvent", "eventTime": (_START + timedelta(days=level, minutes=n)).isoformat(),
            "eventTimeZoneOffset": "+07:00", "inputQuantityList": [lot(level + 1, n + i) for i in range(3)],
            "outputQuantityList": [lot(level, n)], "bizLocation": {"id": "https://id.gs1.org/414/8938500110009"},
        }
        for level in range(LEVELS)
        for n in range(12)
    ]  # fmt: skip
    acts.capture(epcis.read(_document(events)), party=party, by=None)


def _trace_back() -> None:
    from ocop.traces.queries.lineage import lineage

    tree = lineage(f"{_GTIN}/10/T0N0", depth=LEVELS)
    assert max(tree.depths.values()) == LEVELS and len(tree.steps) > 80, len(tree.steps)


def _settle() -> None:
    """As the database's own housekeeping leaves it."""
    _run("DROP TABLE bench_traces")
    _run("VACUUM ANALYZE traces_event")
    _run("VACUUM ANALYZE traces_identity")


def _run(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


def _bytes() -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(pg_total_relation_size(oid))::float / (SELECT count(*) FROM traces_identity) FROM pg_class "
            "WHERE relkind = 'r' AND (relname LIKE 'traces\\_event\\_%%' OR relname IN ('traces_identity', 'traces_context'))"
        )
        (size,) = cursor.fetchone()
    return float(size)


def _singly(party: Any) -> float:
    """One event a transaction, through the act, from eight connections."""
    captured = _capturing(party)
    raws = [[orjson.dumps({**_event(2 * EVENTS + 100_000 * k + n, True), "@context": _CONTEXT}) for n in range(500)]
            for k in range(SINGLY)]  # fmt: skip

    def one(mine: list[bytes]) -> int:
        for raw in mine:
            captured(raw)
        _leave()
        return len(mine)

    with ThreadPoolExecutor(SINGLY) as pool:
        began = perf_counter()
        done = sum(pool.map(one, raws))
        return done / (perf_counter() - began)


def _matching(party: Any) -> Iterator[Line]:
    with ThreadPoolExecutor(PROCESSES) as pool:
        found = sorted(spent for each in pool.map(_asking(party), range(PROCESSES)) for spent in each)
    yield Line("traces.match_epc", len(found) / SECONDS, "questions/s", "higher")
    yield Line("traces.match_epc_p99", 1000 * found[int(len(found) * 0.99)], "ms", "lower")


def _asking(party: Any) -> Callable[[int], list[float]]:
    from epcis.queries import parse_query
    from ocop.traces.queries.answers import page_of

    def ask(seed: int) -> list[float]:
        random, spent, end = Random(seed), [], perf_counter() + SECONDS
        while perf_counter() < end:
            n = random.randrange(EVENTS // 2) * 2 + 1
            began = perf_counter()
            page = page_of(parse_query({"MATCH_epc": [f"{_GTIN}/21/S{n}A1"]}), [party.pk], size=30)
            spent.append(perf_counter() - began)
            assert len(page.events) == 1
        _leave()
        return spent

    return ask


PLACES, COMMUNES = 400, 100


def _by_master_data(party: Any) -> Iterator[Line]:
    """Questions by attributes of what events name; the floor: the same questions by the ids that the attributes stand for."""
    lots = range(0, EVENTS, 50)
    _say(party, "ReadPoint", {_place(n): {"city": f"Xã {n % COMMUNES}", "name": f"Kho {n}"} for n in range(PLACES)})
    _say(party, "EPCClass", {f"{_GTIN}/10/L{n}": {"lotNumber": f"L{n}", "grower": f"Hộ {n % 5_000}"} for n in lots})
    _run("VACUUM ANALYZE traces_element")
    alike = [_place(n) for n in range(7, PLACES, COMMUNES)]
    for name, by_attribute, by_id in (
        ("eqattr_place", {"EQATTR_readPoint_cbvmda:city": ["Xã 7"]}, {"EQ_readPoint": alike}),
        ("hasattr_place", {"HASATTR_readPoint": ["cbvmda:city"]}, {"EQ_readPoint": [_place(n) for n in range(PLACES)]}),
        ("eqattr_lot", {"EQATTR_epcClass_cbvmda:lotNumber": ["L100"]}, {"MATCH_epcClass": [f"{_GTIN}/10/L100"]}),
        ("eqattr_nothing", {"EQATTR_epcClass_cbvmda:lotNumber": ["?"]}, {"MATCH_epcClass": [f"{_GTIN}/10/NONE"]}),
    ):
        took, floor = (median_ms(_asked(party, query), 21) for query in (by_attribute, by_id))
        yield Line(f"traces.{name}", took, "ms", "lower", floor)


def _place(n: int) -> str:
    return f"https://id.gs1.org/414/8938500110009/254/KHO-{n}"


def _say(party: Any, kind: str, told: dict[str, dict[str, str]]) -> None:
    import epcis
    from ocop.traces import acts

    elements = [
        {"id": key, "attributes": [{"id": f"cbvmda:{name}", "attribute": value} for name, value in facts.items()]}
        for key, facts in told.items()
    ]
    lists = [{"type": f"urn:epcglobal:epcis:vtype:{kind}", "vocabularyElementList": elements}]
    header = {"epcisHeader": {"epcisMasterData": {"vocabularyList": lists}}}
    acts.capture(epcis.read({**_document([]), **header}), party=party, by=None)


def _asked(party: Any, query: dict[str, list[str]]) -> Callable[[], object]:
    from epcis.queries import parse_query
    from ocop.traces.queries.answers import page_of

    return lambda: page_of(parse_query(query), [party.pk], size=30)
