"""The decision on a sitting's results: drafted by the office, signed by the leader, published."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from ocop.councils import lifecycle as council_states
from ocop.councils.models import Result, Sitting
from ocop.councils.queries import results_of
from ocop.dossiers.acts import decide
from ocop.dossiers.models import Dossier
from ocop.journal.acts import act, enqueue, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.letters.acts import write
from ocop.people.models import Person
from ocop.people.queries import people_with_role
from ocop.people.rules import Role

from .. import lifecycle
from ..access import may_draft_decisions, may_sign_decisions
from ..models import Decision
from ..queries.decisions import certificates_owed, lines_of
from ..rules.issuing import decision_unfit
from .documents import make_document, store_document
from .numbering import lock_numbering
from .renewals import end_extension
from .telling import propose_to_ministry, tell_of_result


def draft_decision(sitting: Sitting, *, number: str, by: Person, at: datetime | None = None) -> Decision:
    """Dự thảo quyết định: of a closed sitting's results, under the number that the office gives."""
    number = clean_text(number)
    with act(at) as moment:
        lock_numbering()
        sitting = Sitting.objects.select_for_update(of=("self",)).select_related("council").get(pk=sitting.pk)
        day = timezone.localdate(moment)
        Refused.unless_clear(
            None
            if may_draft_decisions(by, day=day)
            else Reason("Chỉ cơ quan tham mưu tỉnh dự thảo.", code="not_allowed"),
            decision_unfit(number),
            _not_closed(sitting),
            _taken(sitting, number),
        )
        decision = Decision.objects.create(
            sitting=sitting, number=number, drafted_by=by, drafted_at=moment, simulated=sitting.council.simulated
        )
        record("draft_decision", by=by, about=decision, at=moment, facts={"sitting": sitting.pk, "number": number})
        leaders = people_with_role(Role.PROVINCE_LEADER)
        write(to=leaders, subject=f"Chờ ký quyết định {number}", url=decision.get_absolute_url(), at=moment)
    return decision


def sign_decision(decision: Decision, *, by: Person, delegation: str = "", at: datetime | None = None) -> Decision:
    """Ký quyết định: the leader of the province, for themself or by a delegation that the paper names."""
    delegation = clean_text(delegation)
    with act(at) as moment:
        decision = _locked(decision)
        day = timezone.localdate(moment)
        Refused.unless_clear(
            None if may_sign_decisions(by, day=day) else Reason("Chỉ lãnh đạo UBND tỉnh ký.", code="not_allowed"),
            text_unfit(delegation, field="delegation", label="Thẩm quyền ký", longest=300),
            _wrong_state(decision, lifecycle.SIGN_DECISION.source),
        )
        decision.state = lifecycle.SIGN_DECISION.target
        decision.signed_by, decision.signed_at, decision.delegation = by, moment, delegation
        decision.save(update_fields=["state", "signed_by", "signed_at", "delegation"])
        results = results_of(decision.sitting)
        for result in results:
            decide(result.item.dossier, by=by, at=moment)
        facts = {"delegation": delegation, "results": {str(r.item.dossier_id): r.star for r in results}}
        record("sign_decision", by=by, about=decision, at=moment, facts=facts)
        store_document(decision, by=by, at=moment)
        enqueue("certificates.resume", once="certificates.resume")
        write(
            to=[decision.drafted_by], subject=f"Quyết định {decision.number} đã ký, chờ cấp giấy chứng nhận",
            url=decision.get_absolute_url(), at=moment,
        )  # fmt: skip
    return decision


def publish_decision(decision: Decision, *, by: Person, at: datetime | None = None) -> Decision:
    """Công bố quyết định: once its paper is sealed and every certificate it owes has been published."""
    if decision.signed_at is not None:
        make_document(decision, by=by, at=at)
    with act(at) as moment:
        decision = _locked(decision)
        Refused.unless_clear(
            None if may_draft_decisions(by, day=timezone.localdate(moment)) else Reason(
                "Chỉ cơ quan tham mưu tỉnh công bố.", code="not_allowed"
            ),
            _wrong_state(decision, lifecycle.PUBLISH_DECISION.source),
            _certificates_missing(decision),
        )  # fmt: skip
        decision.state = lifecycle.PUBLISH_DECISION.target
        decision.published_at = moment
        decision.save(update_fields=["state", "published_at"])
        record("publish_decision", by=by, about=decision, at=moment, facts={"number": decision.number})
        enqueue("journal.publish_head", once="journal.publish_head")  # so that anybody may check it at once
        for line in lines_of(decision):
            if line.result.to_ministry:
                propose_to_ministry(line.result, decision, by=by, at=moment)
            if line.certificate is None:
                tell_of_result(line.result, decision, at=moment)
                if _gave_no_star_again(line.result):
                    end_extension(line.result.item.dossier.product, basis=decision.number, by=by, at=moment)
    return decision


def _gave_no_star_again(result: Result) -> bool:
    """A re-rating that ended without a certificate and waits for no ministry."""
    return result.item.dossier.kind == Dossier.Kind.RERATE and not result.to_ministry


def _locked(decision: Decision) -> Decision:
    found = Decision.objects.select_for_update(of=("self",)).select_related("sitting__council", "drafted_by")
    return found.get(pk=decision.pk)


def _not_closed(sitting: Sitting) -> Reason | None:
    if sitting.state == council_states.CLOSED:
        return None
    return Reason("Phiên họp chưa kết thúc nên chưa có kết quả để quyết định.", code="wrong_state")


def _taken(sitting: Sitting, number: str) -> list[Reason]:
    reasons = []
    if Decision.objects.filter(sitting=sitting).exists():
        reasons.append(Reason("Phiên họp này đã có quyết định.", code="already_drafted"))
    if Decision.objects.filter(number=number).exists():
        reasons.append(Reason(f"Số quyết định “{number}” đã dùng. Hãy kiểm tra sổ văn bản.", "number", "taken"))
    return reasons


def _wrong_state(decision: Decision, source: str | tuple[str, ...]) -> Reason | None:
    if decision.state == source:
        return None
    return Reason(f"Quyết định đang ở bước «{lifecycle.DECISION_STATES[decision.state]}».", code="wrong_state")


def _certificates_missing(decision: Decision) -> Reason | None:
    owed = certificates_owed(decision)
    if not owed:
        return None
    return Reason(f"Còn {len(owed)} giấy chứng nhận chưa công bố. Hãy cấp nốt trước.", "certificates", "missing")
