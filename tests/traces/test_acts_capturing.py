"""Capture: all or nothing, once or as often as one likes, and never lost once acknowledged."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection, connections

import epcis
from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.traces.acts import Captured, capture
from ocop.traces.acts.partitions import has_month, open_months
from ocop.traces.models import Context, Event, Identity, Party
from ocop.traces.rules.packing import unpack
from ocop.traces.rules.positions import SHIFT, month_of
from tests.epcis.fixtures import content, name, paths
from tests.traces.asking import document, event, party

EXAMPLES = ("valid/**/*.json", "valid/**/*.jsonld", "hash/*.jsonld", "query/*.jsonld", "query/**/*.json")
ROOT = Path(__file__).parents[2]


def doc(*events: dict[str, object], context: object = None) -> epcis.Document:
    given = document(*events) if context is None else document(*events, context=context)
    return epcis.read(given)


@pytest.mark.django_db
@pytest.mark.parametrize("file", paths(*EXAMPLES), ids=name)
def test_every_valid_example_is_captured_once_and_kept_as_it_came(file: Path | None) -> None:
    read = epcis.parse(content(file))
    whose = party()
    first, again = (capture(read, party=whose, by=None) for _ in range(2))
    assert first.stored + first.known == again.known == len(read.objects)
    assert again.stored == 0
    kept = [unpack(row.body) for row in Event.objects.order_by("position")]
    assert kept == [entry for i, entry in enumerate(read.objects) if _is_first(read, i)]
    assert all(row.context.body == read.source["@context"] for row in Event.objects.select_related("context"))


def _is_first(read: epcis.Document, place: int) -> bool:
    """Some examples tell one event twice."""
    ids = [
        (e.get("eventID") or epcis.event_hash(e, read.namespaces, read.ignored_fields), str(e.get("errorDeclaration")))
        for e in read.objects
    ]
    return ids.index(ids[place]) == place


@pytest.mark.django_db
def test_an_event_without_an_id_is_known_by_its_hash_in_every_spelling() -> None:
    whose = party()
    links = {"epcList": ["https://id.gs1.org/01/04012345111118/21/987"], "bizStep": "shipping"}
    urns = {"epcList": ["urn:epc:id:sgtin:4012345.011111.987"], "bizStep": "urn:epcglobal:cbv:bizstep:shipping"}
    one, other = (doc({k: v for k, v in event(1, **fields).items() if k != "eventID"}) for fields in (links, urns))
    assert capture(one, party=whose, by=None) == Captured(1, 0)
    assert capture(other, party=whose, by=None) == Captured(0, 1)
    row = Event.objects.get()
    assert bytes(row.digest or b"").hex() in epcis.event_hash(one.objects[0], one.namespaces)


@pytest.mark.django_db
def test_the_same_id_with_other_content_is_refused_by_a_reason_that_names_both() -> None:
    whose = party()
    name_ = "urn:uuid:7a0f2f9e-0000-4000-8000-000000000001"
    first, second = event(1, eventID=name_), event(2, eventID=name_)
    capture(doc(first), party=whose, by=None)
    with pytest.raises(Refused) as refusal:
        capture(doc(event(3), second), party=whose, by=None)
    (reason,) = refusal.value.reasons
    assert reason.field == "/epcisBody/eventList/1/eventID"
    assert name_ in reason.message and "thứ 2" in reason.message
    assert first["eventTime"] in reason.message and second["eventTime"] in reason.message
    assert Event.objects.count() == Identity.objects.count() == 1, "nothing of the refused document stays"


@pytest.mark.django_db
def test_one_document_that_contradicts_itself_is_refused() -> None:
    name_ = "urn:uuid:7a0f2f9e-0000-4000-8000-000000000002"
    with pytest.raises(Refused):
        capture(doc(event(1, eventID=name_), event(2, eventID=name_)), party=party(), by=None)
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_nobody_can_occupy_the_id_of_anothers_event() -> None:
    name_ = "urn:uuid:7a0f2f9e-0000-4000-8000-000000000003"
    squatter, owner = party("Bên chiếm chỗ mô phỏng"), party("Bên chủ mô phỏng")
    capture(doc(event(1, eventID=name_)), party=squatter, by=None)
    assert capture(doc(event(2, eventID=name_)), party=owner, by=None) == Captured(1, 0)


@pytest.mark.django_db
def test_an_error_declaration_shares_the_id_of_its_event_and_both_stay() -> None:
    whose = party()
    told = event(1, eventID="urn:uuid:7a0f2f9e-0000-4000-8000-000000000004")
    error = {"declarationTime": "2026-11-20T08:00:00+07:00", "reason": "incorrect_data"}
    declared = {**told, "errorDeclaration": error}
    later = {**told, "errorDeclaration": {**error, "declarationTime": "2026-11-21T08:00:00+07:00"}}
    assert capture(doc(told, declared), party=whose, by=None) == Captured(2, 0)
    assert capture(doc(declared), party=whose, by=None) == Captured(0, 1)
    assert capture(doc(later), party=whose, by=None) == Captured(1, 0)
    assert Event.objects.exclude(declared_at=None).count() == 2


@pytest.mark.django_db
def test_a_record_time_given_from_outside_makes_no_other_event() -> None:
    whose = party()
    told = event(1, eventID="urn:uuid:7a0f2f9e-0000-4000-8000-000000000005")
    capture(doc(told), party=whose, by=None)
    assert capture(doc({**told, "recordTime": "2026-11-20T08:00:00Z"}), party=whose, by=None) == Captured(0, 1)


@pytest.mark.django_db
def test_capture_leaves_no_line_in_the_journal_and_waits_for_none() -> None:
    whose = party()
    before = Line.objects.count()
    capture(doc(event(1)), party=whose, by=None)
    assert Line.objects.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "table"),
    [
        (datetime(2026, 12, 31, 23, 59, 59, 999999, UTC), "traces_event_2026_12"),
        (datetime(2027, 1, 1, tzinfo=UTC), "traces_event_2027_01"),
        (datetime(2026, 2, 28, 23, 59, 59, tzinfo=UTC), "traces_event_2026_02"),
        (datetime.fromisoformat("2027-01-01T06:59:59+07:00"), "traces_event_2026_12"),
        (datetime.fromisoformat("2027-01-01T07:00:00+07:00"), "traces_event_2027_01"),
    ],
)
def test_an_event_goes_to_the_month_of_its_recording_in_utc(at: datetime, table: str) -> None:
    capture(doc(event(1)), party=party(), by=None, at=at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text, record_time, position FROM traces_event")
        ((where, recorded, position),) = cursor.fetchall()
    assert (where, recorded, position >> SHIFT) == (table, at, month_of(at))


@pytest.mark.django_db
def test_months_are_opened_ahead_and_once() -> None:
    december = datetime(2031, 12, 5, tzinfo=UTC)
    assert open_months(at=december) == 3
    assert open_months(at=december) == 0
    assert has_month(month_of(datetime(2032, 2, 1, tzinfo=UTC)))
    assert not has_month(month_of(datetime(2032, 3, 1, tzinfo=UTC)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname LIKE 'traces_event_2032_01%%marks%%'")
        assert cursor.fetchone() == (["gin_pending_list_limit=64"],)
        cursor.execute("SELECT count(*) FROM pg_partitioned_table WHERE partdefid <> 0")
        assert cursor.fetchone() == (0,), "a default partition would fill up unseen"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "moment",
    ["0002-01-01T00:00:00+14:00", "9998-12-31T23:59:59.123456789-12:00", "2026-01-01T00:00:00+23:59"],
)
def test_moments_at_the_edges_of_the_calendar_are_kept(moment: str) -> None:
    capture(doc(event(1, eventTime=moment)), party=party(), by=None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM event_time) FROM traces_event")
        (epoch,) = cursor.fetchone()
    assert float(epoch) == pytest.approx(datetime.fromisoformat(moment).timestamp(), abs=1e-5)


@pytest.mark.django_db
def test_a_text_with_a_nul_is_kept_and_a_context_with_one_is_refused() -> None:
    whose, context = party(), ["https://c.example/", {"x": "https://x.example/"}]
    capture(doc(event(1, **{"x:note": "a\u0000b"}), context=context), party=whose, by=None)
    assert unpack(Event.objects.get().body)["x:note"] == "a\u0000b"
    with pytest.raises(Refused):
        capture(doc(event(2), context=["https://c.example/", {"x": "https://x.example/\u0000"}]), party=whose, by=None)


@pytest.mark.django_db(transaction=True)
def test_many_that_capture_the_same_at_once_store_it_once() -> None:
    whose = party()
    one, other = doc(*map(event, range(60))), doc(*map(event, reversed(range(30, 90))))

    def work(turn: int) -> int:
        try:
            return capture(one if turn % 2 else other, party=Party.objects.get(pk=whose.pk), by=None).stored
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        stored = list(pool.map(work, range(12)))
    assert sum(stored) == Event.objects.count() == Identity.objects.count() == 90
    assert Context.objects.count() == 1


_CAPTURE_AND_DIE = """
import os, signal, sys, django
django.setup()
import epcis
from django.db import transaction
from ocop.traces.acts import capture
from ocop.traces.models import Party
with transaction.atomic():
    capture(epcis.parse(sys.stdin.buffer.read()), party=Party.objects.get(), by=None)
    if sys.argv[1] == "before":
        os.kill(os.getpid(), signal.SIGKILL)
os.kill(os.getpid(), signal.SIGKILL)  # committed, and nobody was told
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("when", "kept"), [("before", 0), ("after", 25)])
def test_a_server_killed_around_its_commit_keeps_all_or_nothing_and_capturing_again_is_harmless(
    when: str, kept: int
) -> None:
    whose = party()
    given = document(*map(event, range(25)))
    import orjson

    done = subprocess.run(
        [sys.executable, "-c", _CAPTURE_AND_DIE, when], input=orjson.dumps(given), cwd=ROOT, env=_same_database(),
        check=False, capture_output=True,
    )  # fmt: skip
    assert done.returncode == -9, done.stderr
    assert Event.objects.count() == kept
    assert capture(epcis.read(given), party=whose, by=None) == Captured(25 - kept, kept)
    assert Event.objects.count() == 25


def _same_database() -> dict[str, str]:
    facts = connection.get_connection_params()
    address = f"postgresql://{quote(facts.get('user', ''))}@/{facts['dbname']}?host={quote(facts['host'], safe='')}"
    return {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "ocop.portal.settings"}
