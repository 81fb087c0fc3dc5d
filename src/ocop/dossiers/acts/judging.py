"""What the commune, the province, the council and the leader do with a submitted dossier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from ocop.journal.acts import act
from ocop.journal.rules import Reason, Refused, clean_text
from ocop.people.models import Person
from ocop.places.queries import working_days_between

from .. import lifecycle, rules
from ..models import CommuneOpinion, CompletionRequest, Dossier
from ..queries.content import set_of
from ..rules.obstacles import field_name
from ..rules.procedure import FORMS
from .moving import begin, leaving, local_day, lock, move, move_all, tell_producer, tell_province
from .submitting import open_round_for, round_reason


def request_completion(
    dossier: Dossier, *, asks: Mapping[str, str], due_on: date, by: Person, at: datetime | None = None
) -> Dossier:
    """Yêu cầu bổ sung: `asks` says for each field what is missing; only these fields open again."""
    asks = {code: clean_text(message) for code, message in asks.items()}
    with act(at):
        row, moment, step = begin(lifecycle.REQUEST_COMPLETION.name, dossier, by, at)
        day = local_day(moment)
        Refused.unless_clear(asks_unfit(row, asks), rules.completion_due_unfit(due_on, day))
        CompletionRequest.objects.bulk_create(
            CompletionRequest(dossier=row, criterion=code, message=message, due_on=due_on, asked_by=by, asked_at=moment)
            for code, message in asks.items()
        )
        if rules.requirements(row.regime).clock_stops and row.commune_due_on:
            row.commune_days_kept = working_days_between(day, row.commune_due_on)
        move(row, step, by=by, moment=moment, facts={"fields": sorted(asks), "due_on": str(due_on)})
        body = "\n".join(f"{field_name(code)}: {message}" for code, message in asks.items())
        tell_producer(row, f"Cần bổ sung hồ sơ {row.product.name} trước hết {due_on:%d/%m/%Y}", body, at=moment)
    return row


def asks_unfit(dossier: Dossier, asks: Mapping[str, str]) -> list[Reason]:
    if not asks:
        return [Reason("Hãy chọn ít nhất một mục cần bổ sung.", "asks", "nothing_asked")]
    needs, asked = rules.requirements(dossier.regime), set_of(dossier)
    unknown = [rules.field_unknown(asked, needs, code) for code in asks if code not in (rules.CHANGES, FORMS)]
    silent = [
        reason
        for code, message in asks.items()
        for reason in rules.words_missing(message, field=f"message.{code}", label=f"Lời nhắn ở mục {code[:12]}")
    ]
    return [reason for reason in unknown if reason] + silent


def forward(
    dossier: Dossier, *, local_material: str, local_labour: str, idea_origin: str, local_identity: str, by: Person,
    proposes: bool = True, at: datetime | None = None,
) -> Dossier:  # fmt: skip
    """Đề nghị lên tỉnh: the four opinions of Mẫu 03 and whether the commune proposes; it gives no star."""
    words = {
        "local_material": clean_text(local_material), "local_labour": clean_text(local_labour),
        "idea_origin": clean_text(idea_origin), "local_identity": clean_text(local_identity),
    }  # fmt: skip
    with act(at):
        row, moment, step = begin(lifecycle.FORWARD.name, dossier, by, at)
        day = local_day(moment)
        round_ = open_round_for(row, day)
        Refused.unless_clear(rules.opinion_missing(words), round_reason(row, round_, day))
        assert round_ is not None
        CommuneOpinion.objects.update_or_create(
            dossier=row, defaults={**words, "proposes": proposes, "given_by": by, "given_at": moment}
        )
        row.round, row.forwarded_at = round_, moment
        late = row.commune_due_on is not None and day > row.commune_due_on
        move(row, step, by=by, moment=moment, facts={"proposes": proposes, "late": late, "round": round_.pk})
        verb = "đề nghị" if proposes else "chuyển (không đề nghị)"
        tell_province(row, f"{row.commune.name} {verb}: {row.product.name}", at=moment)
        tell_producer(row, f"Hồ sơ {row.product.name} đã được {row.commune.name} {verb} lên tỉnh", at=moment)
    return row


def return_dossier(dossier: Dossier, *, reasons: str, by: Person, at: datetime | None = None) -> Dossier:
    """Trả lại hồ sơ, with reasons; a new one starts from what this one said."""
    reasons = clean_text(reasons)
    with act(at):
        row, moment, step = begin(lifecycle.RETURN.name, dossier, by, at)
        due = row.completion_requests.filter(answered_at__isnull=True).order_by("-due_on").first()
        Refused.unless_clear(
            rules.words_missing(reasons, field="reasons", label="Lý do trả lại"),
            rules.completion_not_due(row.state, due.due_on if due else None, local_day(moment)),
        )
        row.closed_at, row.closing_words = moment, reasons
        move(row, step, by=by, moment=moment)
        tell_producer(row, f"Hồ sơ {row.product.name} bị trả lại", reasons, at=moment)
    return row


def accept(dossier: Dossier, *, by: Person, at: datetime | None = None) -> Dossier:
    """Tiếp nhận: the province's office takes the dossier in for the council."""
    with act(at):
        row, moment, step = begin(lifecycle.ACCEPT.name, dossier, by, at)
        row.accepted_at = moment
        row.decide_by = row.decide_by or rules.decision_due(row.kind, local_day(moment))
        move(row, step, by=by, moment=moment)
        tell_producer(row, f"Tỉnh đã tiếp nhận hồ sơ {row.product.name}", at=moment)
    return row


def put_before_council(dossier: Dossier, *, by: Person | None, at: datetime | None = None) -> Dossier:
    """Đưa ra Hội đồng; called when the dossier is put on a sitting's agenda."""
    return _plain_step(lifecycle.PUT_BEFORE_COUNCIL.name, dossier, by, at)


def conclude(dossier: Dossier, *, by: Person | None, at: datetime | None = None) -> Dossier:
    """Hội đồng có kết quả; called when the sitting is closed."""
    return _plain_step(lifecycle.CONCLUDE.name, dossier, by, at)


def conclude_all(dossiers: Sequence[Dossier], *, by: Person | None, at: datetime | None = None) -> None:
    """Hội đồng có kết quả của cả phiên: a round of 500 dossiers in one statement."""
    with act(at) as moment:
        move_all(dossiers, lifecycle.CONCLUDE.name, by=by, moment=moment)


def decide(dossier: Dossier, *, by: Person | None, at: datetime | None = None) -> Dossier:
    """Có quyết định; called when the decision is signed."""
    return _plain_step(lifecycle.DECIDE.name, dossier, by, at)


def _plain_step(name: str, dossier: Dossier, by: Person | None, at: datetime | None) -> Dossier:
    """The calling chapter has asked whether `by` may do it; here only the state is judged."""
    with act(at):
        row, moment = lock(dossier, at)
        return move(row, leaving(name, row), by=by, moment=moment)
