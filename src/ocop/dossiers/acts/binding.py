"""The bound file: at once when it is short, by the worker when it is long; kept as a paper."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from typing import BinaryIO

from ocop.journal.acts import act, database_clock, enqueue, record
from ocop.papers.acts import keep
from ocop.papers.rules import PDF
from ocop.people.models import Person

from ..exports.bound import bind
from ..models import Binding, Dossier
from ..queries.paperwork import Filled, binding_of, filled, pages_expected
from .moving import lock

# Longer ones take seconds: nobody should wait for a page that long.
MOST_AT_ONCE = 60
_STUCK = timedelta(minutes=15)
_EVERY = 20


def ask_binding(dossier: Dossier, *, by: Person, draft: bool = False, at: datetime | None = None) -> Binding:
    """Đóng tập hồ sơ: the same content is bound once; a failed or stuck attempt may be asked for again."""
    with act(at):
        row, moment = lock(dossier, at)
        source = filled(row, private=False, draft=draft)
        found = binding_of(row, source.content)
        if found is not None and not _dead(found, moment):
            return found
        if found is not None and found.state != Binding.State.FAILED:
            found.state, found.fault = Binding.State.FAILED, "Bị ngắt giữa chừng."
            found.save(update_fields=["state", "fault"])
        made = Binding.objects.create(
            dossier=row, content=source.content, asked_by=by, asked_at=moment, moved_at=moment
        )
        record("ask_binding", by=by, about=row, at=moment, facts={"sha256": source.content, "draft": draft})
        if pages_expected(source.form) > MOST_AT_ONCE:
            enqueue("dossiers.bind", {"binding": made.pk}, once=f"dossiers.bind:{made.pk}")
            return made
    return make_binding(made.pk)


def _dead(binding: Binding, moment: datetime) -> bool:
    stuck = binding.state == Binding.State.MAKING and moment - binding.moved_at > _STUCK
    return binding.state == Binding.State.FAILED or stuck


def make_binding(number: int) -> Binding:
    """Đóng: outside any transaction, for it may take a minute; how far it has come is seen while it runs."""
    binding = Binding.objects.select_related("dossier__product__producer", "dossier__commune", "asked_by").get(
        pk=number
    )
    if binding.state != Binding.State.WAITING:
        return binding
    source = _source(binding)
    if source is None:
        return _end(binding, Binding.State.FAILED, "Hồ sơ đã thay đổi trong lúc chờ. Hãy đóng tập lại.")
    Binding.objects.filter(pk=number).update(state=Binding.State.MAKING, moved_at=database_clock())
    with tempfile.TemporaryFile() as out:
        try:
            bind(source, out, lambda done, total: _moved(number, done, total))
        except Exception as fault:  # whatever a foreign file does, the asker is told and may ask again
            return _end(binding, Binding.State.FAILED, f"{type(fault).__name__}: {fault}"[:300])
        return _kept(binding, source, out)


def _source(binding: Binding) -> Filled | None:
    """What was asked for, if it still says the same: the sealed version, or the draft as it was."""
    for draft in (False, True):
        source = filled(binding.dossier, private=False, draft=draft)
        if source.content == binding.content:
            return source
    return None


def _moved(number: int, done: int, total: int) -> None:
    if done % _EVERY == 0 or done in (1, total):
        Binding.objects.filter(pk=number).update(done=done, total=total, moved_at=database_clock())


def _kept(binding: Binding, source: Filled, out: BinaryIO) -> Binding:
    out.seek(0)
    label = f"ho-so-{binding.dossier_id}-{f'ban-{source.version.number}' if source.version else 'nhap'}.pdf"
    data = out.read()
    with act() as moment:
        paper = keep(data, name=label, media_type=PDF, by=binding.asked_by, at=moment)
        Binding.objects.filter(pk=binding.pk).update(paper=paper)
        record(
            "bind",
            by=None,
            about=binding.dossier,
            at=moment,
            facts={"content": binding.content, "sha256": paper.sha256},
        )
    return _end(binding, Binding.State.READY, "")


def _end(binding: Binding, state: str, fault: str) -> Binding:
    Binding.objects.filter(pk=binding.pk).update(state=state, fault=fault, moved_at=database_clock())
    binding.refresh_from_db()
    return binding
