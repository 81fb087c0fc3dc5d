"""Keys that sign stamps: made at the first signed batch, changed by hand, withdrawn when others have them."""

from __future__ import annotations

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection
from django.db.models import Max

from ocop.journal.acts import act, kept_once, record
from ocop.journal.rules import Reason, Refused, text_unfit
from ocop.people.models import Person

from ..access import may_keep_epochs
from ..models import SigningKey
from ..queries.signing import NoSigningKey, key_name, open_signing_key, point_of, private_half
from ..rules.signing import MOST_KEYS

_LOCK = 0x0C0B_000B


def signing_key_for(*, by: Person, at: datetime) -> SigningKey:
    """The key that signs now, made if there is none; refused where another machine holds its private half."""
    _lock()
    key = open_signing_key() or _open(by, at)
    try:
        private_half(key)
    except NoSigningKey:
        message = (
            f"Máy này không giữ nửa bí mật của {key}, nên chưa ký được tem. "
            "Hãy chép lại thư mục keys từ bản sao lưu, hoặc đổi khóa ký."
        )
        raise Refused(Reason(message, "kind", "other_key")) from None
    return key


def change_signing_key(*, by: Person, seen: int | None = None, at: datetime | None = None) -> SigningKey:
    """Đổi khóa ký: later labels are signed with a new key; what was printed stays good.

    `seen` is how many keys the form showed: a second click changes none, since there are only 32.
    """
    with act(at) as moment:
        Refused.unless_clear(_not_keeper(by))
        _lock()
        Refused.unless_clear(_changed_meanwhile(seen))
        if (earlier := open_signing_key()) is not None:
            _close(earlier, by, moment)
        return _open(by, moment)


def withdraw_signing_key(key: SigningKey, *, by: Person, reason: str, at: datetime | None = None) -> SigningKey:
    """Thu hồi khóa ký: others may hold it, so that its signatures prove nothing any more; codes are still looked up online."""
    with act(at) as moment:
        key = SigningKey.objects.select_for_update().get(pk=key.pk)
        Refused.unless_clear(
            _not_keeper(by),
            Reason(f"{key} đã thu hồi rồi.", "key", "is_withdrawn") if key.withdrawn_at else None,
            text_unfit(reason, field="reason", label="Lý do", longest=300, shortest=10),
        )
        key.withdrawn_at, key.withdrawn_by, key.reason = moment, by, reason
        key.closed_at = key.closed_at or moment
        key.save()
        record("withdraw_signing_key", by=by, about=key, at=moment, facts={"number": key.number, "reason": reason})
        return key


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _open(by: Person, at: datetime) -> SigningKey:
    last = SigningKey.objects.aggregate(last=Max("number"))["last"]
    number = 0 if last is None else last + 1
    if number >= MOST_KEYS:
        raise Refused(Reason("Đã dùng hết 32 khóa ký. Hãy báo người quản trị hệ thống.", "kind", "full"))
    private = ec.derive_private_key(int(kept_once(key_name(number), _new_key), 16), ec.SECP256R1())
    point = point_of(private.public_key())
    key = SigningKey.objects.create(number=number, public_key=point, opened_at=at, opened_by=by)
    record("open_signing_key", by=by, about=key, at=at, facts={"number": number, "public_key": point.hex()})
    return key


def _new_key() -> bytes:
    return b"%064x" % ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value


def _close(key: SigningKey, by: Person, at: datetime) -> None:
    key.closed_at = at
    key.save(update_fields=["closed_at"])
    record("close_signing_key", by=by, about=key, at=at, facts={"number": key.number})


def _changed_meanwhile(seen: int | None) -> Reason | None:
    if seen is None or seen == SigningKey.objects.count():
        return None
    message = "Khóa ký vừa được đổi (có thể do bấm hai lần). Hãy tải lại trang rồi xem có cần đổi nữa không."
    return Reason(message, "key", "changed_meanwhile")


def _not_keeper(by: Person) -> Reason | None:
    if may_keep_epochs(by):
        return None
    return Reason("Chỉ cơ quan OCOP tỉnh và người quản trị mới đổi được khóa ký.", "key", "not_keeper")
