"""The codes of a sitting: who holds which, and the key that two of them give back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ocop.journal.rules import Reason, Refused
from ocop.people.models import Person
from ocop.people.rules import Role

from ..models import OpeningCode, Seat, Sitting
from ..rules.sealing import CHAIR, ENVELOPE, HOLDERS, SECRETARY, BoxBroken, joined_key, key_of_code, public_of
from .seats import holds, presides_for_chair, seat_of


@dataclass(frozen=True, slots=True)
class Holder:
    """One of the three, and whose code it is; `mine` where the reader may draw it."""

    key: str
    name: str
    code: OpeningCode | None
    mine: bool


def codes_in_force(sitting: Sitting) -> dict[str, OpeningCode]:
    found = OpeningCode.objects.filter(sitting=sitting, replaced_at__isnull=True).select_related("person")
    return {code.holder: code for code in found}


def holders_of(sitting: Sitting, person: Person) -> list[Holder]:
    codes, mine = codes_in_force(sitting), holder_for(sitting, person)
    return [Holder(key, name, codes.get(key), key == mine) for key, name in HOLDERS.items()]


def holder_for(sitting: Sitting, person: Person, day: date | None = None) -> str:
    """Which of the three codes the person may draw: one only, or none (empty)."""
    seat = seat_of(person, sitting.council_id, day)
    if seat is not None and (seat.role == Seat.Role.CHAIR or presides_for_chair(seat, day)):
        return CHAIR
    if seat is not None and seat.role == Seat.Role.SECRETARY:
        return SECRETARY
    return ENVELOPE if seat is None and holds(person, Role.PROVINCE_OFFICER, day=day) else ""


def unlocked_key(sitting: Sitting, *codes: str) -> bytes:
    """The sitting's key from two codes as typed, in any order; refused when they are not two of its three."""
    by_public = {code.public_key: code.holder for code in codes_in_force(sitting).values()}
    keys: dict[str, bytes] = {}
    for place, text in enumerate(codes, start=1):
        private = key_of_code(text, sitting.pk)
        holder = by_public.get(public_of(private).hex())
        if holder is None:
            raise Refused(Reason(f"Mã thứ {place} không phải mã của phiên này.", f"code_{place}", "code_unknown"))
        keys[holder] = private
    if len(keys) < 2:
        raise Refused(Reason("Cần hai mã khác nhau trong ba mã của phiên.", "code_2", "code_same"))
    return _joined(sitting, keys)


def _joined(sitting: Sitting, keys: dict[str, bytes]) -> bytes:
    try:
        private = joined_key(sitting.key_shares, keys, sitting.pk)
    except BoxBroken:
        private = b""
    if not is_key_of(sitting, private):
        message = "Hai mã đúng nhưng khóa của phiên lưu ở máy chủ đã bị thay đổi. Hãy báo người quản trị."
        raise Refused(Reason(message, "code_1", "key_broken"))
    return private


def is_key_of(sitting: Sitting, private: bytes) -> bool:
    return len(private) == 32 and bool(sitting.public_key) and public_of(private).hex() == sitting.public_key
