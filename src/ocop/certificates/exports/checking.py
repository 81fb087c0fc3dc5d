"""One door for checking: a credential, a status list or a PDF, told apart by content."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..queries.statuses import WORDS
from ..rules.credentials import Checked, check
from ..rules.signatures import SealFound
from .credentials import list_address, status_list
from .keyring import issuer_document
from .signing import seal_of


@dataclass(frozen=True, slots=True)
class Found:
    """What a brought file is and what the check says of it."""

    seal: SealFound | None = None
    checked: Checked | None = None
    subject: Mapping[str, Any] | None = None

    @property
    def known(self) -> bool:
        return self.seal is not None or self.checked is not None


def check_file(data: bytes, at: datetime) -> Found:
    """Against our own keys and our own lists as they stand at this moment."""
    if data.startswith(b"%PDF-"):
        return Found(seal=seal_of(data))
    document = read_document(data)
    if document is None:
        return Found()
    return checked_by(document, issuer_document(), at, own_lists(document, at))


def read_document(data: bytes) -> dict[str, Any] | None:
    """The JSON object in a file; doubled keys are refused, since readers disagree about them."""
    try:
        found = json.loads(data.decode("utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def checked_by(
    document: Mapping[str, Any], keys: Mapping[str, Any], at: datetime, lists: Sequence[Mapping[str, Any]]
) -> Found:
    try:
        checked, subject = check(document, keys, at, lists), document.get("credentialSubject")
    # Shapes that no credential has: a list where an object stands, a number for a text.
    except (TypeError, AttributeError, RecursionError):
        return Found()
    return Found(checked=checked, subject=subject if isinstance(subject, Mapping) else None)


def own_lists(document: Mapping[str, Any], at: datetime) -> list[dict[str, Any]]:
    """The lists that the credential points to, where they are ours."""
    text = json.dumps(document.get("credentialStatus", []))
    numbers = {int(n) for n in _numbers(text)}
    return [status_list(p, n, at) for n in sorted(numbers) for p in WORDS if list_address(p, n) in text]


def _numbers(text: str) -> list[str]:
    return re.findall(r"/giay-chung-nhan/tinh-trang/[a-z-]+-(\d{1,4})\.json", text)
