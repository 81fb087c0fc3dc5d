"""The linkset of a Digital Link (RFC 9264, as GS1 narrows it) and the resolver's description of itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

VOCABULARY = "https://ref.gs1.org/voc/"
PIP, CERTIFICATE, TRACE = "pip", "certificationInfo", "traceability"


def linkset(anchor: str, description: str, links: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """One link context: the default link, and each link again under its own type."""
    origin = settings.ORIGIN
    context: dict[str, Any] = {"anchor": origin + anchor, "itemDescription": description}
    first = next(iter(links.values()))
    context[f"{VOCABULARY}defaultLink"] = [{"href": origin + first[0], "title": first[1]}]
    for kind, (path, title) in links.items():
        link = {"href": origin + path, "title": title, "type": "text/html", "hreflang": ["vi", "en", "zh"]}
        context[VOCABULARY + kind] = [link]
    return {"linkset": [context]}


def links_of(path: str, slug: str, certificate: str) -> dict[str, tuple[str, str]]:
    """What we know about an item: its passport, its product page, and its certificate when there is one."""
    links = {TRACE: (path, _("Hộ chiếu sản phẩm")), PIP: (f"/san-pham/{slug}/", _("Trang sản phẩm"))}
    if certificate:
        links[CERTIFICATE] = (f"/giay-chung-nhan/{certificate}/", _("Giấy chứng nhận OCOP"))
    return links


def resolver_description() -> dict[str, Any]:
    return {
        "resolverRoot": settings.ORIGIN,
        "name": "OCOP Quảng Ninh",
        "supportedPrimaryKeys": ["01", "414"],
        "supportedLinkType": [{"namespace": VOCABULARY, "prefix": "gs1:"}],
        "linkTypeDefaultCanBeLinkset": False,
    }
