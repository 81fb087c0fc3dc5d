"""Samples: sealed, received, tasted, destroyed or given back; each step signed, in order, without a gap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.core.files.base import File

from ocop.journal.acts import act, record
from ocop.journal.lifecycle import Step
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.papers.acts import bring
from ocop.people.models import Person
from ocop.people.queries import mandates_in_force
from ocop.people.rules import Role

from .. import lifecycle, rules
from ..models import Dossier, Sample, SampleStep
from ..queries import authority
from ..rules import procedure
from ..rules.paperwork import paperwork
from .moving import local_day, lock, tell_producer, tell_province

_WITH_COMMUNE = (lifecycle.SUBMITTED, lifecycle.COMPLETION)
_WITH_PROVINCE = (lifecycle.FORWARDED, lifecycle.ACCEPTED, lifecycle.AMENDING, lifecycle.BEFORE_COUNCIL)
_AFTER = (lifecycle.RATED, lifecycle.DECIDED, lifecycle.RETURNED, lifecycle.WITHDRAWN)
_STATES = {
    lifecycle.SEAL_SAMPLES.name: (*_WITH_COMMUNE, *_WITH_PROVINCE),
    lifecycle.RECEIVE_SAMPLES.name: _WITH_PROVINCE,
    lifecycle.TASTE_SAMPLES.name: (lifecycle.BEFORE_COUNCIL,),
    lifecycle.DESTROY_SAMPLES.name: (*_WITH_PROVINCE, *_AFTER),
    lifecycle.RETURN_SAMPLES.name: (*_WITH_PROVINCE, *_AFTER),
}


def seal_samples(
    dossier: Dossier, *, seals: Mapping[int, str], by: Person, note: str = "", photo: File[bytes] | None = None,
    at: datetime | None = None,
) -> SampleStep:  # fmt: skip
    """Niêm phong mẫu: by the producer or the commune; `seals` gives each piece its number."""
    seals = {piece: clean_text(seal) for piece, seal in seals.items()}
    with act(at):
        row, moment = lock(dossier, at)
        taken = Sample.objects.filter(dossier=row).values_list("seal_number", flat=True)
        _refuse(row, lifecycle.SEAL_SAMPLES, sorted(seals), by, moment, note, procedure.seals_unfit(seals, list(taken)))
        Sample.objects.bulk_create(
            Sample(dossier=row, number=piece, seal_number=seal, state=lifecycle.SEALED) for piece, seal in seals.items()
        )
        return _sign(row, lifecycle.SEAL_SAMPLES, seals, by, moment, note, photo)


def receive_samples(
    dossier: Dossier, *, pieces: Sequence[int], by: Person, note: str = "", photo: File[bytes] | None = None,
    at: datetime | None = None,
) -> SampleStep:  # fmt: skip
    """Tỉnh nhận mẫu: the seals are whole, the numbers as written."""
    return _step(lifecycle.RECEIVE_SAMPLES, dossier, pieces, by, note, photo, at)


def taste_samples(
    dossier: Dossier, *, pieces: Sequence[int], by: Person, note: str = "", photo: File[bytes] | None = None,
    at: datetime | None = None,
) -> SampleStep:  # fmt: skip
    """Mở mẫu khi chấm: at the sitting, by the council's secretary or the province's office."""
    return _step(lifecycle.TASTE_SAMPLES, dossier, pieces, by, note, photo, at)


def destroy_samples(
    dossier: Dossier, *, pieces: Sequence[int], by: Person, note: str = "", photo: File[bytes] | None = None,
    at: datetime | None = None,
) -> SampleStep:  # fmt: skip
    """Hủy mẫu, how and where said in the note."""
    return _step(lifecycle.DESTROY_SAMPLES, dossier, pieces, by, note, photo, at)


def return_samples(
    dossier: Dossier, *, pieces: Sequence[int], by: Person, note: str = "", photo: File[bytes] | None = None,
    at: datetime | None = None,
) -> SampleStep:  # fmt: skip
    """Trả lại mẫu cho chủ thể."""
    return _step(lifecycle.RETURN_SAMPLES, dossier, pieces, by, note, photo, at)


def _step(
    step: Step, dossier: Dossier, pieces: Sequence[int], by: Person, note: str, photo: File[bytes] | None,
    at: datetime | None,
) -> SampleStep:  # fmt: skip
    wanted = sorted(set(pieces))
    with act(at):
        row, moment = lock(dossier, at)
        _refuse(row, step, wanted, by, moment, note, [])
        moved = Sample.objects.filter(dossier=row, number__in=wanted)
        seals = dict(moved.values_list("number", "seal_number"))
        moved.update(state=step.target)
        return _sign(row, step, seals, by, moment, note, photo)


def _refuse(
    dossier: Dossier, step: Step, pieces: Sequence[int], by: Person, moment: datetime, note: str, more: list[Reason]
) -> None:
    """The dossier's row is locked, so that two people never move one piece."""
    states = dict(Sample.objects.filter(dossier=dossier).values_list("number", "state"))
    expected = paperwork(dossier.regime).samples_of(dossier.set_no)
    silent = step.name == lifecycle.DESTROY_SAMPLES.name
    Refused.unless_clear(
        _not_signer(step, dossier, by, local_day(moment)),
        procedure.sample_moment_unfit(step, dossier.state, _STATES[step.name], lifecycle.STATE_NAMES),
        procedure.pieces_unfit(pieces, expected, step, states),
        text_unfit(clean_text(note), field="note", label="Ghi chú", longest=500, shortest=10 if silent else 0),
        more,
    )


def _not_signer(step: Step, dossier: Dossier, by: Person, day: date) -> Reason | None:
    office = authority.is_province_office_of(by, dossier.commune, day)
    if step.who == "producer_or_commune":
        holds = authority.served_by(dossier.product.producer, by) or authority.is_officer_of(by, dossier.commune, day)
        message = "Chỉ chủ thể hoặc cán bộ xã nơi nhận hồ sơ niêm phong mẫu."
        return None if holds else Reason(message, "", "not_sealer")
    if step.who == "sample_keeper":
        secretary = any(m.role == Role.COUNCIL_SECRETARY for m in mandates_in_force(by, day))
        message = "Chỉ thư ký Hội đồng hoặc cơ quan tham mưu tỉnh mở mẫu."
        return None if office or secretary else Reason(message, "", "not_keeper")
    return rules.not_yours(office, "province_officer")


def _sign(
    dossier: Dossier, step: Step, seals: Mapping[int, str], by: Person, moment: datetime, note: str,
    photo: File[bytes] | None,
) -> SampleStep:  # fmt: skip
    paper = bring(photo, by=by, at=moment, field="photo") if photo else None
    number = SampleStep.objects.filter(dossier=dossier).count() + 1
    line = SampleStep.objects.create(
        dossier=dossier, number=number, step=step.name, pieces=sorted(seals), seals=[seals[n] for n in sorted(seals)],
        note=clean_text(note), photo=paper, signed_by=by, signed_at=moment,
    )  # fmt: skip
    facts = {"number": number, "pieces": sorted(seals), "seals": line.seals, "photo": paper.sha256 if paper else ""}
    record(step.name, by=by, about=dossier, at=moment, facts=facts)
    words = f"{line.step_name} {len(seals)} mẫu: {dossier.product.name}"
    tell_producer(dossier, words, line.note, at=moment)
    if step is lifecycle.SEAL_SAMPLES and dossier.forwarded_at:
        tell_province(dossier, words, at=moment)
    return line
