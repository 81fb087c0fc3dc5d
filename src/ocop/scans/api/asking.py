"""What is asked for: the address, the language, the form of the answer, the network; all read without Django's request."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qs

from django.conf import settings
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from gs1.digitallink import parse_path
from gs1.keys import Gs1Error
from ocop.stamps.rules.codes import LENGTH

LANGUAGE_COOKIE = "ngon_ngu"
LONGEST_PATH = 400


class WrongAddress(Exception):
    """The address is none of ours, or malformed."""


@dataclass(frozen=True, slots=True)
class Target:
    """What an address names: a stamp's code, a product with or without a lot, or a place."""

    code: str = ""
    gtin: str = ""
    lot: str | None = None
    gln: str = ""

    @property
    def path(self) -> str:
        """The address in its one proper form."""
        if self.gln:
            return f"/414/{self.gln}"
        lot = f"/10/{self.lot}" if self.lot else ""
        serial = f"/21/{self.code}" if self.code else ""
        return f"/01/{self.gtin}{lot}{serial}" if self.gtin else f"/t/{self.code}"


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

    @property
    def link_type(self) -> str:
        return parse_qs(self.query).get("linkType", [""])[-1] if "linkType" in self.query else ""

    @property
    def wants_linkset(self) -> bool:
        return "application/linkset+json" in self.accept or self.link_type in ("linkset", "all")


def is_ours(path: str) -> bool:
    """Whether the gate answers this address."""
    return path.startswith(("/t/", "/01/", "/T/", "/414/"))


def target_of(path: str) -> Target:
    """Read an address (already percent-decoded by the server). Raises WrongAddress."""
    if len(path) > LONGEST_PATH:
        raise WrongAddress("too long")
    try:
        path = path.encode("latin-1").decode("utf-8").rstrip("/")
    except UnicodeError as error:
        raise WrongAddress("not UTF-8") from error
    if path[:3] in ("/t/", "/T/"):
        return Target(code=path[3:])
    if (
        len(path) == 22 + LENGTH
        and path[:4] == "/01/"
        and path[18:22] == "/21/"
        and path.isascii()
        and path[22:].isalnum()
    ):
        return _stamp_of_gtin(path[4:18], path[22:])
    return _digital_link(path)


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


def _digital_link(path: str) -> Target:
    try:
        link = parse_path(path)
    except Gs1Error as error:
        raise WrongAddress(str(error)) from error
    if path != link.path:  # a stem before the key, or a serial that only looks the same once decoded
        raise WrongAddress("stem")
    if link.key.ai == "414":
        return Target(gln=link.key.value)
    if link.key.ai != "01":
        raise WrongAddress(link.key.ai)
    return Target(code=link.get("21") or "", gtin=link.key.value, lot=link.get("10"))


@lru_cache(maxsize=5_000)
def language_of(header: str, cookie: str) -> str:
    """The language chosen by hand, else the phone's, else Vietnamese."""
    codes = {code for code, _name in settings.LANGUAGES}
    for part in cookie.split(";"):
        name, _, value = part.strip().partition("=")
        if name == LANGUAGE_COOKIE and value in codes:
            return value
    for wanted, _quality in parse_accept_lang_header(header.lower()):
        try:
            if (found := get_supported_language_variant(wanted)) in codes:
                return found
        except LookupError:
            continue
    return "vi"
