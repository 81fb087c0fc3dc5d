"""Documents handed in as a whole: rollback, proceed, and the worker's share."""

from pathlib import Path
from time import perf_counter
from typing import Any

import orjson
import pytest
from django.db import connection

import epcis
from ocop.traces import lifecycle
from ocop.traces.acts import capture_later, carry_out, hand_in
from ocop.traces.acts import jobs as module
from ocop.traces.models import CaptureJob, Event
from ocop.traces.queries.jobs import jobs_after
from ocop.traces.rules.reading import read_document
from ocop.traces.tasks import jobs as tasks
from tests.epcis.fixtures import content, name, paths
from tests.traces.asking import document, event, party

pytestmark = pytest.mark.django_db
WRONG = {"eventTime": "2026-11-01T08:00:00"}


def given(*events: dict[str, Any]) -> bytes:
    return orjson.dumps(document(*events))


@pytest.mark.parametrize("file", paths("invalid/**/*.json"), ids=name)
def test_every_invalid_example_is_refused_and_nothing_of_it_stored(file: Path | None) -> None:
    with pytest.raises(epcis.EpcisError):
        hand_in(content(file), kind="json", party=party(), by=None)
    assert not Event.objects.exists() and not CaptureJob.objects.exists()


@pytest.mark.parametrize("file", paths("xml-invalid/**/*.xml"), ids=name)
def test_every_invalid_example_in_xml_is_refused(file: Path | None) -> None:
    with pytest.raises(epcis.EpcisError):
        hand_in(content(file), kind="xml", party=party(), by=None)
    assert not Event.objects.exists()


@pytest.mark.parametrize("file", paths("xml-valid/**/*.xml", "hash/*.xml"), ids=name)
def test_every_valid_example_in_xml_is_stored(file: Path | None) -> None:
    job = hand_in(content(file), kind="xml", party=party(), by=None)
    assert job.state == lifecycle.DONE and job.stored == Event.objects.count() > 0


def test_a_job_of_rollback_that_meets_another_event_of_an_id_stores_nothing_and_says_why() -> None:
    whose, one = party(), event(1, eventID="urn:uuid:7a0f2f9e-0000-4000-8000-000000000001")
    hand_in(given(one), kind="json", party=whose, by=None)
    job = hand_in(given(event(2), {**one, "bizStep": "packing"}), kind="json", party=whose, by=None)
    assert (job.state, job.stored, Event.objects.count()) == (lifecycle.FAILED, 0, 1)
    (error,) = job.errors
    assert error["status"] == 409 and error["instance"] == "#/epcisBody/eventList/1/eventID"


def test_proceed_stores_what_is_right_and_names_every_fault_by_its_first_place() -> None:
    whose, taken = party(), event(9, eventID="urn:uuid:7a0f2f9e-0000-4000-8000-000000000002")
    hand_in(given(taken), kind="json", party=whose, by=None)
    mixed = [event(0, **WRONG), event(1), event(2, bizStep="x"), {**taken, "bizStep": "packing"}, event(4), "none"]
    job = hand_in(given(*mixed), kind="json", behaviour="proceed", party=whose, by=None)  # type: ignore[arg-type]
    assert (job.state, job.stored, job.known) == (lifecycle.FAILED, 2, 0)
    places = [error["instance"].split("/")[3] for error in job.errors]
    assert places == ["0", "2", "5", "3"]
    assert Event.objects.count() == 3


def test_proceed_is_of_no_help_to_a_document_that_is_wrong_outside_its_events() -> None:
    broken = {**document(event(1)), "creationDate": "yesterday"}
    with pytest.raises(epcis.EpcisError):
        hand_in(orjson.dumps(broken), kind="json", behaviour="proceed", party=party(), by=None)
    assert not Event.objects.exists()


SBDH = b"""<EPCISHeader><s:StandardBusinessDocumentHeader
xmlns:s="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"><s:HeaderVersion>1.0</s:HeaderVersion>
<s:Sender><s:Identifier>urn:x:a</s:Identifier></s:Sender></s:StandardBusinessDocumentHeader></EPCISHeader>"""


@pytest.mark.parametrize("version", ["2.0", "1.2"])
@pytest.mark.parametrize("query", [False, True])
def test_proceed_keeps_the_right_events_of_xml_and_names_the_wrong_ones(version: Any, query: bool) -> None:
    whose, taken = party(), event(8, eventID="urn:uuid:7a0f2f9e-0000-4000-8000-000000000003")
    hand_in(given(taken), kind="json", party=whose, by=None)
    good = epcis.to_xml(
        [*(event(n, bizStep="packing") for n in range(5)), {**taken, "bizStep": "packing"}], version, query
    )
    raw = good.replace(b"<EPCISBody>", SBDH + b"<EPCISBody>")
    raw = raw.replace(b"2026-10-01T00:00:00.000Z", b"2026-10-01")  # no time in the first
    raw = raw.replace(
        b"00:02:00.000Z</eventTime>", b"00:02:00.000Z</eventTime><action>OBSERVE</action>"
    )  # before the zone
    raw = raw.replace(b"01/08938500110023/21/S3<", b"01/08938500110024/21/S3<")  # a check digit that is none
    with pytest.raises(epcis.EpcisError):
        hand_in(raw, kind="xml", party=whose, by=None)
    job = hand_in(raw, kind="xml", behaviour="proceed", party=whose, by=None)
    told = [(error["instance"].split("/")[-2:], error["status"]) for error in job.errors]
    wrong = {(tuple(place), status) for place, status in told}
    assert {("0", "eventTime"), ("2", "action")} <= {place for place, _ in wrong}, told
    assert {place[0] for place, _ in wrong} >= {"0", "2", "5"} and (("5", "eventID"), 409) in wrong
    assert any("/3/epcList" in error["instance"] for error in job.errors) is not query  # answers may hold such keys
    assert (job.state, job.stored) == (lifecycle.FAILED, 3 if query else 2)


def test_xml_that_holds_no_events_or_is_broken_is_refused_whatever_is_wished() -> None:
    for raw in (
        b"<a>",
        b"<a/>",
        epcis.to_xml([event(1)])[:-20],
        epcis.to_xml([event(1)]).replace(b"creationDate", b"created"),
    ):
        with pytest.raises(epcis.EpcisError):
            hand_in(raw, kind="xml", behaviour="proceed", party=party(), by=None)
    assert not Event.objects.exists()


def test_a_document_half_wrong_is_judged_once_and_not_again_for_every_thousand_faults() -> None:
    raw = given(*(event(i) if i % 2 else {"type": "ObjectEvent", "eventID": f"urn:x:{i}"} for i in range(8_000)))
    right = given(*map(event, range(8_000)))

    def seconds(raw: bytes, lenient: bool) -> float:
        began = perf_counter()
        read = read_document(raw, "json", lenient=lenient)
        assert len(read.places) == (4_000 if lenient else 8_000)
        assert {error["instance"].split("/")[3] for error in read.errors} == set(
            map(str, range(0, 8_000, 2)) if lenient else ()
        )
        return perf_counter() - began

    strict, lenient = (min(seconds(text, how) for _ in range(3)) for text, how in ((right, False), (raw, True)))
    assert lenient < 6 * strict


def test_a_job_with_thousands_of_faults_tells_a_bounded_number_and_how_many_more() -> None:
    whose = party()
    job = hand_in(
        given(event(1), *({"type": "ObjectEvent"} for _ in range(3_000))),
        kind="json",
        behaviour="proceed",
        party=whose,
        by=None,
    )
    assert (job.stored, len(job.errors)) == (1, 2_001)
    assert "more problems are not listed" in job.errors[-1]["detail"]
    (listed,) = jobs_after(whose, None, 30)
    assert listed.first_errors == job.errors[:10]
    assert "errors" in listed.get_deferred_fields()


def test_proceed_with_nothing_wrong_is_a_success() -> None:
    job = hand_in(given(event(1), event(2)), kind="json", behaviour="proceed", party=party(), by=None)
    assert (job.state, job.stored, job.errors) == (lifecycle.DONE, 2, [])


def test_a_large_document_waits_for_the_worker_and_is_done_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 3)
    job = hand_in(given(*map(event, range(4))), kind="json", party=party(), by=None)
    assert job.is_running and not Event.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pgqueuer WHERE entrypoint = 'traces.capture'")
        assert cursor.fetchone() == (1,)
    assert tasks["traces.capture"](str(job.pk)) == lifecycle.DONE
    done = carry_out(job.pk)
    assert (done.stored, done.document, Event.objects.count()) == (4, None, 4)


def test_a_large_document_with_a_fault_is_refused_before_it_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 3)
    with pytest.raises(epcis.EpcisError):
        hand_in(given(*map(event, range(4)), event(5, **WRONG)), kind="json", party=party(), by=None)
    assert not CaptureJob.objects.exists()


def test_a_document_that_only_the_worker_reads_may_fail_there_and_says_why() -> None:
    job = capture_later(given(event(1), event(2, **WRONG)), kind="json", party=party(), by=None)
    done = carry_out(job.pk)
    assert (done.state, done.stored, done.document) == (lifecycle.FAILED, 0, None)
    assert done.errors[0]["instance"] == "#/epcisBody/eventList/1/eventTime"
    assert not Event.objects.exists()
