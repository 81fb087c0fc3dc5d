"""The first thing a certificate's page says: valid today or not, and until or since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Validity(StrEnum):
    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Verdict:
    validity: Validity
    day: date
    days_left: int = 0


def validity_on(day: date, *, issued_on: date, expires_on: date, revoked_on: date | None) -> Verdict:
    """`day` of the verdict: the last valid day, or the first on which it no longer (or not yet) was."""
    if revoked_on is not None and revoked_on <= day:
        return Verdict(Validity.REVOKED, revoked_on)
    if day < issued_on:
        return Verdict(Validity.NOT_YET, issued_on)
    if day > expires_on:
        return Verdict(Validity.EXPIRED, expires_on)
    return Verdict(Validity.VALID, expires_on, (expires_on - day).days)
