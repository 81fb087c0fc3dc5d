"""What is asked for: the address, the language, the form of the answer, the network; all read without Django's request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, pairwise
from urllib.parse import parse_qsl, quote

from django.conf import settings
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from gs1.compression import Unpacked, decompress_path, looks_packed
from gs1.digitallink import KEYS, DigitalLink, parse_path
from gs1.keys import Gs1Error
from ocop.stamps.rules.codes import LENGTH

from ..rules.resolving import DATA_KIND, is_compressed

LANGUAGE_COOKIE = "ngon_ngu"
REGION_COOKIE = "vung"
LONGEST_PATH = 400
LONGEST_QUERY = 2_000
MOST_PAIRS = 100
LINKSET, DATA, PAGE = "application/linkset+json", "application/ld+json", "text/html"
# The namespaces under which GS1's link types have been published.
VOCABULARIES = (
    "https://ref.gs1.org/voc/",
    "https://gs1.org/voc/",
    "https://www.gs1.org/voc/",
    "http://gs1.org/voc/",
    "gs1:",
)
OURS = ("/t/", "/T/", *(f"/{ai}/" for ai in KEYS))
_QUALIFIERS = ("22", "10", "21", "235", "254", "7040", "8011", "8019", "8020")
_WEIGHT = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?")
_REGION = re.compile(r"\d{2}|[A-Z]{2}")


class WrongAddress(Exception):
    """The address is malformed."""


@dataclass(frozen=True, slots=True)
class Target:
    """What an address names: a stamp's code, a product with or without a lot, a place, or something else with a GS1 key.

    `same_as` is the uncompressed address with its query, where a compressed one was asked.
    """

    code: str = ""
    gtin: str = ""
    lot: str | None = None
    gln: str = ""
    other: str = ""
    same_as: str = ""

    @property
    def path(self) -> str:
        """The address in its one proper form."""
        return self.levels[0] if self.levels else f"/t/{self.code}"

    @property
    def levels(self) -> list[str]:
        """The address and every level above it, up to the primary key."""
        if self.other:
            return [self.other]
        if self.gln:
            return [f"/414/{self.gln}"]
        if not self.gtin:
            return []
        lot = f"/10/{quote(self.lot, safe='')}" if self.lot else ""
        whole = [f"/01/{self.gtin}", f"/01/{self.gtin}{lot}", f"/01/{self.gtin}{lot}/21/{quote(self.code, safe='')}"]
        return list(dict.fromkeys(reversed(whole if self.code else whole[:2])))


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as far as the answer depends on it."""

    method: str
    target: Target
    path: str
    query: str
    language: str
    accept: str
    gzip: bool
    address: str
    region: str = ""
    languages: str = ""

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return parse_qsl(self.query, keep_blank_values=True) if self.query else []

    @property
    def link_type(self) -> str:
        """The last link type asked for, without its namespace."""
        if "linkType" not in self.query:
            return ""
        wanted = next((value for name, value in reversed(self.pairs) if name == "linkType"), "")
        for vocabulary in VOCABULARIES:
            wanted = wanted.removeprefix(vocabulary)
        return wanted

    @property
    def wants_linkset(self) -> bool:
        if self.link_type in ("linkset", "all"):
            return True
        return not self.link_type and form_of(self.accept) == LINKSET

    @property
    def wants_data(self) -> bool:
        """Whether the passport is asked for as data: by its link type, or by a reader that takes JSON-LD and no page."""
        if self.link_type:
            return self.link_type == DATA_KIND
        return form_of(self.accept) == DATA


def unsigned(query: str) -> str:
    """A query without the signature of a signed stamp: it is for phones without a network, here the code itself is proved."""
    if not query.startswith("S="):
        return query
    return query.partition("&")[2]


def is_ours(path: str) -> bool:
    """Whether the gate answers this address."""
    return path.startswith(OURS) or is_compressed(path)


def target_of(path: str, query: str = "") -> Target:
    """Read an address (already percent-decoded by the server). Raises WrongAddress."""
    if len(path) > LONGEST_PATH or len(query) > LONGEST_QUERY or query.count("&") > MOST_PAIRS:
        raise WrongAddress("too long")
    path = path.rstrip("/")
    if path[:3] in ("/t/", "/T/"):
        return Target(code=path[3:])
    if not query and _is_stamp_of_gtin(path):
        return _stamp_of_gtin(path[4:18], path[22:])
    try:
        return _target(_digital_link(path, query))
    except WrongAddress:
        if not looks_packed(path.rpartition("/")[2]) or path.count("/") not in (1, 3):
            raise
    unpacked = _unpacked(path, query)
    return replace(_target(unpacked.link), same_as=unpacked.uri(""))


def _is_stamp_of_gtin(path: str) -> bool:
    return (
        len(path) == 22 + LENGTH
        and path[:4] == "/01/"
        and path[18:22] == "/21/"
        and path.isascii()
        and path[22:].isalnum()
    )


@lru_cache(maxsize=10_000)
def _valid_gtin(gtin: str) -> bool:
    try:
        parse_path(f"/01/{gtin}")
    except Gs1Error:
        return False
    return True


def _stamp_of_gtin(gtin: str, code: str) -> Target:
    if not _valid_gtin(gtin):
        raise WrongAddress("GTIN")
    return Target(code=code, gtin=gtin)


@lru_cache(maxsize=5_000)
def _digital_link(path: str, query: str) -> DigitalLink:
    """Read key, qualifiers and attributes in full.

    The server hands paths on decoded, so that an escaped slash within a value looks like any other. Since no stem stands
    before our keys, a value may simply go on until the next qualifier that fits; the first reading that is sound holds.
    """
    fault = "no GS1 key in the path"
    for encoded in _readings(path):
        try:
            return parse_path(encoded, query)
        except Gs1Error as error:
            fault = str(error)
    raise WrongAddress(fault)


@lru_cache(maxsize=5_000)
def _unpacked(path: str, query: str) -> Unpacked:
    """Read a compressed address: whole, or after a key in the clear."""
    try:
        return decompress_path("/".join(quote(segment, safe="") for segment in path.split("/")), query)
    except Gs1Error as error:
        raise WrongAddress(str(error)) from error


def _readings(path: str) -> Iterator[str]:
    """The ways to cut a decoded path into pairs: as many qualifiers as can be seen, then fewer."""
    _empty, key, *rest = path.split("/")
    if not rest:
        return
    cuts = [i for i in range(1, len(rest) - 1) if rest[i] in _QUALIFIERS and rest[i] != key][:4]
    for chosen in (some for size in range(len(cuts), -1, -1) for some in combinations(cuts, size)):
        bounds = [-1, *chosen, len(rest)]
        names = [key, *(rest[i] for i in chosen)]
        values = ["/".join(rest[a + 1 : b]) for a, b in pairwise(bounds)]
        yield "".join(f"/{name}/{quote(value, safe='')}" for name, value in zip(names, values, strict=True))


def _target(link: DigitalLink) -> Target:
    if link.key.ai == "414":
        return Target(gln=link.key.value)
    if link.key.ai != "01":
        return Target(other=link.path)
    return Target(code=link.get("21") or "", gtin=link.key.value, lot=link.get("10"))


@lru_cache(maxsize=5_000)
def language_of(header: str, cookie: str) -> str:
    """The language chosen by hand, else the phone's, else Vietnamese."""
    codes = {code for code, _name in settings.LANGUAGES}
    if (value := _cookie(cookie, LANGUAGE_COOKIE)) in codes:
        return value
    for wanted, _quality in parse_accept_lang_header(header.lower()):
        try:
            if (found := get_supported_language_variant(wanted)) in codes:
                return found
        except LookupError:
            continue
    return "vi"


@lru_cache(maxsize=5_000)
def form_of(header: str) -> str:
    """What a reader likes best of linkset, data and page; where it likes several alike, a linkset it names, then the page."""
    liked = dict(map(_liking, header.lower().split(",")))
    linkset, plain, data, page = (liked.get(name, 0.0) for name in (LINKSET, "application/json", DATA, PAGE))
    if (linkset and linkset >= max(data, page)) or (plain > page and plain >= data):
        return LINKSET
    return DATA if data > page else PAGE


@lru_cache(maxsize=5_000)
def takes_gzip(header: str) -> bool:
    """Whether an answer may come packed, and plain is not liked better.

    We have nothing but gzip and plain: a reader that refuses both gets plain, for a buyer with an odd phone in hand is helped
    by no 406.
    """
    liked = dict(map(_liking, header.lower().split(",")))
    packed = max(liked.get("gzip", -1.0), liked.get("x-gzip", -1.0))
    if packed < 0:
        packed = liked.get("*", 0.0)
    return packed > 0 and packed >= liked.get("identity", liked.get("*", 0.0))


def _liking(part: str) -> tuple[str, float]:
    """One coding or type and how much it is liked; what is no number is no wish at all."""
    name, *told = (piece.strip() for piece in part.split(";"))
    weight = next((piece[2:] for piece in told if piece.startswith("q=")), "1")
    return name, float(weight) if _WEIGHT.fullmatch(weight) else 0.0


@lru_cache(maxsize=5_000)
def region_of(header: str, cookie: str) -> str:
    """Where the scan was made: by a trusted proxy's word, or because the buyer said so; else nothing."""
    for said in (header.strip().upper(), _cookie(cookie, REGION_COOKIE).upper()):
        if _REGION.fullmatch(said):
            return said
    return ""


def _cookie(cookie: str, wanted: str) -> str:
    for part in cookie.split(";"):
        name, _, value = part.strip().partition("=")
        if name == wanted:
            return value
    return ""


def asked_of(environ: Mapping[str, str], path: str, target: Target) -> Asked:
    """Read what the answer depends on out of a WSGI environment (or what looks like one)."""
    languages, cookie = environ.get("HTTP_ACCEPT_LANGUAGE", "")[:200], environ.get("HTTP_COOKIE", "")[:4000]
    query = environ.get("QUERY_STRING", "")
    if target.same_as:  # what was packed into the address is passed on as if it had stood in the open
        path, query = target.path, "&".join(filter(None, (target.same_as.partition("?")[2], query)))
    return Asked(
        method=environ["REQUEST_METHOD"],
        target=target,
        path=path if target.same_as else quote(path, safe="/", errors="replace"),
        query=unsigned(query),
        language=language_of(languages, cookie),
        accept=environ.get("HTTP_ACCEPT", "")[:500],
        gzip=takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")[:500]),
        address=environ.get("REMOTE_ADDR", ""),
        region=region_of(environ.get("OCOP_REGION", ""), cookie),
        languages=languages,
    )
