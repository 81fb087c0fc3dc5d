"""An inspector's case: opened with its evidence, taken, noted, decided, told to those whom it concerns."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from django.db import IntegrityError, connection, transaction

from ocop.journal.acts import act, record
from ocop.journal.lifecycle import Step
from ocop.journal.rules import Reason, Refused, text_unfit
from ocop.letters.acts import write
from ocop.people.models import Person
from ocop.people.queries import people_with_role
from ocop.people.rules import Role
from ocop.producers.queries import people_of
from ocop.stamps.acts import note_copying, take_back_copying

from .. import lifecycle
from ..access import may_decide_cases
from ..models import Case, CaseNote
from ..queries.cases import concerned_by
from ..rules.radar.limits import limits
from ..rules.radar.signs import Finding, Sighting
from ..rules.watching import CHANNEL

MOST_EVIDENCE = 200
LONGEST_FINDING = 2000


def open_case(
    batch: int, sequence: int | None, *, by: Person | None, finding: Finding | None = None,
    sightings: Sequence[Sighting] = (), note: str = "", at: datetime | None = None,
) -> Case:  # fmt: skip
    """Mở vụ việc: by the radar with its evidence, or by an inspector with a reason; one open case for each subject."""
    with act(at) as moment:
        Refused.unless_clear(_not_inspector(by) if by else None, _no_reason(by, note))
        evidence = {"sightings": told(sightings), "rule": limits().as_of.isoformat(), "found_at": moment.isoformat()}
        try:
            with transaction.atomic():
                case = Case.objects.create(
                    batch_id=batch, sequence=sequence, score=finding.score if finding else 0,
                    signs=[{"name": s.name, "seen": s.seen, "weight": s.weight} for s in finding.signs] if finding else [],
                    evidence=evidence, opened_by=by, opened_at=moment,
                )  # fmt: skip
        except IntegrityError:
            message = "Đã có một vụ việc đang mở về tem hoặc lượt cấp này. Hãy ghi thêm vào đó."
            raise Refused(Reason(message, "code", "open_already")) from None
        _note(case, note or "Ra-đa mở vụ việc.", by, moment)
        seal = hashlib.sha256(orjson.dumps(evidence, option=orjson.OPT_SORT_KEYS)).hexdigest()
        record(
            "open_case", by=by, about=case, at=moment,
            facts={"batch": batch, "sequence": sequence, "score": case.score, "evidence_sha256": seal},
        )  # fmt: skip
        _tell_inspectors(case, moment)
        return case


def told(sightings: Sequence[Sighting]) -> list[dict[str, Any]]:
    """Sightings as evidence: when, where, what was said; networks by letters, since their marks mean nothing later."""
    newest = sightings[-MOST_EVIDENCE:]
    marks = {network: place for place, network in enumerate(dict.fromkeys(s.network for s in newest), 1)}
    return [
        {
            "at": datetime.fromtimestamp(s.at, UTC).isoformat(timespec="seconds"),
            "region": s.region,
            "network": marks[s.network],
            "verdict": s.verdict,
        }
        for s in newest
    ]


def take_case(case: Case, *, by: Person, at: datetime | None = None) -> Case:
    """Nhận vụ việc: the inspector who takes it is responsible for it."""
    with act(at) as moment:
        case = _locked(case)
        Refused.unless_clear(_not_inspector(by), _not_now(case, lifecycle.TAKE_CASE))
        case.taken_by, case.taken_at = by, moment
        _move(case, lifecycle.TAKE_CASE, "Nhận vụ việc.", by, moment, {})
        return case


def note_on_case(case: Case, *, by: Person, text: str, at: datetime | None = None) -> CaseNote:
    """Ghi thêm vào vụ việc: what was seen on the way; never edited."""
    with act(at) as moment:
        case = _locked(case)
        Refused.unless_clear(
            _not_inspector(by), text_unfit(text, field="text", label="Ghi chép", longest=1000, shortest=3)
        )
        noted = _note(case, text, by, moment)
        record("note_on_case", by=by, about=case, at=moment, facts={"note": noted.pk})
        return noted


def decide_case(case: Case, *, by: Person, outcome: str, finding: str, at: datetime | None = None) -> Case:
    """Kết luận vụ việc: what it is, why; the stamp's page follows, and those whom it concerns are told."""
    with act(at) as moment:
        case = _locked(case)
        Refused.unless_clear(
            _not_inspector(by), _not_now(case, lifecycle.DECIDE_CASE),
            None if outcome in Case.Outcome.values else Reason("Hãy chọn một kết luận.", "outcome", "required"),
            text_unfit(finding, field="finding", label="Nhận định", longest=LONGEST_FINDING, shortest=10),
        )  # fmt: skip
        case.outcome, case.finding, case.decided_by, case.decided_at = outcome, finding, by, moment
        _move(case, lifecycle.DECIDE_CASE, f"Kết luận: {case.get_outcome_display()}.", by, moment, {"outcome": outcome})
        _mark_stamp(case, moment)
        if outcome in (Case.Outcome.COPIED, Case.Outcome.STOLEN):
            note_copying(case.batch, about=case.get_absolute_url(), said=case.get_outcome_display(), at=moment)
        _tell_concerned(case, moment)
        return case


def reopen_case(case: Case, *, by: Person, reason: str, at: datetime | None = None) -> Case:
    """Mở lại vụ việc: something new came up; the earlier conclusion stays in its history."""
    with act(at) as moment:
        case = _locked(case)
        Refused.unless_clear(
            _not_inspector(by), _not_now(case, lifecycle.REOPEN_CASE),
            text_unfit(reason, field="reason", label="Lý do mở lại", longest=500, shortest=10), _another_open(case),
        )  # fmt: skip
        before = case.get_outcome_display()
        take_back_copying(case.get_absolute_url(), at=moment)
        case.taken_by, case.taken_at = by, moment
        _move(case, lifecycle.REOPEN_CASE, f"Mở lại (trước đó: {before}). {reason}", by, moment, {"reason": reason})
        return case


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update(of=("self",)).select_related("batch__product__producer").get(pk=case.pk)


def _not_inspector(by: Person) -> Reason | None:
    return None if may_decide_cases(by) else Reason("Chỉ thanh tra mới làm được việc này.", code="not_inspector")


def _no_reason(by: Person | None, note: str) -> Iterable[Reason]:
    return text_unfit(note, field="note", label="Lý do mở", longest=1000, shortest=5) if by else ()


def _not_now(case: Case, step: Step) -> Reason | None:
    if step.leaves(case.state):
        return None
    return Reason(f"Vụ việc này đang ở bước «{case.state_name}». Hãy tải lại trang.", code="wrong_state")


def _another_open(case: Case) -> Reason | None:
    others = Case.objects.filter(batch=case.batch_id, sequence=case.sequence).exclude(pk=case.pk)
    if not others.exclude(state=lifecycle.DECIDED).exists():
        return None
    return Reason("Đã có một vụ việc khác đang mở về tem này. Hãy làm tiếp ở đó.", code="open_already")


def _move(case: Case, step: Step, note: str, by: Person, moment: datetime, facts: dict[str, Any]) -> None:
    case.state = step.target
    case.save()
    _note(case, note, by, moment)
    record(step.name, by=by, about=case, at=moment, facts=facts)


def _note(case: Case, text: str, by: Person | None, moment: datetime) -> CaseNote:
    return CaseNote.objects.create(case=case, text=text, noted_by=by, noted_at=moment)


_SUSPECT = (
    "UPDATE scans_scannedstamp SET suspected_at = coalesce(suspected_at, %s) WHERE batch_id = %s AND sequence = %s"
)
# The window starts anew, so that the scans that were explained do not raise the warning again.
_CLEAR = """
UPDATE scans_scannedstamp SET suspected_at = NULL, window_at = %s, window_count = 0, networks = '{}'
WHERE batch_id = %s AND sequence = %s
"""


def _mark_stamp(case: Case, moment: datetime) -> None:
    """A copied or stolen stamp warns whoever scans it; one that was suspected wrongly no longer does."""
    if case.sequence is None or case.outcome not in (Case.Outcome.COPIED, Case.Outcome.STOLEN, Case.Outcome.HONEST):
        return
    statement = _CLEAR if case.outcome == Case.Outcome.HONEST else _SUSPECT
    with connection.cursor() as cursor:
        cursor.execute(statement, [moment, case.batch_id, case.sequence])
        # What the gates remember of this stamp is old from the commit on.
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"stamp:{case.batch_id}/{case.sequence}"])


def _tell_inspectors(case: Case, moment: datetime) -> None:
    write(
        to=people_with_role(Role.INSPECTOR), subject=f"Ra-đa tem: {case.subject} đáng ngờ", url=case.get_absolute_url(),
        body="Một vụ việc mới vừa được mở, kèm bằng chứng. Hãy nhận và xem xét.", at=moment,
    )  # fmt: skip


_ADVICE = {
    Case.Outcome.COPIED: "Tem này nay báo «có thể là tem chép» cho ai quét. Hãy xem lại nơi bán và báo cho người mua.",
    Case.Outcome.STOLEN: "Hãy báo mất dải tem ấy ở trang tem, để ai quét phải đều được cảnh báo.",
    Case.Outcome.DIVERTED: "Hãy xem lại nơi bán đã khai của lô, hoặc tìm hiểu ai đem hàng bán nơi khác.",
    Case.Outcome.LAPSED: "Sao không còn hiệu lực: hãy ngừng ghi sao trên hàng còn bán, hoặc nộp hồ sơ đánh giá lại.",
    Case.Outcome.HONEST: "Không phải làm gì thêm.",
    Case.Outcome.UNCLEAR: "Không phải làm gì thêm; nếu biết điều gì hãy báo cho thanh tra.",
}


def _tell_concerned(case: Case, moment: datetime) -> None:
    """The producer's people, who can look at their scans, and the commune's officers, who see the product."""
    product = case.batch.product
    subject = f"{product.name}: kết luận về {case.subject}"
    body = f"{case.get_outcome_display()}. {_ADVICE[Case.Outcome(case.outcome)]}"
    own = people_of(product.producer) if product.producer else ()
    write(to=own, subject=subject, body=body, url="/tem/luot-quet/", at=moment)
    write(to=concerned_by(case), subject=subject, body=body, url=product.get_absolute_url(), at=moment)
