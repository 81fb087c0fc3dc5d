"""The three opening codes of a sitting: drawn by their holders before it opens, and what happens when they are lost."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.people.models import Person

from .. import lifecycle
from ..access import may_preside
from ..models import Item, OpeningCode, Sheet, Sitting
from ..queries import codes_in_force, holder_for
from ..rules.sealing import CODES_NEEDED, key_of_code, key_shares, new_code, new_key_pair, public_of


def draw_code(sitting: Sitting, *, by: Person, at: datetime | None = None) -> str:
    """Nhận mã mở: shown to its holder once; the server keeps only what can check it. Drawn again, the old one is void."""
    with act(at) as moment:
        sitting = locked_sitting(sitting)
        holder = holder_for(sitting, by, timezone.localdate(moment))
        Refused.unless_clear(_may_not_draw(sitting, holder))
        code = new_code()
        OpeningCode.objects.filter(sitting=sitting, holder=holder, replaced_at__isnull=True).update(replaced_at=moment)
        public = public_of(key_of_code(code, sitting.pk)).hex()
        OpeningCode.objects.create(sitting=sitting, holder=holder, person=by, public_key=public, drawn_at=moment)
        record("draw_code", by=by, about=sitting, at=moment, facts={"holder": holder, "key": public})
    return code


def _may_not_draw(sitting: Sitting, holder: str) -> list[Reason]:
    reasons = []
    if not holder:
        message = "Mã mở chỉ dành cho Chủ tịch, Thư ký và cơ quan tham mưu tỉnh, mỗi bên một mã."
        reasons.append(Reason(message, code="not_allowed"))
    if sitting.state != lifecycle.PLANNED or sitting.is_written:
        message = "Mã mở chỉ nhận được trong lúc chuẩn bị phiên họp; phiên đã mở thì mã không đổi."
        reasons.append(Reason(message, code="wrong_state"))
    return reasons


def make_keys(sitting: Sitting) -> list[Reason]:
    """A fresh key pair for the sitting; its private half is split among the holders' codes and forgotten."""
    holders = {name: bytes.fromhex(code.public_key) for name, code in codes_in_force(sitting).items()}
    if len(holders) < CODES_NEEDED:
        message = f"Mới có {len(holders)}/3 mã mở phiếu. Chủ tịch, Thư ký, cơ quan tham mưu nhận mã của mình trước."
        return [Reason(message, "codes", "no_codes")]
    private, public = new_key_pair()
    sitting.public_key, sitting.key_shares = public.hex(), key_shares(private, holders, sitting.pk)
    return []


def lose_codes(sitting: Sitting, *, reason: str, by: Person, at: datetime | None = None) -> Sitting:
    """Mất mã mở: what is sealed and unopened can be read by nobody any more, so it is void and scored again.

    The sitting goes back to preparation: its holders draw new codes and it is opened anew. Opened sheets stay.
    """
    reason = clean_text(reason)
    Refused.unless_clear(text_unfit(reason, field="reason", label="Lý do", longest=300, shortest=10))
    with act(at) as moment:
        sitting = locked_sitting(sitting)
        Refused.unless_clear(_may_not_lose(sitting, by, moment))
        sealed = Sheet.objects.filter(item__sitting=sitting, state__in=lifecycle.VOID_SEALED.sources)
        lost = list(sealed.exclude(seal="").values_list("seal", flat=True))
        sealed.update(state=lifecycle.VOID_SEALED.target)
        Item.objects.filter(sitting=sitting, state=lifecycle.LIST_AGAIN.source).update(state=lifecycle.LISTED)
        OpeningCode.objects.filter(sitting=sitting, replaced_at__isnull=True).update(replaced_at=moment)
        sitting.state, sitting.public_key, sitting.key_shares = lifecycle.LOSE_CODES.target, "", {}
        sitting.save(update_fields=["state", "public_key", "key_shares"])
        record("lose_codes", by=by, about=sitting, at=moment, facts={"reason": reason, "void": lost})
    return sitting


def _may_not_lose(sitting: Sitting, by: Person, moment: datetime) -> list[Reason]:
    reasons = []
    if not may_preside(by, sitting.council, day=timezone.localdate(moment)):
        reasons.append(Reason("Chỉ Chủ tịch hoặc Thư ký Hội đồng báo mất mã mở.", code="not_allowed"))
    if sitting.state != lifecycle.SCORING or sitting.is_written:
        reasons.append(Reason("Phiên họp không ở bước chấm.", code="wrong_state"))
    return reasons


def locked_sitting(sitting: Sitting) -> Sitting:
    return Sitting.objects.select_for_update(of=("self",)).select_related("council").get(pk=sitting.pk)
