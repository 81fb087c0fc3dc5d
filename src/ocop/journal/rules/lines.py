"""What a refusal is, how a line is sealed, and which text is acceptable."""

from __future__ import annotations

import hashlib
import json
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

GENESIS = "0" * 64

# Bidirectional overrides can make a shown name differ from the stored one.
_BIDI = {chr(c) for c in (0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}


@dataclass(frozen=True, slots=True)
class Reason:
    """One cause of a refusal: a sentence that names the field, the rule and the way out."""

    message: str
    field: str = ""
    code: str = ""
    law: str = ""


class Refused(Exception):
    """An act that may not happen, with every reason at once."""

    def __init__(self, *reasons: Reason | str) -> None:
        self.reasons = tuple(Reason(r) if isinstance(r, str) else r for r in reasons)
        super().__init__("; ".join(r.message for r in self.reasons))

    @classmethod
    def unless_clear(cls, *found: Reason | Iterable[Reason] | None) -> None:
        """Raise one refusal with all the reasons in `found`; do nothing when there is none."""
        reasons: list[Reason] = []
        for item in found:
            if isinstance(item, Reason):
                reasons.append(item)
            elif item is not None:
                reasons.extend(item)
        if reasons:
            raise cls(*reasons)


def clean_text(text: str) -> str:
    """NFC, outer blanks removed, line ends as `\\n`."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"-[0-9]+([.,][0-9]+)?", re.ASCII)


def harmless_cell(cell: object) -> object:
    """The cell of a table file as no spreadsheet takes it for a formula; a negative number stays one."""
    if isinstance(cell, str) and cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell):
        return "'" + cell
    return cell


def text_unfit(text: str, *, field: str, label: str, longest: int, shortest: int = 0) -> list[Reason]:
    """Reasons why `text` may not be kept: length in characters, control and direction marks."""
    reasons: list[Reason] = []
    if len(text) > longest:
        reasons.append(Reason(f"{label} dài {len(text)} ký tự, tối đa là {longest}. Hãy rút gọn.", field, "too_long"))
    if len(text) < shortest:
        message = f"{label} còn trống. Hãy nhập." if not text else f"{label} cần ít nhất {shortest} ký tự."
        reasons.append(Reason(message, field, "too_short"))
    if any(c in _BIDI or (unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t") for c in text):
        reasons.append(
            Reason(f"{label} có ký tự điều khiển không đọc được. Hãy gõ lại bằng bàn phím.", field, "control")
        )
    return reasons


def plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts in the one form that comes back from the database as it went in; `ValueError` where there is none.

    Numbers that are no integers become text: jsonb gives 1e16 back as an integer, and a seal would not fit.
    """
    found = _plain(dict(facts), "facts")
    assert isinstance(found, dict)
    return found


def _plain(value: Any, where: str) -> Any:
    match value:
        case None | bool():
            return value
        case int():
            return int(value)
        case str():
            return _keepable(value, where)
        case date() | Decimal():
            return value.isoformat() if isinstance(value, date) else str(value)
        case float() if math.isfinite(value):
            return repr(value)
        case Mapping():
            return {_keepable(key, where): _plain(item, f"{where}.{key}") for key, item in value.items()}
        case list() | tuple():
            return [_plain(item, f"{where}[{i}]") for i, item in enumerate(value)]
    raise ValueError(f"{where} is {value!r:.60}: a journal keeps text, integers, lists and named facts")


def _keepable(text: Any, where: str) -> str:
    if not isinstance(text, str) or any(c == "\x00" or unicodedata.category(c) == "Cs" for c in text):
        raise ValueError(f"{where} holds {text!r:.60}, which the database cannot keep")
    return str(text)


def canonical(facts: Mapping[str, Any]) -> bytes:
    """One spelling for one content: sorted keys, no blanks, UTF-8."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def moment_text(at: datetime) -> str:
    """UTC with microseconds, the spelling that is sealed."""
    if at.tzinfo is None:
        raise ValueError("a moment without its time zone cannot be sealed")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def seal(
    previous: str, number: int, at: datetime, verb: str, actor: str, subject: str, facts: Mapping[str, Any]
) -> str:
    """SHA-256 (hex) over the previous seal and everything the line says."""
    body = {
        "previous": previous, "number": number, "at": moment_text(at),
        "verb": verb, "actor": actor, "subject": subject, "facts": facts,
    }  # fmt: skip
    return hashlib.sha256(canonical(body)).hexdigest()
