"""Building blocks of the grammar: a check looks at one value and reports what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal

from epcis.errors import Place, Report, shown
from epcis.formats import is_hex, is_moment, is_offset, is_unit, is_uri, is_version
from epcis.identifiers import CANONICAL, is_plain_link, link_fault, urn_fault
from epcis.limits import refuse_depth
from epcis.vocabulary import VOCABULARIES, Vocabulary

Check = Callable[[Any, Place, Report], None]
_LINK = CANONICAL + "/"
_EXTENSION = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:.+", re.DOTALL)


def text(value: Any, at: Place, out: Report) -> None:
    if type(value) is not str:
        out.add(at, "type", "This must be text.")


def formatted(code: str, test: Callable[[str], bool], wanted: str) -> Check:
    """Make a check of text by its format."""

    def check(value: Any, at: Place, out: Report) -> None:
        if type(value) is not str:
            out.add(at, "type", f"This must be text: {wanted}.")
        elif not test(value):
            out.add(at, code, f"{shown(value)} is not {wanted}.")

    return check


moment = formatted("time", is_moment, "a date and time with a zone, such as 2026-11-01T08:00:00+07:00")
offset = formatted("offset", is_offset, "a zone offset such as +07:00, at most 14 hours")
unit = formatted("unit", is_unit, "a unit code of UN/CEFACT Rec. 20, two or three capitals or digits")
hexadecimal = formatted("hex", is_hex, "text of hexadecimal digits")
version = formatted("version", is_version, "a version number such as 2.0")
plain_uri = formatted("uri", is_uri, "a URI")


def uri(value: Any, at: Place, out: Report) -> None:
    """A URI; where it is an EPC URN or a link of id.gs1.org, a well-formed one."""
    if type(value) is str and value.startswith(_LINK) and is_plain_link(value):
        return
    if type(value) is not str or not is_uri(value):
        plain_uri(value, at, out)
        return
    if not out.keys:
        return
    if value.startswith("urn:epc:"):
        fault, code = urn_fault(value), "epc"
    elif value.startswith(_LINK):
        fault, code = link_fault(value), "digital_link"
    else:
        return
    if fault:
        out.add(at, code, f"{shown(value)}: {fault}")


def number(value: Any, at: Place, out: Report) -> None:
    if type(value) is not int and type(value) is not float:
        out.add(at, "type", "This must be a number.")
    elif not -1e308 < value < 1e308:  # nor NaN
        out.add(at, "range", "This number is beyond what computers calculate with.")


def boolean(value: Any, at: Place, out: Report) -> None:
    if type(value) is not bool:
        out.add(at, "type", "This must be true or false.")


def one_of(*words: str) -> Check:
    allowed = frozenset(words)
    return formatted("value", allowed.__contains__, "one of " + ", ".join(words))


def word_of(vocabulary: Vocabulary, closed: re.Pattern[str]) -> Check:
    """Make a check of a CBV value: a short word, its URN, or a URI outside the `closed` namespace."""
    urns = frozenset(vocabulary.urn + word for word in vocabulary.words)
    words = vocabulary.words

    def check(value: Any, at: Place, out: Report) -> None:
        if type(value) is not str:
            out.add(at, "type", "This must be text: a word of the vocabulary or a URI.")
        elif value not in words and value not in urns and (not is_uri(value) or closed.match(value)):
            out.add(at, "vocabulary", f"{shown(value)} is neither a word of this CBV vocabulary nor a URI of your own.")

    return check


_CBV_ONLY = re.compile(r"urn:epcglobal:cbv|https?://ns\.gs1\.org/cbv/")
_GS1_ONLY = re.compile(r"https?://(?:www\.)?gs1\.org/voc/")


def cbv(field: str) -> Check:
    return word_of(VOCABULARIES[field], _CBV_ONLY)


def web_voc(field: str) -> Check:
    return word_of(VOCABULARIES[field], _GS1_ONLY)


def list_of(item: Check, *, least: int = 0, unique: bool = False) -> Check:
    """Make a check of a list."""

    def check(value: Any, at: Place, out: Report) -> None:
        if type(value) is not list:
            out.add(at, "type", "This must be a list.")
            return
        if len(value) < least:
            out.add(at, "empty", "This list must not be empty.")
        for i, entry in enumerate(value):
            item(entry, (at, i), out)
        if unique and len(value) > 1:
            _refuse_repeats(value, at, out)

    return check


def _refuse_repeats(value: list[Any], at: Place, out: Report) -> None:
    texts = [entry for entry in value if type(entry) is str]
    if len(set(texts)) == len(texts):
        return
    seen: set[str] = set()
    for i, entry in enumerate(value):
        if type(entry) is str:
            if entry in seen:
                out.add((at, i), "repeated", f"{shown(entry)} stands twice in the list.")
            seen.add(entry)


def shape(
    fields: Mapping[str, Check], required: tuple[str, ...] = (), others: Literal["uri", "none", "any"] = "uri"
) -> Check:
    """Make a check of an object.

    `others` says which further names may stand in it: `uri` extensions (`prefix:name`), `none`, or `any`.
    """
    known = dict(fields)

    def check(value: Any, at: Place, out: Report) -> None:
        if type(value) is not dict:
            out.add(at, "type", "This must be an object.")
            return
        for name, entry in value.items():
            test = known.get(name)
            if test is not None:
                test(entry, (at, name), out)
            elif others != "any" and (others == "none" or not _EXTENSION.fullmatch(name)):
                out.add((at, name), "unknown", f"{shown(name)} is no field here, and no extension (prefix:name).")
            elif type(entry) is dict or type(entry) is list:
                refuse_depth(entry, (at, name), out)
        for name in required:
            if name not in value:
                out.add((at, name), "required", f"The field {name} is missing.")

    return check
