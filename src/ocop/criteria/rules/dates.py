"""Which law a dossier stands under, by the day it was filed, and what the transition grants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .nouns import Filing, Regime
from .reading import regimes


@dataclass(frozen=True, slots=True)
class Applicable:
    """The regime of a dossier; `finish_by` is set where a transition rule ends an older one."""

    regime: Regime
    finish_by: date | None = None
    law: str = ""


def regime_on(day: date) -> Regime | None:
    """The regime in force on `day`; while an old one runs out beside a new one, the new one."""
    return next((regime for regime in regimes().values() if regime.in_force(day)), None)


def regime_of_dossier(submitted: date, filing: Filing) -> Applicable | None:
    """QĐ 26/2026, Điều 12: a dossier filed before the new law is finished under the old one, within its days."""
    regime = regime_on(submitted)
    if regime is None:
        return None
    newer = next((r for r in regimes().values() if r.transition and r.transition.previous == regime.key), None)
    if newer is None or newer.transition is None or newer.starts is None:
        return Applicable(regime)
    days = newer.transition.finish_days[filing]
    return Applicable(regime, newer.starts + timedelta(days), newer.transition.law)


def certificate_extended_to(expires: date, regime: Regime) -> date | None:
    """QĐ 26/2026, Điều 12: how long a certificate may stand while its late renewal is judged.

    Only for one whose filing window had closed before anyone could use it: it expires on or after the first
    day of the regime, and the last filing day lies before that day.
    """
    if regime.transition is None or regime.renewal is None or regime.starts is None or expires < regime.starts:
        return None
    _, closes = regime.renewal.window(expires)
    return expires + timedelta(regime.transition.extension_days) if closes < regime.starts else None
