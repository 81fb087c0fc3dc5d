"""What was copied from the last dossier becomes the producer's own word."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from ocop.journal.acts import act, record
from ocop.journal.rules import Refused
from ocop.people.models import Person

from .. import lifecycle, rules
from ..models import Answer, Dossier, Evidence
from ..queries.basis import carried_fields
from .moving import lock, stranger


def confirm_carried(
    dossier: Dossier, *, by: Person, fields: Collection[str] | None = None, at: datetime | None = None
) -> list[str]:
    """Xác nhận không đổi: these fields (default: all) still stand as in the last dossier; returns which they were."""
    with act(at):
        row, moment = lock(dossier, at)
        Refused.unless_clear(
            stranger("producer", row, by, moment),
            None if row.state == lifecycle.DRAFT else rules.wrong_state("edit", row.state),
        )
        asked = [code for code in carried_fields(row) if fields is None or code in fields]
        if asked:
            clear_carried(row, asked)
            record("confirm_carried", by=by, about=row, at=moment, facts={"fields": asked})
    return asked


def clear_carried(dossier: Dossier, fields: Collection[str]) -> None:
    Answer.objects.filter(dossier=dossier, criterion__in=fields, carried=True).update(carried=False)
    Evidence.objects.filter(dossier=dossier, criterion__in=fields, carried=True).update(carried=False)


def confirmed(answer: Answer, *, by: Person, moment: datetime) -> Answer:
    """The same answer saved again on its own page is a look at it and its papers."""
    if answer.carried:
        clear_carried(answer.dossier, [answer.criterion])
        answer.carried = False
        record("confirm_carried", by=by, about=answer.dossier, at=moment, facts={"fields": [answer.criterion]})
    return answer
