"""What a growing area gave, and how much that is for each hectare: told as it was noted, judged by nobody.

There is no reference of yields for each hectare with a source behind it, so nothing is capped by it; whoever knows the
crop sees at once what cannot be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .balance import shown, total
from .units import Amount, kilograms


@dataclass(frozen=True, slots=True)
class Harvest:
    """The harvests of one area over a time; `kg` is unknown where one of them was not weighed."""

    times: int = 0
    kg: Decimal | None = None

    def words(self, hectares: Decimal | None) -> str:
        """«thu 480 kg, 960 kg/ha»; what is missing is said, not guessed."""
        if not self.times:
            return "chưa ghi thu hoạch"
        if self.kg is None:
            return f"thu {self.times} lần, có lần chưa cân"
        if not hectares:
            return f"thu {shown(self.kg)} kg"
        return f"thu {shown(self.kg)} kg, {shown(self.kg / hectares)} kg/ha"


def harvest_of(amounts: Sequence[Amount], times: int) -> Harvest:
    return Harvest(times, total(amounts, lambda amount: kilograms(amount, None)))
