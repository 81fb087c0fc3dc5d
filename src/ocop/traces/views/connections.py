"""«Kết nối EPCIS»: tokens, capture jobs, subscriptions, leave to see, and one's own events to take away."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocop.journal.rules import Reason, Refused
from ocop.people.access import guarded, public
from ocop.people.models import Person

from .. import acts
from ..access import may_connect, may_connect_seat
from ..exports import own_events_json, own_events_xml
from ..forms import TokenForm
from ..models import Party
from ..queries.seats import (
    Seat,
    connections_of,
    grant_for,
    party_to_grant,
    seat_for,
    seats_of,
    subscription_for,
    token_for,
    voice_asking,
    voice_for,
)

HOME = "/ket-noi-epcis/"


def _reader(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def _party(seat: Seat, person: Person) -> Party:
    if seat.producer is not None:
        return acts.party_of(seat.producer, by=person)
    assert seat.office is not None
    return acts.party_of_office(seat.office, by=person)


@require_safe
@guarded(may_connect)
def index(request: HttpRequest) -> HttpResponse:
    """Straight to the only seat, or a choice."""
    seats = seats_of(_reader(request))
    if len(seats) == 1:
        return redirect(f"{HOME}{seats[0].key}/")
    return render(request, "traces/seats.html", {"seats": seats})


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_connect_seat, find=seat_for)
def seat_page(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Everything of one seat; a POST makes a token, whose secret is shown on this one answer."""
    form = TokenForm(request.POST or None, request=request)
    secret = ""
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            secret = _make(seat, form, _reader(request))
            form = TokenForm(request=request)
        except Refused as refused:
            reasons = refused.reasons
    status = 422 if request.method == "POST" and not secret else 200
    response = render(request, "traces/connections.html", _context(request, seat, form, secret, reasons), status=status)
    response["Cache-Control"] = "no-store"
    return response


def _make(seat: Seat, form: TokenForm, person: Person) -> str:
    given = form.cleaned_data
    return acts.make_token(_party(seat, person), name=given["name"], scopes=given["scopes"], by=person)[1]


def _context(
    request: HttpRequest, seat: Seat, form: TokenForm, secret: str, reasons: tuple[Reason, ...]
) -> dict[str, Any]:
    party = seat.party
    return {
        "seat": seat, "party": party, "form": form, "secret": secret, "reasons": reasons, "now": timezone.now(),
        "found": connections_of(party) if party else None, "several": len(seats_of(_reader(request))) > 1,
        "address": f"{settings.ORIGIN}/epcis/v2/",
    }  # fmt: skip


@require_POST
@guarded(may_connect_seat, find=seat_for)
def act_on_seat(request: HttpRequest, seat: Seat) -> HttpResponse:
    """One button of the page: what it does is named by `do`, what it is about by `key`."""
    do = _DOINGS.get(request.POST.get("do", ""))
    if do is None:
        raise Http404
    try:
        messages.success(request, do(seat, request.POST.get("key", ""), _reader(request)))
    except Refused as refused:
        messages.error(request, refused.reasons[0].message)
    return redirect(f"{HOME}{seat.key}/")


def _number(key: str) -> int:
    return int(key) if key.isascii() and key.isdigit() and len(key) < 18 else 0


def _some(found: Any) -> Any:
    if found is None:
        raise Http404
    return found


def _withdraw(seat: Seat, key: str, person: Person) -> str:
    token = acts.withdraw_token(_some(token_for(seat, _number(key))), by=person)
    return f"Đã thu hồi mã “{token.name}”. Phần mềm dùng mã này không vào được nữa."


def _grant(seat: Seat, key: str, person: Person) -> str:
    other = _some(party_to_grant(seat, _number(key)))
    acts.grant_view(_party(seat, person), to=other, by=person)
    return f"Từ nay “{other.name}” xem được sự kiện của bạn."


def _withhold(seat: Seat, key: str, person: Person) -> str:
    grant = acts.withdraw_view(_some(grant_for(seat, _number(key))), by=person)
    return f"“{grant.to.name}” không xem được sự kiện của bạn nữa."


def _offer(seat: Seat, key: str, person: Person) -> str:
    maker = _some(_some(party_to_grant(seat, _number(key))).producer)
    acts.offer_voice(_party(seat, person), to=maker, by=person)
    return f"Đã xin. Khi {maker.name} nhận, điều bạn ghi về hàng của họ hiện trên hộ chiếu."


def _accept(seat: Seat, key: str, person: Person) -> str:
    voice = acts.accept_voice(_some(voice_asking(seat, _number(key))), by=person)
    return f"Từ nay người quét tem đọc được điều “{voice.party.name}” ghi về hàng của bạn."


def _silence(seat: Seat, key: str, person: Person) -> str:
    voice = acts.end_voice(_some(voice_for(seat, _number(key))), by=person)
    return f"Lời của “{voice.party.name}” thôi hiện trên hộ chiếu hàng của {voice.producer.name}."


def _resume(seat: Seat, key: str, person: Person) -> str:
    acts.resume_subscription(_some(subscription_for(seat, key)), by=person)
    return "Sẽ gửi tiếp từ chỗ đã dừng, không mất sự kiện nào."


def _pause(seat: Seat, key: str, person: Person) -> str:
    acts.pause_subscription(_some(subscription_for(seat, key)), fault="", by=person)
    return "Đã tạm dừng. Sự kiện mới chờ tới khi bạn bấm “Gửi tiếp”."


def _end(seat: Seat, key: str, person: Person) -> str:
    acts.unsubscribe(_some(subscription_for(seat, key)), by=person)
    return "Đã xoá đăng ký nhận."


_DOINGS = {
    "thu-hoi": _withdraw, "cho-xem": _grant, "thoi-cho-xem": _withhold, "gui-tiep": _resume, "tam-dung": _pause,
    "xoa": _end, "xin-ke": _offer, "nhan-ke": _accept, "thoi-ke": _silence,
}  # fmt: skip


@require_safe
@guarded(may_connect_seat, find=seat_for)
def export_json(request: HttpRequest, seat: Seat) -> HttpResponse:
    return _file(own_events_json(_some(seat.party)), "application/ld+json", "su-kien.jsonld")


@require_safe
@guarded(may_connect_seat, find=seat_for)
def export_xml(request: HttpRequest, seat: Seat) -> HttpResponse:
    return _file(own_events_xml(_some(seat.party)), "application/xml", "su-kien.xml")


def _file(body: bytes, media: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@public
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    now = timezone.localtime().replace(
        microsecond=0
    )  # an event in the future would be refused, an old one looks forgotten
    return render(request, "traces/guide.html", {"address": f"{settings.ORIGIN}/epcis/v2", "now": now})
