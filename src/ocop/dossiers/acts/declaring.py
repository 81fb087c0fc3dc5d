"""The parts of Mẫu 01 and 02 that are no criterion: representative, registration, results, plan."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.people.models import Person

from .. import rules
from ..models import Dossier, FormFacts
from ..queries.paperwork import PRIVATE_FIELDS, PUBLIC_FIELDS
from ..rules.procedure import FORMS
from .assisting import mark_helped, not_writer
from .drafting import asked_fields
from .moving import lock

_LONG = 6000
_FIELDS = {field.name: field for field in FormFacts._meta.fields if field.name in (*PUBLIC_FIELDS, *PRIVATE_FIELDS)}
LABELS = {name: str(field.verbose_name) for name, field in _FIELDS.items()}


def save_form_facts(dossier: Dossier, facts: Mapping[str, str], *, by: Person, at: datetime | None = None) -> FormFacts:
    """Lưu phần khai Mẫu 01–02: what is left out stays; nothing of it goes into the journal but which fields moved."""
    given = {name: clean_text(text) for name, text in facts.items() if name in LABELS}
    with act(at):
        row, moment = lock(dossier, at)
        Refused.unless_clear(
            not_writer(row, by, moment),
            rules.criterion_locked(row.state, FORMS, asked_fields(row)),
            *(_unfit(name, text) for name, text in given.items()),
        )
        stands = FormFacts.objects.filter(dossier=row).first()
        kept = stands or FormFacts(dossier=row, salt=secrets.token_hex(32))
        moved = sorted(name for name, text in given.items() if getattr(kept, name) != text)
        if stands is not None and not moved:
            return stands
        for name in moved:
            setattr(kept, name, given[name])
        kept.saved_at, kept.saved_by = moment, by
        kept.save()
        mark_helped(row, FORMS, by=by, moment=moment)
        record("save_form_facts", by=by, about=row, at=moment, facts={"fields": moved})
    return kept


def _unfit(name: str, text: str) -> list[Reason]:
    return text_unfit(text, field=name, label=LABELS[name], longest=_FIELDS[name].max_length or _LONG)
