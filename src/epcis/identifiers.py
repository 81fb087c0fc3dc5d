"""EPC URNs and GS1 Digital Link URIs: checked, and translated into each other.

After the EPC Tag Data Standard 2.0 (URN syntax, 6 and 12) and CBV 2.0, 8.2: a URN splits a key into company prefix
and reference, which a Digital Link does not; the way back therefore needs the length of the company prefix.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, unquote

from epcis.memory import Remembered
from gs1.digitallink import DigitalLink, parse
from gs1.elements import Element
from gs1.keys import CSET_82, Gs1Error, check_digit

CANONICAL = "https://id.gs1.org"


class Scheme(NamedTuple):
    """How one kind of URN is built.

    `ai` is the key's application identifier; `digits` the digits of company prefix and reference together (0: the
    reference is text, of at most `text` characters with the prefix); `leads` says that the first digit of the
    reference stands before the prefix in the key; `serial` is the qualifier or, empty, the serial is part of the key.
    """

    ai: str
    digits: int = 0
    leads: bool = False
    serial: str | None = None
    text: int = 0
    longest: int = 20
    numeric: bool = False


SCHEMES: dict[str, Scheme] = {
    "id:sgtin": Scheme("01", 13, True, "21"),
    "id:sscc": Scheme("00", 17, True),
    "id:sgln": Scheme("414", 12, serial="254"),
    "id:pgln": Scheme("417", 12),
    "id:grai": Scheme("8003", 12, serial="", longest=16),
    "id:giai": Scheme("8004", text=30),
    "id:gsrn": Scheme("8018", 17),
    "id:gsrnp": Scheme("8017", 17),
    "id:gdti": Scheme("253", 12, serial="", longest=17),
    "id:sgcn": Scheme("255", 12, serial="", longest=12, numeric=True),
    "id:ginc": Scheme("401", text=30),
    "id:gsin": Scheme("402", 16),
    "id:cpi": Scheme("8010", text=30, serial="8011", longest=12, numeric=True),
    "id:itip": Scheme("8006", 13, True, "21"),
    "id:upui": Scheme("01", 13, True, "235", longest=28),
    "class:lgtin": Scheme("01", 13, True, "10"),
    "idpat:sgtin": Scheme("01", 13, True, "21"),
    "idpat:grai": Scheme("8003", 12, serial="", longest=16),
    "idpat:gdti": Scheme("253", 12, serial="", longest=17),
    "idpat:sgcn": Scheme("255", 12, serial="", longest=12, numeric=True),
}
_URN = re.compile(r"urn:epc:((?:id|class|idpat):[a-z]+):(.+)", re.ASCII)
_PREFIX = re.compile(r"[0-9]{6,12}")
# The URN characters of a serial: set 82 with " % & / < > ? written as escapes.
_SERIAL = re.compile(r"(?:[!'()*+,\-.0-9:;=A-Za-z_]|%(?:2[2356Ff]|3[CEFcef]))+")


@Remembered
def urn_fault(urn: str) -> str | None:
    """Say in an English sentence what is wrong with an EPC URN; None when nothing is, or the kind is unknown here."""
    match = _URN.fullmatch(urn)
    if match is None:
        return "An EPC URN reads urn:epc:id:…, urn:epc:class:… or urn:epc:idpat:…"
    if match[1] not in SCHEMES:
        return None
    try:
        _read(match[1], match[2])
    except Gs1Error as error:
        return f"{error}."
    return None


def to_link(urn: str, stem: str = CANONICAL) -> str:
    """Translate an EPC URN into a Digital Link URI on the given origin.

    Raises:
        Gs1Error: not an EPC URN, a kind without a GS1 key, or malformed.
    """
    return stem.rstrip("/") + read_urn(urn).path


def read_urn(urn: str) -> DigitalLink:
    """Read an EPC URN as the key and qualifier that it stands for; errors as `to_link`."""
    match = _URN.fullmatch(urn)
    if match is None or match[1] not in SCHEMES:
        raise Gs1Error("not an EPC URN with a GS1 key")
    return _read(match[1], match[2])


def _read(kind: str, body: str) -> DigitalLink:
    scheme = SCHEMES[kind]
    prefix, _, rest = body.partition(".")
    if not _PREFIX.fullmatch(prefix):
        raise Gs1Error("the company prefix has 6 to 12 digits", scheme.ai)
    if scheme.text:
        return _textual(scheme, prefix, rest)
    reference, dot, serial = rest.partition(".")
    if len(prefix) + len(reference) != scheme.digits or not (reference + "0").isdecimal():
        raise Gs1Error(f"company prefix and reference have {scheme.digits} digits together", scheme.ai)
    number = reference[:1] + prefix + reference[1:] if scheme.leads else prefix + reference
    key = number + check_digit(number)
    if kind == "id:itip":
        return _itip(key, serial)
    if (scheme.serial is None) == bool(dot):
        raise Gs1Error("the number of parts is wrong", scheme.ai)
    if kind.startswith("idpat:"):
        return _pattern(scheme, key, serial)
    return _with_serial(scheme, key, _serial(scheme, serial) if dot else "")


def _with_serial(scheme: Scheme, key: str, serial: str) -> DigitalLink:
    if scheme.ai == "8003":
        key = "0" + key
    if scheme.serial is None:
        return DigitalLink(Element(scheme.ai, key))
    if scheme.serial == "":
        return DigitalLink(Element(scheme.ai, key + serial))
    if scheme.serial == "254" and serial == "0":  # the location as a whole
        return DigitalLink(Element("414", key))
    return DigitalLink(Element(scheme.ai, key), (Element(scheme.serial, serial),))


def _pattern(scheme: Scheme, key: str, serial: str) -> DigitalLink:
    if serial != "*":
        raise Gs1Error("a pattern ends with an asterisk", scheme.ai)
    return DigitalLink(Element(scheme.ai, "0" + key if scheme.ai == "8003" else key))


def _itip(gtin: str, rest: str) -> DigitalLink:
    piece, _, rest = rest.partition(".")
    total, _, serial = rest.partition(".")
    if not (re.fullmatch(r"[0-9]{4}", piece + total) and len(piece) == 2):
        raise Gs1Error("piece and total have two digits each", "8006")
    return DigitalLink(Element("8006", gtin + piece + total), (Element("21", _serial(SCHEMES["id:itip"], serial)),))


def _textual(scheme: Scheme, prefix: str, rest: str) -> DigitalLink:
    if scheme.serial is None:
        reference = _serial(scheme._replace(longest=scheme.text - len(prefix)), rest)
        return DigitalLink(Element(scheme.ai, prefix + reference))
    reference, _, serial = rest.rpartition(".")
    known = unquote(reference)
    if not re.fullmatch(r"[#\-/0-9A-Z]+", known) or len(prefix + known) > scheme.text:
        raise Gs1Error("the part reference has digits, capitals, # - and /", scheme.ai)
    return DigitalLink(Element(scheme.ai, prefix + known), (Element(scheme.serial, _serial(scheme, serial)),))


def _serial(scheme: Scheme, text: str) -> str:
    serial = unquote(text) if "%" in text else text
    wanted = serial.isdecimal() if scheme.numeric else _SERIAL.fullmatch(text) is not None
    if not (wanted and serial.isascii() and len(serial) <= scheme.longest):
        raise Gs1Error(f"the serial part has 1 to {scheme.longest} characters of GS1 set 82", scheme.ai)
    return serial


@Remembered
def link_fault(uri: str) -> str | None:
    """Say in an English sentence what is wrong with a Digital Link URI; None when nothing is."""
    if is_plain_link(uri):
        return None
    try:
        parse(uri)
    except Gs1Error as error:
        return f"{error}."
    return None


_PLAIN = re.compile(
    r"https?://[a-z0-9.\-]+/(?:01/([0-9]{14})(?:/10/[A-Za-z0-9._\-]{1,20})?(?:/21/[A-Za-z0-9._\-]{1,20})?"
    r"|00/([0-9]{18})|41[47]/([0-9]{13})|414/([0-9]{13})/254/[A-Za-z0-9._\-]{1,20})"
)


def is_plain_link(uri: str) -> bool:
    """Know the commonest links at sight, twenty times faster than the full reader; False means: read it in full."""
    match = _PLAIN.fullmatch(uri)
    return match is not None and _checks(match[match.lastindex or 0])


@Remembered
def _checks(number: str) -> bool:
    return check_digit(number[:-1]) == number[-1]


def to_urn(link: str | DigitalLink, prefix_digits: int) -> str:
    """Translate a Digital Link into its EPC URN, given how many digits the company prefix has (6 to 12).

    A GTIN alone becomes the pattern `urn:epc:idpat:sgtin:….*`, a GTIN with lot the class `urn:epc:class:lgtin:…`.

    Raises:
        Gs1Error: a malformed link, a key without a URN, an impossible prefix length.
    """
    read = parse(link) if isinstance(link, str) else link
    if not 6 <= prefix_digits <= 12:
        raise Gs1Error("a company prefix has 6 to 12 digits")
    kind, serial = _kind(read)
    scheme, value = SCHEMES[kind], read.key.value
    if scheme.text:
        body = f"{value[:prefix_digits]}.{_escaped(value[prefix_digits:])}"
    else:
        body = _split(scheme, value, prefix_digits)
    if kind == "id:itip":
        body += f".{value[14:16]}.{value[16:18]}"
    return f"urn:epc:{kind}:{body}" + (f".{serial}" if serial is not None else "")


def _split(scheme: Scheme, value: str, prefix_digits: int) -> str:
    number = value[1:] if scheme.ai == "8003" else value
    number = number[: scheme.digits]
    if scheme.leads:
        return f"{number[1 : prefix_digits + 1]}.{number[0]}{number[prefix_digits + 1 :]}"
    return f"{number[:prefix_digits]}.{number[prefix_digits:]}"


_BY_QUALIFIER = {
    ("01", "21"): "id:sgtin",
    ("01", "235"): "id:upui",
    ("01", "10"): "class:lgtin",
    ("8006", "21"): "id:itip",
}
_BY_KEY = {
    scheme.ai: kind for kind, scheme in SCHEMES.items() if kind.startswith("id:") and scheme.ai not in ("01", "8006")
}


def _kind(link: DigitalLink) -> tuple[str, str | None]:
    ai, value = link.key
    last = link.qualifiers[-1] if link.qualifiers else None
    if last and (ai, last.ai) in _BY_QUALIFIER:
        return _BY_QUALIFIER[ai, last.ai], _escaped(last.value)
    if ai == "01":
        return "idpat:sgtin", "*"
    if ai not in _BY_KEY:
        raise Gs1Error(f"AI ({ai}) has no EPC URN here", ai)
    kind = _BY_KEY[ai]
    return kind, _own_serial(kind, value, last)


def _own_serial(kind: str, value: str, last: Element | None) -> str | None:
    scheme = SCHEMES[kind]
    if kind == "id:sgln":
        return _escaped(last.value) if last and last.ai == "254" else "0"
    if scheme.serial is None:
        return None
    serial = last.value if scheme.text and last else value[14 if scheme.ai == "8003" else 13 :]
    if not serial or (scheme.text and last is None):
        raise Gs1Error(f"AI ({scheme.ai}) has an EPC URN only with a serial part", scheme.ai)
    return _escaped(serial)


def _escaped(text: str) -> str:
    if not CSET_82.fullmatch(text) and "#" not in text:
        raise Gs1Error("a value is empty or leaves GS1 set 82")
    return quote(text, safe="!'()*+,-.:;=_")
