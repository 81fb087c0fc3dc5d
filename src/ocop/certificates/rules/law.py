"""What the law in force on a day says of decisions, revocations and proposals: read from `reference/certificates`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[4] / "reference" / "certificates"


@dataclass(frozen=True, slots=True)
class Ground:
    """One legal ground of revocation; for some the commune confirms first."""

    code: str
    name: str
    needs_commune: bool = False


@dataclass(frozen=True, slots=True)
class BundlePart:
    """One part of what goes to the ministry."""

    kind: str
    name: str
    required: bool
    except_sets: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Law:
    """One regulation's words and numbers about certificates."""

    document: str
    from_day: date
    revocation_days: int
    revocation_law: str
    grounds: tuple[Ground, ...]
    extension_days: int
    extension_law: str
    supersession_law: str
    ministry_request_law: str
    bundle: tuple[BundlePart, ...]
    bundle_law: str
    bases: tuple[dict[str, Any], ...]

    def ground(self, code: str) -> Ground | None:
        return next((one for one in self.grounds if one.code == code), None)

    def revocation_due(self, concluded_on: date) -> date:
        """The last day on which the decision is still in time."""
        return concluded_on + timedelta(days=self.revocation_days)

    def extension_ends(self, expires_on: date) -> date:
        """The last day to which a transition may extend a certificate."""
        return expires_on + timedelta(days=self.extension_days)

    def bases_on(self, day: date, regimes: set[str]) -> list[str]:
        """The legal bases that a decision of this day cites for dossiers of these regimes."""
        return [base["text"] for base in self.bases if _cited(base, day, regimes)]


@cache
def _laws() -> tuple[Law, ...]:
    found = [_read(tomllib.loads(path.read_text(encoding="utf-8"))) for path in FOLDER.glob("*.toml")]
    return tuple(sorted(found, key=lambda law: law.from_day, reverse=True))


def law_on(day: date) -> Law:
    """The regulation of `day`; before the first one that we know, that one."""
    return next((law for law in _laws() if law.from_day <= day), _laws()[-1])


def newest_law() -> Law:
    return _laws()[0]


def _read(facts: dict[str, Any]) -> Law:
    revocation = facts["revocation"]
    return Law(
        document=facts["document"],
        from_day=facts["from"],
        revocation_days=revocation["days"],
        revocation_law=revocation["law"],
        grounds=tuple(Ground(**row) for row in revocation["grounds"]),
        extension_days=facts["extension"]["days"],
        extension_law=facts["extension"]["law"],
        supersession_law=facts["supersession"]["law"],
        ministry_request_law=facts["ministry_request"]["law"],
        bundle=tuple(
            BundlePart(row["kind"], row["name"], row["required"], tuple(row.get("except_sets", ())))
            for row in facts["bundle"]
        ),
        bundle_law=facts["bundle_law"]["law"],
        bases=tuple(facts["bases"]),
    )


def _cited(base: dict[str, Any], day: date, regimes: set[str]) -> bool:
    if base["from"] > day or base.get("until", day) < day:
        return False
    return not base.get("regimes") or bool(regimes.intersection(base["regimes"]))
