"""A repository with parties, and a client that asks it as partners' systems do."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import orjson
import pytest
from django.http import HttpResponse
from django.test import Client

import epcis
from ocop.traces.acts import capture, make_token, register_party
from ocop.traces.models import Party

FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures" / "epcis"
CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
V2 = "/epcis/v2"


def party(name: str = "Đối tác mô phỏng", kind: str = Party.Kind.PARTNER) -> Party:
    return register_party(name=name, kind=kind, by=None, simulated=True)


def secret_of(party: Party, *scopes: str) -> str:
    return make_token(party, name="thử", scopes=scopes or ("capture", "query"), by=None)[1]


class Asker:
    """Speaks to `/epcis/v2/` with one party's token."""

    def __init__(self, party: Party, *scopes: str) -> None:
        self.party = party
        self.headers = {"Authorization": f"Bearer {secret_of(party, *scopes)}"}
        self.client = Client()

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"{V2}{path}", headers={**self.headers, **_named(headers)})

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        return self.client.generic(
            method, f"{V2}{path}", b"" if body is None else orjson.dumps(body), "application/json",
            headers={**self.headers, **_named(headers)},
        )  # fmt: skip

    def ask(self, query: dict[str, Any], path: str = "/events") -> list[str]:
        """The ids of all events of the answer, over all its pages."""
        return [event["eventID"] for event in self.events(f"{path}?{in_address(query)}")]

    def events(self, path: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while path:
            response = self.get(path)
            assert response.status_code == 200, response.content
            found += events_in(response)
            path = next_of(response)
        return found

    def capture(self, *events: dict[str, Any], context: Any = CONTEXT) -> None:
        captured(self.party, *events, context=context)


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def captured(party: Party, *events: dict[str, Any], context: Any = CONTEXT) -> None:
    capture(epcis.read(document(*events, context=context)), party=party, by=None)


def document(*events: dict[str, Any], context: Any = CONTEXT) -> dict[str, Any]:
    return {
        "@context": context, "type": "EPCISDocument", "schemaVersion": "2.0",
        "creationDate": "2026-11-22T00:00:00Z", "epcisBody": {"eventList": list(events)},
    }  # fmt: skip


def event(number: int, **fields: Any) -> dict[str, Any]:
    """An observation that differs by its number."""
    return {
        "type": "ObjectEvent",
        "eventID": f"urn:uuid:00000000-0000-4000-8000-{number:012d}",
        "eventTime": f"2026-10-{1 + number // 1440 % 28:02d}T{number // 60 % 24:02d}:{number % 60:02d}:00.000Z",
        "eventTimeZoneOffset": "+07:00",
        "action": "OBSERVE",
        "epcList": [f"https://id.gs1.org/01/08938500110023/21/S{number}"],
        **fields,
    }


def in_address(query: dict[str, Any]) -> str:
    """A query as an address: lists parted by `|`."""
    return urlencode({name: "|".join(map(str, v)) if isinstance(v, list) else v for name, v in query.items()})


def in_path(value: str) -> str:
    return quote(value, safe="")


def events_in(response: HttpResponse) -> list[dict[str, Any]]:
    body = json.loads(response.content)
    assert body["type"] == "EPCISQueryDocument"
    found: list[dict[str, Any]] = body["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    return found


def next_of(response: HttpResponse) -> str:
    """The path of the next page below `/epcis/v2`; empty when this is the last."""
    link = response.headers.get("Link", "")
    if not link:
        return ""
    assert link.endswith('>; rel="next"')
    return link[1:-13].partition(V2)[2]


def scenario() -> dict[str, Any]:
    """The chain of 110 events with its 60 questions; the test is skipped where ../shared is absent."""
    if not FIXTURES.exists():
        pytest.skip("the published EPCIS examples stand in ../shared, which is absent here")
    found: dict[str, Any] = json.loads((FIXTURES / "scenario" / "ocop-chain-dev.json").read_text())
    return found
