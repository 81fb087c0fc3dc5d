"""Who may capture and ask: parties, what they let each other see, and the tokens of their systems."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, text_unfit
from ocop.people.models import Office, Person
from ocop.producers.models import Producer

from ..models import Grant, Party, Token
from ..models.parties import SCOPES
from ..queries.viewers import digest_of

_LIFE = timedelta(days=365)
_PREFIX = "epcis_"


def register_party(
    *, name: str, kind: str, by: Person | None, producer: Producer | None = None, office: Office | None = None,
    simulated: bool = False, at: datetime | None = None,
) -> Party:  # fmt: skip
    """Đăng ký bên ghi sự kiện."""
    with act(at) as moment:
        Refused.unless_clear(
            text_unfit(name, field="name", label="Tên bên ghi sự kiện", longest=200, shortest=3),
            None if kind in Party.Kind.values else Reason("Hãy chọn loại bên ghi sự kiện.", "kind", "required"),
        )
        party = Party.objects.create(
            name=name, kind=kind, producer=producer, office=office, simulated=simulated, since=moment
        )
        record("register_party", by=by, about=party, at=moment, facts={"name": name, "kind": kind})
        return party


def party_of(producer: Producer, *, by: Person | None, at: datetime | None = None) -> Party:
    """Bên ghi sự kiện của chủ thể: made when its first event is captured."""
    found = Party.objects.filter(producer=producer).first()
    if found is not None:
        return found
    return register_party(
        name=producer.name, kind=Party.Kind.PRODUCER, producer=producer, simulated=producer.simulated, by=by, at=at
    )


def party_of_office(office: Office, *, by: Person | None, at: datetime | None = None) -> Party:
    """Bên ghi sự kiện của đối tác: made when somebody of the office first asks for access."""
    found = Party.objects.filter(office=office).first()
    if found is not None:
        return found
    return register_party(
        name=office.name, kind=Party.Kind.PARTNER, office=office, simulated=office.simulated, by=by, at=at
    )


def grant_view(giver: Party, *, to: Party, by: Person | None, at: datetime | None = None) -> Grant:
    """Cho xem: let another party see every event of this one; said twice it is said once."""
    with act(at) as moment:
        if giver == to:
            raise Refused(Reason("Mỗi bên luôn xem được sự kiện của chính mình.", "to", "self"))
        grant, new = Grant.objects.get_or_create(giver=giver, to=to, until=None, defaults={"since": moment})
        if new:
            record("grant_view", by=by, about=grant, at=moment, facts={"giver": giver.pk, "to": to.pk})
        return grant


def withdraw_view(grant: Grant, *, by: Person | None, at: datetime | None = None) -> Grant:
    """Thôi cho xem."""
    with act(at) as moment:
        grant = Grant.objects.select_for_update().get(pk=grant.pk)
        if grant.until is None:
            grant.until = moment
            grant.save(update_fields=["until"])
            record("withdraw_view", by=by, about=grant, at=moment)
        return grant


def make_token(
    party: Party, *, name: str, scopes: Sequence[str] = SCOPES, by: Person | None, life: timedelta = _LIFE,
    at: datetime | None = None,
) -> tuple[Token, str]:  # fmt: skip
    """Cấp mã truy cập: the secret is told this once and kept nowhere."""
    with act(at) as moment:
        Refused.unless_clear(
            text_unfit(name, field="name", label="Mã dùng cho việc gì", longest=120, shortest=2),
            None
            if scopes and set(scopes) <= set(SCOPES)
            else Reason("Hãy chọn ít nhất một quyền: ghi (capture) hoặc hỏi (query).", "scopes", "required"),
        )
        secret = _PREFIX + secrets.token_urlsafe(32)
        token = Token.objects.create(
            party=party, name=name, digest=digest_of(secret), scopes=sorted(set(scopes)), made_at=moment,
            expires_at=moment + life,
        )  # fmt: skip
        record("make_token", by=by, about=token, at=moment, facts={"party": party.pk, "scopes": token.scopes})
        return token, secret


def withdraw_token(token: Token, *, by: Person | None, at: datetime | None = None) -> Token:
    """Thu hồi mã truy cập: from this moment on it opens nothing."""
    with act(at) as moment:
        token = Token.objects.select_for_update().get(pk=token.pk)
        if token.withdrawn_at is None:
            token.withdrawn_at = moment
            token.save(update_fields=["withdrawn_at"])
            record("withdraw_token", by=by, about=token, at=moment)
        return token
