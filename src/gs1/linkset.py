"""Linksets in JSON (RFC 9264, as GS1 narrows them for resolvers): built, and checked as the official schema does.

>>> from gs1.linktypes import uri
>>> set_ = linkset([Context("https://id.gs1.org/01/08938500123450", "Miến dong", {
...     uri("traceability"): [Link("https://ocop.example.vn/t/1", "Hộ chiếu", hreflang=("vi",))]})])
>>> faults(set_)
[]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gs1.keys import Gs1Error

# As the official schema has them: targets and anchors begin so, relations are one word or one plain URI.
_TARGET = re.compile(r"https?://[A-z0-9./]+")
_RELATION = re.compile(r"[a-z-]+|https?://[A-z0-9./]+")
_LANGUAGE = re.compile(r"\w{2}(?:-\w{2})?")
_MEDIA_TYPE = re.compile(r"\w+/[-+.\w]+")
_OWN = ("anchor", "itemDescription")
MOST_FAULTS = 100


@dataclass(frozen=True, slots=True)
class Link:
    """One target with its title; `type` is a media type, `hreflang` two-letter languages such as `vi` or `en-GB`.

    `context` narrows where the link applies; `fwqs` says whether query strings are passed on, `public` whether the
    link may be shown to all; None leaves it unsaid.
    """

    href: str
    title: str
    type: str = ""
    hreflang: Sequence[str] = ()
    context: Sequence[str] = ()
    fwqs: bool | None = None
    public: bool | None = None

    def as_json(self) -> dict[str, Any]:
        """The target object of RFC 9264, chapter 4.2: what is not said is left out."""
        said: dict[str, Any] = {"href": self.href, "title": self.title}
        for name in ("type", "hreflang", "context", "fwqs", "public"):
            value = getattr(self, name)
            if value is not None and value != "" and value != ():
                said[name] = list(value) if name in ("hreflang", "context") else value
        return said


@dataclass(frozen=True, slots=True)
class Context:
    """What the links are about: its URI, its description, and the links by relation (see `gs1.linktypes.uri`)."""

    anchor: str
    description: str
    links: Mapping[str, Iterable[Link]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The link context object of RFC 9264, chapter 4.2, with the description that GS1 adds."""
        links = {relation: [link.as_json() for link in found] for relation, found in self.links.items()}
        return {"anchor": self.anchor, "itemDescription": self.description, **links}


def linkset(contexts: Iterable[Context]) -> dict[str, Any]:
    """Build the JSON of a linkset.

    Raises:
        Gs1Error: what was given makes no valid linkset; the message names every fault.
    """
    built = {"linkset": [context.as_json() for context in contexts]}
    check(built)
    return built


def check(document: Any, *, narrow: bool = True) -> None:
    """Check a linkset in JSON.

    `narrow` demands what GS1 does beyond RFC 9264: a description of each item, and a title of each link.

    Raises:
        Gs1Error: the message names every fault, at most 100.
    """
    if found := faults(document, narrow=narrow):
        raise Gs1Error("; ".join(found))


def faults(document: Any, *, narrow: bool = True) -> list[str]:
    """List what is wrong with a linkset in JSON, each fault with its place (JSON Pointer); arguments as `check`."""
    found: list[str] = []
    listed = document.get("linkset") if type(document) is dict else None
    if type(listed) is not list or len(document) != 1:
        return ["/: a linkset is an object with the list `linkset` alone"]
    for i, context in enumerate(listed):
        _context(context, f"/linkset/{i}", found, narrow)
        if len(found) >= MOST_FAULTS:
            break
    return found[:MOST_FAULTS]


def _context(context: Any, at: str, found: list[str], narrow: bool) -> None:
    if type(context) is not dict:
        found.append(f"{at}: a context is an object")
        return
    if not _fits(_TARGET, context.get("anchor")):
        found.append(f"{at}/anchor: an anchor is a web address")
    description = context.get("itemDescription")
    if type(description) is not str and (narrow or "itemDescription" in context):
        found.append(f"{at}/itemDescription: the item is described in text")
    for relation, links in context.items():
        if relation not in _OWN:
            _relation(relation, links, f"{at}/{_pointed(relation)}", found, narrow)


def _relation(relation: str, links: Any, at: str, found: list[str], narrow: bool) -> None:
    if not _RELATION.fullmatch(relation):
        found.append(f"{at}: a relation is a word in small letters or a web address")
    elif type(links) is not list:
        found.append(f"{at}: links stand in a list")
    else:
        for i, link in enumerate(links):
            _link(link, f"{at}/{i}", found, narrow)


def _link(link: Any, at: str, found: list[str], narrow: bool) -> None:
    if type(link) is not dict:
        found.append(f"{at}: a link is an object")
        return
    found += [f"{at}/{_pointed(name)}: no member of a link" for name in link if name not in _MEMBERS]
    found += [
        f"{at}/{name}: {said}" for name, (test, said) in _MEMBERS.items() if name in link and not test(link[name])
    ]
    found += [f"{at}/{name}: is missing" for name in (("href", "title") if narrow else ("href",)) if name not in link]


def _pointed(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _fits(pattern: re.Pattern[str], value: Any) -> bool:
    return type(value) is str and pattern.match(value) is not None


def _is_language(value: Any) -> bool:
    return type(value) is str and _LANGUAGE.fullmatch(value) is not None


_MEMBERS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "href": (lambda value: _fits(_TARGET, value), "a target is a web address"),
    "title": (lambda value: type(value) is str, "a title is text"),
    "hreflang": (
        lambda value: type(value) is list and all(map(_is_language, value)),
        "languages are a list such as vi, en-GB",
    ),
    "type": (lambda value: type(value) is str and _MEDIA_TYPE.search(value) is not None, "a type is a media type"),
    "context": (lambda value: type(value) is list, "contexts stand in a list"),
    "fwqs": (lambda value: type(value) is bool, "this is true or false"),
    "public": (lambda value: type(value) is bool, "this is true or false"),
}
