"""What would lift a star, in the coach's sentences, from what the council chose."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from ocop.councils.models import Result, Sheet
from ocop.criteria.rules import coach, coach_sentences, criteria_set
from ocop.journal.rules import Refused


def lifting_of(result: Result) -> list[str]:
    """The lightest way to the next star; empty where the sheets give no common answer to start from."""
    sheets = Sheet.objects.filter(item=result.item_id, revealed_at__isnull=False).order_by("-round", "pk")
    newest = {sheet.seat_id: sheet.choices for sheet in reversed(sheets)}
    if not newest:
        return []
    dossier = result.item.dossier
    law = criteria_set(dossier.regime, dossier.set_no)
    if law is None:
        return []
    try:
        plan = coach(law, most_chosen(list(newest.values())))
    except (Refused, KeyError, ValueError):
        return []
    return list(coach_sentences(plan)) if plan is not None else []


def most_chosen(sheets: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Each criterion's most frequent choice; the lower of two equally frequent ones."""
    codes = dict.fromkeys(code for sheet in sheets for code in sheet)
    return {code: _most(code, sheets) for code in codes}


def _most(code: str, sheets: list[Mapping[str, Any]]) -> Any:
    counted = Counter(json.dumps(sheet[code], sort_keys=True) for sheet in sheets if code in sheet)
    best = max(counted.values())
    return json.loads(min(choice for choice, times in counted.items() if times == best))
