"""The first thing a certificate's page says: valid today or not, and until or since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Validity(StrEnum):
    VALID = "valid"
    EXTENDED = "extended"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Verdict:
    validity: Validity
    day: date
    days_left: int = 0

    @property
    def is_valid(self) -> bool:
        """Logo and stars may be shown only then; an extension keeps the old star alive."""
        return self.validity in (Validity.VALID, Validity.EXTENDED)

    @property
    def drawing(self) -> str:
        """The stars as `c-stars` draws them."""
        if self.is_valid:
            return "valid"
        return "void" if self.validity == Validity.REVOKED else "expired"

    @property
    def badge(self) -> str:
        kinds = {Validity.VALID: "ok", Validity.EXTENDED: "soon", Validity.REVOKED: "void", Validity.NOT_YET: "wait"}
        return kinds.get(self.validity, "soon")


def validity_on(
    day: date, *, issued_on: date, expires_on: date, revoked_on: date | None, extended_until: date | None = None,
    superseded_on: date | None = None,
) -> Verdict:  # fmt: skip
    """`day` of the verdict: the last valid day, or the first on which it no longer (or not yet) was.

    What ended it first is what is said: a certificate replaced in May is not «expired» in June.
    """
    last = extended_until or expires_on
    endings = [(revoked_on, Validity.REVOKED), (superseded_on, Validity.SUPERSEDED)]
    ended = sorted((when, why) for when, why in endings if when is not None and when <= min(day, last))
    if ended:
        return Verdict(ended[0][1], ended[0][0])
    if day < issued_on:
        return Verdict(Validity.NOT_YET, issued_on)
    if day > last:
        return Verdict(Validity.EXPIRED, last)
    return Verdict(Validity.VALID if day <= expires_on else Validity.EXTENDED, last, (last - day).days)
