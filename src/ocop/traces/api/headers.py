"""The headers of EPCIS 2.0: versions spoken, limits kept, and what a client asks for."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from .problems import CAPTURE_LIMITS, Problem

VERSION = (2, 0, 0)
# XML of EPCIS 1.2 is read and written as well.
OLDEST = (1, 2, 0)
OURS = {
    "GS1-EPCIS-Version": "2.0.0",
    "GS1-EPCIS-Min": "1.2.0",
    "GS1-EPCIS-Max": "2.0.0",
    "GS1-CBV-Version": "2.0.0",
    "GS1-CBV-Min": "1.2.2",
    "GS1-CBV-Max": "2.0.0",
    "GS1-Vendor-Version": "ocop-1.0",
}
DISCOVERY = {**OURS, "GS1-EPC-Format": "Always_GS1_Digital_Link", "GS1-CBV-XML-Format": "Always_Web_URI"}
# `all`: both `rollback`, which is meant where nothing is said, and `proceed`.
CAPTURE = {**CAPTURE_LIMITS, "GS1-Capture-Error-Behaviour": "all"}
_NUMBER = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,2}", re.ASCII)


def versions_agree(request: HttpRequest) -> None:
    """Refuse a client that wants versions that are not spoken here (406), or names none properly (400)."""
    for name in ("EPCIS", "CBV"):
        wanted = _version(request, f"GS1-{name}-Version")
        lowest, highest = _version(request, f"GS1-{name}-Min"), _version(request, f"GS1-{name}-Max")
        if wanted is not None and not OLDEST <= wanted <= (2, 0, 9999):
            raise Problem(406, f"GS1-{name}-Version: versions 1.2 and 2.0 are spoken here.")
        if (lowest is not None and lowest > VERSION) or (highest is not None and highest < OLDEST):
            raise Problem(406, f"GS1-{name}-Min and -Max leave out versions 1.2 to 2.0.")
        if lowest is not None and highest is not None and lowest > highest:
            raise Problem(406, f"GS1-{name}-Min and -Max leave no version between them.")


def _version(request: HttpRequest, name: str) -> tuple[int, ...] | None:
    given = request.headers.get(name)
    if given is None:
        return None
    if not _NUMBER.fullmatch(given.strip()):
        raise Problem(400, f"{name} is a version number such as 2.0.0.")
    parts = [int(part) for part in given.strip().split(".")]
    return tuple(parts + [0] * (3 - len(parts)))


def spoken(version: str) -> dict[str, str]:
    """What an answer in that version says of itself."""
    return {"GS1-EPCIS-Version": "1.2.0", "GS1-CBV-Version": "1.2.2"} if version == "1.2" else {}


def ours() -> dict[str, str]:
    """What every answer says: versions, and the namespace of our own fields."""
    return {**OURS, "GS1-Extensions": f"ocop={settings.ORIGIN}/voc/"}


def dressed(response: HttpResponseBase, headers: dict[str, str]) -> HttpResponseBase:
    """Add headers that the answer does not have yet; one without a body has no type either."""
    if response.status_code == 204:
        del response.headers["Content-Type"]
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    return response
