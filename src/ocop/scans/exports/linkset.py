"""Links of a code for machines: linksets (RFC 9264, as GS1 narrows them), the page of choices, the resolver of itself."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from gs1.linkset import Context, Link, linkset

from ..rules.resolving import CERTIFICATE, DATA_KIND, PIP, RECALL, TRACE, Choice
from .linked import MEDIA_TYPE, VOCABULARY_PATH

VOCABULARY = "https://ref.gs1.org/voc/"
CONTEXT_PATH = "/.well-known/gs1-linkset-context.jsonld"
_PAGE_LANGUAGES = ("vi", "en", "zh")


def own_choices(slug: str, certificate: str, lot: int | None) -> list[Choice]:
    """What the portal itself knows about an item: its passport, its product page, its certificate, whether it is recalled."""
    found = [
        Choice(TRACE, _("Hộ chiếu sản phẩm"), "", _PAGE_LANGUAGES),
        Choice(PIP, _("Trang sản phẩm"), f"/san-pham/{slug}/", _PAGE_LANGUAGES),
    ]
    found.append(
        Choice(
            DATA_KIND, _("Hộ chiếu sản phẩm dạng dữ liệu"), f"?linkType=gs1:{DATA_KIND}", _PAGE_LANGUAGES, MEDIA_TYPE
        )
    )
    if certificate:
        found.append(Choice(CERTIFICATE, _("Giấy chứng nhận OCOP"), f"/giay-chung-nhan/{certificate}/", ("vi",)))
    if lot:
        found.append(Choice(RECALL, _("Lô có bị thu hồi không"), f"/hang-thu-hoi/trang-thai/{lot}/", _PAGE_LANGUAGES))
    return found


def context(anchor: str, description: str, choices: Sequence[Choice], default: str = "") -> Context:
    """One link context: the default link, bare of attributes, and every link under its own type."""
    here = settings.ORIGIN + anchor
    title = next((c.title for c in choices if c.href == default), description)
    links: dict[str, list[Link]] = {f"{VOCABULARY}defaultLink": [Link(_whole(default, here), title)]}
    for choice in choices:
        link = Link(_whole(choice.href, here), choice.title, choice.media_type, choice.languages)
        links.setdefault(VOCABULARY + choice.kind, []).append(link)
    if any(choice.kind == DATA_KIND for choice in choices):
        words = settings.ORIGIN + VOCABULARY_PATH
        links["describedby"] = [Link(words, _("Các từ dùng trong hộ chiếu sản phẩm"), "text/html", _PAGE_LANGUAGES)]
    return Context(here, description, links)


def _whole(href: str, here: str) -> str:
    if not href or href.startswith("?"):
        return here + href
    return settings.ORIGIN + href if href.startswith("/") else href


def choices_page(choices: Sequence[Choice]) -> str:
    """Several links fit: whoever asked chooses."""
    rows = "".join(
        f'<li><a href="{escape(c.href)}"{_hreflang(c)} type="{escape(c.media_type)}" rel="noopener">{escape(c.title)}</a>'
        f' <span class="small soft">{escape(", ".join((*c.languages, c.media_type)))}</span></li>'
        for c in choices
    )
    return f'<section class="stack tight"><ul>{rows}</ul></section>'


def _hreflang(choice: Choice) -> str:
    return f' hreflang="{escape(choice.languages[0])}"' if len(choice.languages) == 1 else ""


def linkset_context() -> dict[str, Any]:
    """How to read our linksets as JSON-LD."""
    return {
        "@context": {
            "@vocab": "http://www.iana.org/assignments/relation/", "anchor": "@id", "href": "@id", "linkset": "@graph",
            "gs1": VOCABULARY, "hreflang": {"@id": "http://purl.org/dc/terms/language", "@container": "@set"},
            "title": {"@id": "http://purl.org/dc/terms/title"}, "type": {"@id": "http://purl.org/dc/terms/format"},
            "itemDescription": {"@id": "http://www.w3.org/2000/01/rdf-schema#comment"},
        }
    }  # fmt: skip


def resolver_description() -> dict[str, Any]:
    """What this resolver can do. Addresses under the other keys of GS1 are read and checked, but name nothing here."""
    return {
        "resolverRoot": settings.ORIGIN,
        "name": "OCOP Quảng Ninh",
        "supportedPrimaryKeys": ["01", "414"],
        "supportedLinkType": [{"namespace": VOCABULARY, "prefix": "gs1:"}],
        "linkTypeDefaultCanBeLinkset": False,
        "supportedContextValuesEnumerated": [],
        "jsonLdContextLocation": settings.ORIGIN + CONTEXT_PATH,
        "extensionProfile": settings.ORIGIN + VOCABULARY_PATH,
    }


__all__ = [
    "CONTEXT_PATH", "VOCABULARY", "choices_page", "context", "linkset", "linkset_context", "own_choices",
    "resolver_description",
]  # fmt: skip
