"""Whose connections a person may see and change: those of the producers they act for, and of their trading office."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ocop.letters.rules import Doing
from ocop.people.models import Office, Person
from ocop.people.queries import mandates_in_force
from ocop.people.rules import Role
from ocop.producers.models import Producer
from ocop.producers.queries import producers_of

from ..models import CaptureJob, Grant, NamedQuery, Party, Subscription, Token, Voice
from .standing import subscriptions_of

_EVENT = re.compile(r"#?/epcisBody/(?:.*/)?eventList/([0-9]+)(?:/(.*))?")


@dataclass(frozen=True)
class Seat:
    """One producer or office; its party is made when it first needs one."""

    key: str
    name: str
    producer: Producer | None = None
    office: Office | None = None

    @property
    def party(self) -> Party | None:
        if self.producer is not None:
            return Party.objects.filter(producer=self.producer).first()
        return Party.objects.filter(office=self.office).first()


def seats_of(person: Person) -> list[Seat]:
    seats = [Seat(f"chu-the-{producer.pk}", producer.name, producer) for producer in producers_of(person)]
    offices = {m.office_id: m.office for m in mandates_in_force(person) if m.role == Role.TRADE_PARTNER}
    return seats + [Seat(f"don-vi-{pk}", office.name, office=office) for pk, office in offices.items()]


def seat_for(person: Person, key: str) -> Seat | None:
    return next((seat for seat in seats_of(person) if seat.key == key), None)


@dataclass(frozen=True)
class Line:
    """A capture job as people read it."""

    job: CaptureJob
    faults: list[str]
    more: int


@dataclass(frozen=True)
class Connections:
    """Everything on the page of one seat."""

    tokens: list[Token]
    jobs: list[Line]
    subscriptions: list[Subscription]
    queries: list[NamedQuery]
    grants: list[Grant]
    granted: list[Grant]
    others: list[Party]
    voices: list[Voice]
    heard: list[Voice]

    @property
    def makers(self) -> list[Party]:
        """Producers on whose passports the party does not speak yet."""
        spoken = {voice.producer_id for voice in self.voices}
        return [p for p in self.others_made if p.producer_id not in spoken]

    @property
    def others_made(self) -> list[Party]:
        return [party for party in (*self.others, *(grant.to for grant in self.grants)) if party.producer_id]


def connections_of(party: Party) -> Connections:
    grants = list(Grant.objects.filter(giver=party, until__isnull=True).select_related("to"))
    shown = {grant.to_id for grant in grants}
    return Connections(
        tokens=list(party.tokens.filter(withdrawn_at__isnull=True)),
        jobs=[_line(job) for job in party.jobs.defer("document").order_by("-created_at")[:8]],
        subscriptions=list(subscriptions_of(party)),
        queries=list(party.queries.all()),
        grants=grants,
        granted=list(Grant.objects.filter(to=party, until__isnull=True).select_related("giver")),
        others=list(
            Party.objects.exclude(pk__in={*shown, party.pk}).exclude(kind=Party.Kind.AUTHORITY).order_by("name")[:200]
        ),
        voices=list(Voice.objects.filter(party=party, ended_at=None).select_related("producer")),
        heard=_heard(party),
    )


def _heard(party: Party) -> list[Voice]:
    """Who speaks, or asks to speak, on the passports of this party's goods."""
    if party.producer_id is None:
        return []
    return list(Voice.objects.filter(producer=party.producer_id, ended_at=None).select_related("party"))


def _line(job: CaptureJob) -> Line:
    return Line(job, [fault_words(error) for error in job.errors[:5]], max(0, len(job.errors) - 5))


def fault_words(error: Mapping[str, Any]) -> str:
    """An error of a capture job in words for people; what the checker said stands behind it."""
    if error.get("status") == 409:
        return str(error.get("detail", ""))
    match = _EVENT.fullmatch(str(error.get("instance", "")))
    where = "Tài liệu" if match is None else f"Sự kiện thứ {int(match[1]) + 1}"
    if match is not None and match[2]:
        where += f", trường {match[2].replace('/', ' › ')[:80]}"
    words = _FAULTS.get(str(error.get("code", "")), "chưa đúng chuẩn EPCIS 2.0")
    return f"{where}: {words}. (Máy kiểm tra: {str(error.get('detail', ''))[:200]})"


# By the checker's word for what is wrong.
_FAULTS = {
    "required": "còn thiếu, hãy bổ sung", "type": "không đúng kiểu dữ liệu", "uri": "phải là một mã dạng URI",
    "time": "không phải ngày giờ kèm múi giờ", "vocabulary": "không có trong bộ từ chuẩn CBV", "repeated": "bị lặp",
    "unknown": "không có trong chuẩn, hãy bỏ đi hoặc thêm tiền tố riêng", "range": "ngoài khoảng cho phép",
    "empty": "còn trống", "action": "phải là ADD, OBSERVE hoặc DELETE", "key": "mã GS1 không đúng",
    "what": "không nói về hàng nào",
    "too_many": "quá nhiều phần tử", "too_large": "quá lớn, hãy chia nhỏ", "too_long": "quá dài", "depth": "lồng quá sâu",
}  # fmt: skip


def token_for(seat: Seat, pk: int) -> Token | None:
    return Token.objects.filter(party=seat.party, pk=pk).first() if seat.party else None


def grant_for(seat: Seat, pk: int) -> Grant | None:
    return Grant.objects.filter(giver=seat.party, pk=pk, until__isnull=True).first() if seat.party else None


def voice_for(seat: Seat, pk: int) -> Voice | None:
    """A voice that the seat may end: its own, or one on the passports of its goods."""
    party = seat.party
    if party is None:
        return None
    found = Voice.objects.filter(pk=pk, ended_at=None).select_related("party", "producer").first()
    mine = found is not None and (found.party_id == party.pk or found.producer_id == party.producer_id)
    return found if mine else None


def voice_asking(seat: Seat, pk: int) -> Voice | None:
    """A voice that waits for this producer's word."""
    found = voice_for(seat, pk)
    return found if found and seat.producer is not None and found.producer_id == seat.producer.pk else None


def subscription_for(seat: Seat, key: str) -> Subscription | None:
    party = seat.party
    try:
        return subscriptions_of(party).filter(pk=UUID(key)).first() if party else None
    except ValueError:
        return None


def party_to_grant(seat: Seat, pk: int) -> Party | None:
    party = seat.party
    return Party.objects.filter(pk=pk).exclude(pk=party.pk if party else 0).first()


def doings_of(person: Person) -> list[Doing]:
    """The page of connections, for those who have a system or a partner to connect."""
    if not seats_of(person):
        return []
    hint = "Mã truy cập cho phần mềm, ai được xem sự kiện, gửi tự động, tải sự kiện về máy"
    return [Doing("Kết nối phần mềm khác", "/ket-noi-epcis/", hint)]
