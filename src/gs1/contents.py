"""What values of application identifiers mean beyond their characters and length, where `biip` does not ask.

After the GS1 General Specifications, chapter 3; the checks bear the names of the GS1 Barcode Syntax Dictionary, whose
verdicts they share. Two things are not looked into: coupon codes of North America (8110, 8112), and whether a company
prefix was ever given to anybody.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from gs1.codes import COUNTRIES, COUNTRY_LETTERS, CURRENCIES

Test = Callable[[str], bool]
_CSET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
_CSET_32 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83)
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_MEDIA = frozenset(f"{n:02d}" for n in (*range(1, 11), *range(80, 100)))


def has_alpha_check(value: str) -> bool:
    """Tell whether the last two characters of a GMN are the check characters of the others."""
    payload, check = value[:-2], value[-2:]
    if not 1 <= len(payload) <= len(_PRIMES):
        return False
    total = sum(_CSET_82.index(c) * prime for c, prime in zip(reversed(payload), _PRIMES, strict=False)) % 1021
    return check == _CSET_32[total >> 5] + _CSET_32[total & 31]


def _iban(value: str) -> bool:
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[0-9A-Z]+", value) or value[:2] not in COUNTRY_LETTERS:
        return False
    return int("".join(str(int(c, 36)) for c in value[4:] + value[:4])) % 97 == 1


def _dated(value: str) -> bool:
    """A day of the calendar, in four digits of year or two (any century will do but for 29 February of 00)."""
    year = value[:-4] if len(value) == 8 else "20" + value[:-4]
    try:
        date(int(year), int(value[-4:-2]), int(value[-2:]))
    except ValueError:
        return False
    return True


def _piece_of_total(value: str) -> bool:
    return 0 < int(value[:2]) <= int(value[2:])


def _position_in_sequence(value: str) -> bool:
    return re.fullmatch(r"[1-9]/[1-9]", value) is not None and value[0] <= value[2]


# Values hold digits or characters of their set already, and are long enough for their fixed parts.
TESTS: dict[str, Test] = {
    "gcppos1": lambda value: value[:4].isdigit() and len(value) >= 4,
    "iso3166": COUNTRIES.__contains__,
    "iso3166999": lambda value: value in COUNTRIES or value == "999",
    "iso3166alpha2": COUNTRY_LETTERS.__contains__,
    "iso4217": CURRENCIES.__contains__,
    "iso5218": lambda value: value in ("0", "1", "2", "9"),
    "pcenc": lambda value: _BROKEN_ESCAPE.search(value) is None,
    "latitude": lambda value: int(value) <= 1_800_000_000,
    "longitude": lambda value: int(value) <= 3_600_000_000,
    "yymmdd": _dated,
    "yyyymmdd": _dated,
    "hhmi": lambda value: value[:2] < "24" and value[2:] < "60",
    "hh": lambda value: value < "24",
    "mi": lambda value: value < "60",
    "ss": lambda value: value < "60",
    "hyphen": lambda value: value == "-",
    "importeridx": lambda value: re.fullmatch(r"[\-0-9A-Z_a-z]", value) is not None,
    "packagetype": lambda value: re.fullmatch(r"[0-9A-Z]{1,4}", value) is not None,
    "mediatype": _MEDIA.__contains__,
    "posinseqslash": _position_in_sequence,
    "nonzero": lambda value: value.strip("0") != "",
    "winding": lambda value: value in ("0", "1", "9"),
    "zero": lambda value: value.strip("0") == "",
    "pieceoftotal": _piece_of_total,
    "iban": _iban,
    "nozeroprefix": lambda value: value == "0" or value[0] != "0",
    "csumalpha": has_alpha_check,
    "hasnondigit": lambda value: not value.isdigit(),
}


class Part(NamedTuple):
    """A part of a value with its test; a part that is not there is not asked."""

    start: int
    end: int | None
    test: str


def _ais(first: int, last: int) -> tuple[str, ...]:
    return tuple(str(ai) for ai in range(first, last + 1))


_DAY, _TIME, _COUNTRY = Part(0, 6, "yymmdd"), Part(6, 10, "hhmi"), Part(0, 3, "iso3166")
_PREFIX, _WHOLE = Part(0, None, "gcppos1"), Part(0, None, "pcenc")
_ESCAPED = (*_ais(4300, 4306), *_ais(4310, 4316), "4320", "7253", "7254", "7256", "7257", "7259")
PARTS: dict[str, tuple[Part, ...]] = {
    **dict.fromkeys(("401", "7023", "8004", "8010"), (_PREFIX,)),
    **dict.fromkeys((*_ais(3910, 3919), *_ais(3930, 3939)), (Part(0, 3, "iso4217"),)),
    **dict.fromkeys(("421", "422", "424", "426"), (_COUNTRY,)),
    **dict.fromkeys(("423", "425"), tuple(Part(n, n + 3, "iso3166") for n in range(0, 15, 3))),
    **dict.fromkeys(_ESCAPED, (_WHOLE,)),
    **dict.fromkeys(("4307", "4317"), (Part(0, 2, "iso3166alpha2"),)),
    "4309": (Part(0, 10, "latitude"), Part(10, 20, "longitude")),
    **dict.fromkeys(("4324", "4325"), (_TIME,)),
    **dict.fromkeys(("4326", "7006"), (_DAY,)),
    **dict.fromkeys(_ais(4330, 4333), (Part(6, 7, "hyphen"),)),
    **dict.fromkeys(("7003", "7011"), (_DAY, _TIME)),
    "7007": (_DAY, Part(6, 12, "yymmdd")),
    **dict.fromkeys(_ais(7030, 7039), (Part(0, 3, "iso3166999"),)),
    "7040": (Part(3, 4, "importeridx"),),
    "7041": (Part(0, None, "packagetype"),),
    "7241": (Part(0, 2, "mediatype"),),
    "7250": (Part(0, 8, "yyyymmdd"),),
    "7251": (Part(0, 8, "yyyymmdd"), Part(8, 12, "hhmi")),
    "7252": (Part(0, 1, "iso5218"),),
    "7258": (Part(0, 3, "posinseqslash"),),
    "8001": (
        Part(0, 4, "nonzero"), Part(4, 9, "nonzero"), Part(9, 12, "nonzero"), Part(12, 13, "winding"),
    ),
    "8003": (Part(0, 1, "zero"),),
    **dict.fromkeys(("8006", "8026"), (Part(14, 18, "pieceoftotal"),)),
    "8007": (Part(0, None, "iban"),),
    "8008": (_DAY, Part(6, 8, "hh"), Part(8, 10, "mi"), Part(10, 12, "ss")),
    "8011": (Part(0, None, "nozeroprefix"),),
    "8013": (Part(0, None, "csumalpha"), _PREFIX),
    "8014": (Part(0, None, "csumalpha"), _PREFIX, Part(0, None, "hasnondigit")),
}  # fmt: skip


def fault(ai: str, value: str) -> str | None:
    """Name the test that a value of the right form fails, or None."""
    for part in PARTS.get(ai, ()):
        text = value[part.start : part.end]
        if text and not TESTS[part.test](text):
            return part.test
    return None
