"""Which item is on every screen."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused
from ocop.people.models import Person

from .. import lifecycle
from ..access import may_preside
from ..models import Focus, Item, Sitting

LONGEST_MINUTES = 240


def show_item(
    sitting: Sitting, *, item: Item | None, by: Person, minutes: int = 0, at: datetime | None = None
) -> Focus:
    """Đưa mục lên màn hình: every screen of the sitting points to it from now on; None clears the screens."""
    with act(at) as moment:
        sitting = Sitting.objects.select_for_update(no_key=True).select_related("council").get(pk=sitting.pk)
        Refused.unless_clear(
            None if may_preside(by, sitting.council, day=timezone.localdate(moment)) else Reason(
                "Chỉ Thư ký hoặc Chủ tịch Hội đồng đưa mục lên màn hình.", code="not_allowed"
            ),
            None if sitting.state == lifecycle.SCORING else Reason(
                "Phiên họp chưa ở bước chấm nên chưa có mục để xem chung.", code="wrong_state"
            ),
            None if item is None or item.sitting_id == sitting.pk else Reason(
                "Mục này không thuộc phiên họp.", "item", "other_sitting"
            ),
            None if 0 <= minutes <= LONGEST_MINUTES else Reason(
                f"Thời gian dự kiến từ 0 đến {LONGEST_MINUTES} phút.", "minutes"
            ),
        )  # fmt: skip
        facts = {"item": item.pk if item else None, "minutes": minutes}
        focus, _ = Focus.objects.update_or_create(
            sitting=sitting, defaults={"item": item, "minutes": minutes, "since": moment, "moved_by": by}
        )
        record("show_item", by=by, about=sitting, at=moment, facts=facts)
    return focus
