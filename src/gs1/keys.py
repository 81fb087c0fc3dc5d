"""Keys and their check digits: GTIN, GLN, lot and serial as small types."""

from __future__ import annotations

import re
from typing import Self

from biip.checksums import gs1_standard_check_digit

# GS1 General Specifications, figure 7.11-1: the 82 characters allowed in lots and serial numbers.
CSET_82 = re.compile(r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+")


class Gs1Error(ValueError):
    """A text is not what it claims to be. `ai` is the application identifier at fault, or empty."""

    def __init__(self, message: str, ai: str = "") -> None:
        super().__init__(message)
        self.ai = ai


def check_digit(payload: str) -> str:
    """Return the mod-10 check digit that follows these digits (GTIN, GLN, SSCC alike)."""
    if not (payload.isascii() and payload.isdigit()):
        raise Gs1Error("a check digit is computed over digits only")
    return str(gs1_standard_check_digit(payload))


def has_valid_check_digit(number: str) -> bool:
    """Tell whether the last digit is the check digit of the others."""
    return number.isascii() and number.isdigit() and check_digit(number[:-1]) == number[-1]


class Gtin(str):
    """A trade item number, always held as its 14-digit form."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read 8, 12, 13 or 14 digits (spaces allowed, as printed under a bar code)."""
        digits = text.replace(" ", "")
        if len(digits) not in (8, 12, 13, 14):
            raise Gs1Error("a GTIN has 8, 12, 13 or 14 digits", "01")
        if not has_valid_check_digit(digits):
            raise Gs1Error("the check digit of the GTIN is wrong", "01")
        return cls(digits.zfill(14))

    @property
    def shown(self) -> str:
        """The number as it stands under the bar code: 13 digits unless it is a case (GTIN-14)."""
        return self[1:] if self[0] == "0" else str(self)


class Gln(str):
    """A location or party number: 13 digits."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read 13 digits, blanks between them let pass; raises `Gs1Error` for anything else."""
        digits = text.replace(" ", "")
        if len(digits) != 13 or not has_valid_check_digit(digits):
            raise Gs1Error("a GLN has 13 digits, the last of which is the check digit", "414")
        return cls(digits)


class _Text20(str):
    """Up to 20 characters of CSET 82."""

    __slots__ = ()
    ai = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        if not 1 <= len(text) <= 20 or not CSET_82.fullmatch(text):
            raise Gs1Error("1 to 20 characters of the GS1 set 82 are allowed", cls.ai)
        return cls(text)


class Lot(_Text20):
    """Batch or lot number, AI (10)."""

    __slots__ = ()
    ai = "10"


class Serial(_Text20):
    """Serial number, AI (21)."""

    __slots__ = ()
    ai = "21"
