"""Digital Link URIs, read and written strictly after GS1 Digital Link: URI Syntax.

The verdicts agree with the GS1 Barcode Syntax Engine in its default settings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

from gs1.elements import Element, element, is_known
from gs1.keys import Gs1Error
from gs1.pairs import check

# Primary keys with their ordered, optional qualifiers; several tuples are alternatives.
KEYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "00": (),
    "01": (("22", "10", "21"), ("235",)),
    "253": (),
    "255": (),
    "401": (),
    "402": (),
    "414": (("254",), ("7040",)),
    "415": (("8020",),),
    "417": (("7040",),),
    "8003": (),
    "8004": (("7040",),),
    "8006": (("22", "10", "21"),),
    "8010": (("8011",),),
    "8013": (),
    "8017": (("8019",),),
    "8018": (("8019",),),
}
# Identifiers that may never stand in the query part.
PATH_ONLY = frozenset(
    "03 21 22 235 254 7040 7041 8011 8014 8019 8020 8040 8041 8042 8043 8200".split()  # noqa: SIM905
)

_SHAPE = re.compile(r"(?:https?|HTTPS?)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#.*)?")
_URI_CHARACTERS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")
_HOST = re.compile(r"[A-Za-z0-9.\-]+(?::\d{1,5})?")
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class DigitalLink:
    """What a Digital Link says: one key, its qualifiers in order, further attributes."""

    key: Element
    qualifiers: tuple[Element, ...] = ()
    attributes: tuple[Element, ...] = ()

    @property
    def elements(self) -> tuple[Element, ...]:
        """All application identifiers with their values: the key, its qualifiers, the attributes."""
        return (self.key, *self.qualifiers, *self.attributes)

    def get(self, ai: str) -> str | None:
        """Return the value of one application identifier, or None."""
        return next((value for found, value in self.elements if found == ai), None)

    @property
    def path(self) -> str:
        """The path part, from the key on: `/01/…/21/…`."""
        return "".join(f"/{ai}/{quote(value, safe='')}" for ai, value in (self.key, *self.qualifiers))

    def uri(self, stem: str) -> str:
        """Write the URI on the given origin (with or without a path of its own)."""
        query = "&".join(f"{ai}={quote(value, safe='')}" for ai, value in self.attributes)
        return stem.rstrip("/") + self.path + (f"?{query}" if query else "")

    def __str__(self) -> str:
        return "".join(map(str, self.elements))


def parse(uri: str) -> DigitalLink:
    """Read one URI.

    Raises:
        Gs1Error: not a URI, no primary key, wrong order, unknown, empty, doubled or malformed element, or elements that may
            not stand together.
    """
    return parse_path(*parts_of(uri))


def parts_of(uri: str) -> tuple[str, str]:
    """Give the path and the query of a URI that could be a Digital Link, compressed or not.

    Raises:
        Gs1Error: no URI, no path, or characters that a Digital Link may not have.
    """
    shape = _SHAPE.fullmatch(uri)
    if shape is None:
        raise Gs1Error("not a Digital Link URI")
    host, path, query = shape[1], shape[2], shape[3] or ""
    if not _URI_CHARACTERS.fullmatch(uri) or _BROKEN_ESCAPE.search(uri):
        raise Gs1Error("the URI contains illegal characters")
    if not path.strip("/"):
        raise Gs1Error("the URI has no path")
    if not _HOST.fullmatch(host):
        raise Gs1Error("the host contains illegal characters")
    return path, query


def parse_path(path: str, query: str = "") -> DigitalLink:
    """Read the path and query part of a URI (still percent-encoded), as a web server sees them."""
    pairs = _path_pairs(path)
    link = DigitalLink(pairs[0], tuple(pairs[1:]), ())
    _refuse_wrong_order(link)
    whole = DigitalLink(link.key, link.qualifiers, _attributes(query, link))
    check(whole.elements)
    return whole


def build(elements: Iterable[Element]) -> DigitalLink:
    """Make a link of element strings in any order; the first primary key among them leads.

    Raises:
        Gs1Error: no primary key, an element twice with different values, an element that may not be an attribute, elements
            that may not stand together.
    """
    unique = dict.fromkeys(elements)
    key = next((e for e in unique if e.ai in KEYS), None)
    if key is None:
        raise Gs1Error("a Digital Link needs a primary key")
    qualifiers = _chosen_qualifiers(key, {e.ai: e for e in unique})
    rest = tuple(e for e in unique if e != key and e not in qualifiers)
    for ai, _ in rest:
        _refuse_as_attribute(ai, key.ai)
    check(unique)
    return DigitalLink(key, qualifiers, rest)


def _chosen_qualifiers(key: Element, by_ai: dict[str, Element]) -> tuple[Element, ...]:
    for sequence in KEYS[key.ai]:
        if found := tuple(by_ai[ai] for ai in sequence if ai in by_ai):
            return found
    return ()


def _path_pairs(path: str) -> list[Element]:
    """Walk backwards from the end of the path until a primary key: what stands before is the stem."""
    segments = path.split("/")[1:]
    pairs: list[tuple[str, str]] = []
    while len(segments) >= 2:
        value, ai = segments.pop(), segments.pop()
        if not (ai.isascii() and ai.isdigit() and is_known(ai)):
            break
        pairs.append((ai, value))
        if ai in KEYS:
            return [element(ai, _decoded(value)) for ai, value in reversed(pairs)]
    raise Gs1Error("no GS1 key in the path")


def _refuse_wrong_order(link: DigitalLink) -> None:
    found = tuple(ai for ai, _ in link.qualifiers)
    for sequence in KEYS[link.key.ai] or ((),):
        if found == tuple(ai for ai in sequence if ai in found):
            return
    raise Gs1Error("the path is not a valid sequence of key and qualifiers", link.key.ai)


def _attributes(query: str, link: DigitalLink) -> tuple[Element, ...]:
    seen = {ai for ai, _ in link.elements}
    found: list[Element] = []
    for part in re.split("[&;]", query):
        ai, equals, value = part.partition("=")
        if not equals or not (ai.isascii() and ai.isdigit()):
            continue  # other parameters belong to other people
        if ai in seen:
            raise Gs1Error(f"AI ({ai}) is duplicated", ai)
        _refuse_as_attribute(ai, link.key.ai)
        seen.add(ai)
        found.append(element(ai, _decoded(value.replace("+", " "))))
    return tuple(found)


def _refuse_as_attribute(ai: str, key: str) -> None:
    if not is_known(ai):
        raise Gs1Error(f"AI ({ai}) is not assigned", ai)
    if ai in PATH_ONLY or any(ai in sequence for sequence in KEYS[key]):
        raise Gs1Error(f"AI ({ai}) may not be a data attribute here", ai)


def _decoded(value: str) -> str:
    raw = unquote_to_bytes(value)
    if b"\0" in raw:
        raise Gs1Error("a value contains a null character")
    return raw.decode("ascii", "replace")
