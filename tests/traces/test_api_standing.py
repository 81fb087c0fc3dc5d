"""Named queries and subscriptions over HTTP; deliveries to a real receiver."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from ocop.letters.models import Letter
from ocop.people.models import Person
from ocop.traces.acts import delivering, register_party, resume_subscription
from ocop.traces.models import Delivery, Party, Subscription
from ocop.traces.rules.signing import is_signed
from tests.cast import everybody
from tests.together import at_once, meanwhile
from tests.traces.asking import FIXTURES, Asker, event, events_in, party
from tests.traces.receiving import Receiver, receiver

SHIPPED = {"name": "da-gui", "query": {"EQ_bizStep": ["shipping"]}}
PUBLIC = "https://doi-tac.example.vn/nhan"


def _subscription(asker: Asker, **wanted: Any) -> Any:
    return asker.send("POST", "/queries/da-gui/subscriptions", wanted)


# Named queries


def test_a_named_query_is_kept_listed_asked_and_dropped(asker: Asker) -> None:
    made = asker.send("POST", "/queries", SHIPPED)
    assert made.status_code == 201 and made["Location"] == "/epcis/v2/queries/da-gui"
    assert asker.get("/queries").json() == [SHIPPED]
    assert asker.get("/queries/da-gui").json() == SHIPPED
    asker.capture(event(1, bizStep="shipping"), event(2, bizStep="packing"))
    answer = asker.get("/queries/da-gui/events")
    assert [found["eventID"][-1] for found in events_in(answer)] == ["1"]
    assert answer.json()["epcisBody"]["queryResults"]["queryName"] == "da-gui"
    assert asker.send("DELETE", "/queries/da-gui").status_code == 204
    assert asker.get("/queries/da-gui").status_code == 404


def test_a_published_named_query_is_taken(asker: Asker) -> None:
    file = FIXTURES / "named-query" / "openepcis" / "SimpleEventQuery.json"
    if not file.exists():
        pytest.skip("the published EPCIS examples stand in ../shared, which is absent here")
    import json

    assert asker.send("POST", "/queries", {"name": "mau", "query": json.loads(file.read_text())}).status_code == 201
    assert asker.get("/queries/mau/events").status_code == 200


def test_a_name_is_taken_once_and_belongs_to_its_party_alone(asker: Asker) -> None:
    asker.send("POST", "/queries", SHIPPED)
    again = asker.send("POST", "/queries", SHIPPED)
    assert again.status_code == 409 and again.json()["type"] == "epcisException:ResourceAlreadyExistsException"
    other = Asker(party("Bên khác mô phỏng"))
    assert other.get("/queries/da-gui").status_code == 404
    assert other.send("DELETE", "/queries/da-gui").status_code == 404
    assert other.send("POST", "/queries", SHIPPED).status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        {}, [], {"name": "x"}, {"query": {}}, {"name": 1, "query": {}}, {"name": "a/b", "query": {}},
        {"name": "x", "query": {"EQ_nothing": ["a"]}}, {"name": "x", "query": {"eventCountLimit": 1}},
        {"name": "", "query": {}}, {"name": "x" * 121, "query": {}}, {"name": "SimpleEventQuery ", "query": {}},
    ],
)  # fmt: skip
def test_a_faulty_named_query_is_refused_with_its_reasons(asker: Asker, body: Any) -> None:
    response = asker.send("POST", "/queries", body)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 400


def test_all_named_queries_come_page_by_page(asker: Asker) -> None:
    for number in range(5):
        asker.send("POST", "/queries", {"name": f"q{number}", "query": {}})
    first = asker.get("/queries?perPage=3")
    assert [found["name"] for found in first.json()] == ["q0", "q1", "q2"]
    assert 'rel="next"' in first["Link"]


def test_websockets_are_refused_honestly(asker: Asker) -> None:
    asker.send("POST", "/queries", SHIPPED)
    for answer in (
        asker.get("/queries/da-gui/events", Upgrade="websocket", Connection="Upgrade"),
        asker.get("/queries/da-gui/events?stream=true"),
    ):
        assert answer.status_code == 501
        assert "webhook" in answer.json()["detail"]


# Subscriptions


def test_a_subscription_tells_its_secret_once_or_never(asker: Asker) -> None:
    asker.send("POST", "/queries", SHIPPED)
    made = _subscription(asker, dest=PUBLIC, stream=True)
    assert made.status_code == 201
    told = made.json()
    assert len(told["signatureToken"]) >= 32 and told["stream"] is True and told["dest"] == PUBLIC
    path = made["Location"].removeprefix("/epcis/v2")
    assert path == f"/queries/da-gui/subscriptions/{told['subscriptionID']}"
    assert "signatureToken" not in asker.get(path).json()
    assert told["signatureToken"] not in Subscription.objects.get().secret
    given = _subscription(asker, dest=PUBLIC, schedule={"hour": "1", "minute": "5"}, signatureToken="a" * 32)
    assert "signatureToken" not in given.json()
    assert given.json()["schedule"] == {"hour": "1", "minute": "5"}
    assert len(asker.get("/queries/da-gui/subscriptions").json()) == 2
    assert asker.send("DELETE", path).status_code == 204
    assert asker.get(path).status_code == 404


@pytest.mark.parametrize(
    "wanted",
    [
        {"dest": PUBLIC}, {"stream": True}, {"dest": PUBLIC, "stream": False}, {"dest": PUBLIC, "schedule": {}},
        {"dest": PUBLIC, "stream": True, "schedule": {"hour": "1"}}, {"dest": PUBLIC, "schedule": {"hour": "25"}},
        {"dest": PUBLIC, "schedule": {"dayOfMonth": "31", "month": "2"}}, {"dest": PUBLIC, "stream": True, "x": 1},
        {"dest": PUBLIC, "stream": True, "signatureToken": "short"}, {"dest": 1, "stream": True},
        {"dest": PUBLIC, "stream": True, "initialRecordTime": "2026-01-01"}, {"dest": "http://doi-tac.vn/", "stream": True},
        {"dest": "https://127.0.0.1/", "stream": True}, {"dest": "https://169.254.169.254/latest", "stream": True},
        {"dest": PUBLIC, "stream": True, "reportIfEmpty": "yes"}, {"dest": PUBLIC, "stream": True, "epcFormat": "x"},
    ],
)  # fmt: skip
def test_a_faulty_subscription_is_refused(asker: Asker, wanted: dict[str, Any]) -> None:
    asker.send("POST", "/queries", SHIPPED)
    response = _subscription(asker, **wanted)
    assert response.status_code == 400, response.content
    assert response.json()["type"] == "epcisException:SubscriptionControlsException"
    assert not Subscription.objects.exists()


# Deliveries


@pytest.fixture
def arriving(settings: Any) -> Iterator[Receiver]:
    with receiver() as found:
        settings.OCOP_DEMO = True
        settings.LOCAL_WEBHOOKS = (found.address,)
        yield found


def _subscribed(asker: Asker, arriving: Receiver, **wanted: Any) -> Subscription:
    asker.send("POST", "/queries", SHIPPED)
    made = _subscription(asker, dest=arriving.url, signatureToken="khoa-ky-mo-phong-0123456789", **wanted)
    assert made.status_code == 201, made.content
    return Subscription.objects.get(pk=made.json()["subscriptionID"])


def _run(subscription: Subscription, at: datetime | None = None) -> int:
    delivering.gather_due(at=at)
    return delivering.deliver(str(subscription.pk), at=at)


def test_a_stream_tells_every_new_event_once_and_signed(apart: None, arriving: Receiver) -> None:
    asker = Asker(party())
    asker.capture(event(1, bizStep="shipping"))
    subscription = _subscribed(asker, arriving, stream=True)
    asker.capture(event(2, bizStep="shipping"), event(3, bizStep="packing"))
    assert _run(subscription) == 1
    asker.capture(event(4, bizStep="shipping"))
    _run(subscription)
    assert _run(subscription) == 0
    assert [name[-1] for name in arriving.event_ids()] == ["2", "4"]
    headers, body = arriving.arrived[0]
    now = int(datetime.now(UTC).timestamp())
    assert is_signed("khoa-ky-mo-phong-0123456789", body, headers["GS1-Signature"], now=now)
    results = arriving.documents[0]["epcisBody"]["queryResults"]
    assert results["subscriptionID"] == str(subscription.pk) and results["queryName"] == "da-gui"


def test_capturing_wakes_the_worker_only_where_somebody_listens(apart: None, arriving: Receiver) -> None:
    def waiting() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pgqueuer WHERE entrypoint = 'traces.streams'")
            return int(cursor.fetchone()[0])

    asker = Asker(party())
    before = waiting()
    asker.capture(event(1, bizStep="shipping"))
    assert waiting() == before
    _subscribed(asker, arriving, stream=True)
    asker.capture(event(2, bizStep="shipping"))
    asker.capture(event(3, bizStep="shipping"))
    assert waiting() == before + 1
    assert delivering.gather_streams() == 1


def test_a_subscription_may_begin_in_the_past_and_report_emptiness(apart: None, arriving: Receiver) -> None:
    asker = Asker(party())
    asker.capture(event(1, bizStep="shipping"))
    subscription = _subscribed(
        asker, arriving, schedule={"minute": "0"}, reportIfEmpty=True, initialRecordTime="2026-01-01T00:00:00Z"
    )
    assert _run(subscription) == 0  # its hour has not come
    later = datetime.now(UTC) + timedelta(hours=1)
    assert _run(subscription, later) == 1
    assert _run(subscription, later + timedelta(hours=1)) == 1
    assert [len(d["epcisBody"]["queryResults"]["resultsBody"]["eventList"]) for d in arriving.documents] == [1, 0]


def test_what_is_captured_while_a_cursor_moves_is_neither_lost_nor_told_twice(apart: None, arriving: Receiver) -> None:
    """An event with a smaller serial number commits after a larger one has been told."""
    import threading

    asker = Asker(party())
    asker.capture(event(9))  # the month's table and the context are made by whoever comes first
    subscription = _subscribed(asker, arriving, stream=True)
    began, go = threading.Event(), threading.Event()

    def slowly() -> None:
        from django.db import connection as own
        from django.db import transaction

        try:
            with transaction.atomic():
                asker.capture(event(1, bizStep="shipping"))
                began.set()
                go.wait(10)
        finally:
            own.close()

    thread = threading.Thread(target=slowly)
    thread.start()
    began.wait(10)
    asker.capture(event(2, bizStep="shipping"))
    _run(subscription)
    go.set()
    thread.join()
    _run(subscription)
    _run(subscription)
    assert [name[-1] for name in arriving.event_ids()] == ["2", "1"]


def test_a_refused_batch_is_sent_again_unchanged_after_a_while(apart: None, arriving: Receiver) -> None:
    asker = Asker(party())
    subscription = _subscribed(asker, arriving, stream=True)
    asker.capture(event(1, bizStep="shipping"))
    arriving.answers = [500]
    now = datetime.now(UTC)
    assert _run(subscription, now) == 0
    assert _run(subscription, now + timedelta(seconds=30)) == 0 and len(arriving.arrived) == 1
    assert _run(subscription, now + timedelta(minutes=2)) == 1
    (first, one), (second, other) = arriving.arrived
    assert one == other and first["Idempotency-Key"] == second["Idempotency-Key"]
    assert first["GS1-Signature"] != second["GS1-Signature"]
    subscription.refresh_from_db()
    assert subscription.failures == 0 and subscription.notified_at is not None


def test_a_receiver_that_takes_less_gets_smaller_batches_in_order(apart: None, arriving: Receiver) -> None:
    asker = Asker(party())
    subscription = _subscribed(asker, arriving, stream=True)
    asker.capture(*(event(number, bizStep="shipping") for number in range(1, 5)))
    arriving.answers = [413, 413]
    for _ in range(3):
        _run(subscription)
    taken = [d["epcisBody"]["queryResults"]["resultsBody"]["eventList"] for d in arriving.documents[2:]]
    assert [found["eventID"][-1] for batch in taken for found in batch] == ["1", "2", "3", "4"]
    assert [len(batch) for batch in taken] == [1, 1, 2]


def test_two_workers_send_each_batch_once_and_in_order(apart: None, arriving: Receiver, monkeypatch: Any) -> None:
    asker = Asker(party())
    subscription = _subscribed(asker, arriving, stream=True)
    monkeypatch.setattr(delivering, "BATCH", 1)
    asker.capture(*(event(number, bizStep="shipping") for number in range(1, 7)))
    delivering.gather_due()
    key = str(subscription.pk)
    sent = at_once(*[lambda: delivering.deliver(key)] * 4)
    assert sum(count for count in sent if isinstance(count, int)) == 6, sent
    assert [name[-1] for name in arriving.event_ids()] == ["1", "2", "3", "4", "5", "6"]


def test_a_batch_that_another_worker_is_claiming_is_not_overtaken(
    apart: None, arriving: Receiver, monkeypatch: Any
) -> None:
    asker = Asker(party())
    subscription = _subscribed(asker, arriving, stream=True)
    monkeypatch.setattr(delivering, "BATCH", 1)
    asker.capture(*(event(number, bizStep="shipping") for number in (1, 2)))
    delivering.gather_due()

    def claimed() -> None:
        assert delivering._claim(str(subscription.pk), datetime.now(UTC)) is not None

    sent, waited = meanwhile(claimed, lambda: delivering.deliver(str(subscription.pk)))
    assert waited and sent == 0 and not arriving.arrived, "the first is the other's; the second comes after it"


def test_no_redirect_is_followed(apart: None, arriving: Receiver) -> None:
    asker = Asker(party())
    subscription = _subscribed(asker, arriving, stream=True)
    asker.capture(event(1, bizStep="shipping"))
    arriving.answers, arriving.location = [302], arriving.url
    assert _run(subscription) == 0
    assert len(arriving.arrived) == 1
    assert "chuyển hướng" in Delivery.objects.get().fault


def test_after_many_failures_the_subscription_rests_with_a_letter_and_goes_on_where_it_stopped(
    apart: None, arriving: Receiver
) -> None:
    cast = everybody()
    office = cast.offices["other"]
    asker = Asker(register_party(name="Cửa hàng mô phỏng", kind=Party.Kind.PARTNER, office=office, by=cast.doi_tac))
    subscription = _subscribed(asker, arriving, stream=True)
    asker.capture(event(1, bizStep="shipping"))
    arriving.answers = [503] * len(delivering.BACKOFF)
    at = datetime.now(UTC)
    for _ in delivering.BACKOFF:
        _run(subscription, at)
        at += timedelta(days=1)
    subscription.refresh_from_db()
    assert subscription.state == "paused"
    letter = Letter.objects.get(to=cast.doi_tac, subject__contains="Tạm dừng gửi")
    assert "503" in letter.body
    asker.capture(event(2, bizStep="shipping"))
    assert _run(subscription, at) == 0
    resume_subscription(subscription, by=cast.doi_tac, at=at)
    _run(subscription, at)
    assert [name[-1] for name in arriving.event_ids()][-2:] == ["1", "2"]
    assert isinstance(cast.doi_tac, Person)


def test_leave_taken_back_ends_what_a_subscriber_is_told(apart: None, arriving: Receiver) -> None:
    from ocop.traces.acts import grant_view, withdraw_view

    asker, giver = Asker(party()), Asker(party("Chủ thể mô phỏng"))
    grant = grant_view(giver.party, to=asker.party, by=None)
    subscription = _subscribed(asker, arriving, stream=True)
    giver.capture(event(1, bizStep="shipping"))
    _run(subscription)
    giver.capture(event(2, bizStep="shipping"))
    delivering.gather_due()
    withdraw_view(grant, by=None)
    _run(subscription)
    assert [name[-1] for name in arriving.event_ids()] == ["1"]
