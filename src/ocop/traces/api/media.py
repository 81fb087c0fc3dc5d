"""Media types: what a body is written in, and what the client wants to read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from django.http import HttpRequest

from .problems import Problem

JSON, LD, XML, TEXT_XML = "application/json", "application/ld+json", "application/xml", "text/xml"
READ = {JSON: "json", LD: "json", XML: "xml", TEXT_XML: "xml"}
Kind = Literal["json", "xml"]


def kind_of_body(request: HttpRequest) -> Kind:
    """Whether the body is JSON or XML, by its declared type; 415 for anything else, or for an unknown encoding."""
    kind = READ.get((request.content_type or "").lower())
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    if kind is None or charset not in ("utf-8", "utf8", "us-ascii"):
        raise Problem(415, f"Send one of {', '.join(READ)} in UTF-8.", headers={"Accept-Post": ", ".join(READ)})
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Problem(415, "Send the body without a content encoding.")
    return "xml" if kind == "xml" else "json"


def wanted(request: HttpRequest, offered: tuple[str, ...] = (JSON, LD, XML, TEXT_XML)) -> str:
    """The best of the offered media types for this client; 406 when it takes none of them."""
    ranges = [part.split(";") for part in request.headers.get("Accept", "*/*").lower().split(",") if part.strip()]
    accepted = {name.strip(): _quality(rest) for name, *rest in ranges}
    best, found = 0.0, ""
    for kind in offered:
        quality = _quality_of(kind, accepted)
        if quality > best:
            best, found = quality, kind
    if accepted and not found:
        raise Problem(406, f"Answers come as {', '.join(offered)}.")
    return found or offered[0]


def _quality_of(kind: str, accepted: Mapping[str, float]) -> float:
    """The nearest range decides (RFC 9110, 12.5.1): a type itself, then its family, then everything."""
    ranges = (kind, f"{kind.partition('/')[0]}/*", "*/*")
    return next((accepted[name] for name in ranges if name in accepted), 0.0)


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.strip().partition("=")
        if name == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
