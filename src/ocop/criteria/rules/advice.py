"""A plan in Vietnamese sentences, for letters and conclusions: what would lift the star, the lightest first."""

from __future__ import annotations

from .improvements import improvements
from .nouns import Criterion
from .plans import Coaching, Improvement, Lifting

NONE_YET = "chưa đạt mức nào"


def coach_headline(plan: Coaching) -> str:
    """Tóm tắt: "Để lên 4 sao: 3 việc, khoảng 40 công, sớm nhất khoảng 60 ngày."."""
    if not plan.reachable:
        return f"Chưa có cách lên {plan.star} sao:"
    if not plan.count:
        return f"Đã đủ điểm và đủ mức tối thiểu của {plan.star} sao."
    return f"Để lên {plan.star} sao: {plan.count} việc, khoảng {plan.effort} công, sớm nhất khoảng {plan.days} ngày."


def coach_sentences(plan: Coaching) -> tuple[str, ...]:
    """Lời cho thư, kết luận: the headline, one numbered sentence for each thing to do, and where the figures come from."""
    if not plan.reachable:
        return (coach_headline(plan), *(reason.message for reason in plan.obstacles))
    lines = [_lifting(step) if isinstance(step, Lifting) else _improvement(step) for step in plan.steps]
    numbered = (f"{place}. {line}" for place, line in enumerate(lines, 1))
    return (coach_headline(plan), *numbered, *((_origin(),) if lines else ()))


def label_of(criterion: Criterion, case: str, points: int) -> str:
    """The option of these points in words; the 0 that no option lists has words of its own."""
    option = criterion.chosen(points, case)
    return option.label if option else NONE_YET


def _lifting(step: Lifting) -> str:
    return f"Gỡ chốt dừng “{step.reason}”: {_lower(step.climb.way.do)} ({_takes(step)})."


def _improvement(step: Improvement) -> str:
    criterion = step.criterion
    before, after = (label_of(criterion, step.case, points) for points in (step.start, step.goal))
    worth = f"thêm {step.gained} điểm" + (f", mức tối thiểu của {step.minimum} sao" if step.minimum else "")
    return f"Tiêu chí {criterion.code} {criterion.title}: từ “{before}” lên “{after}” ({worth}; {_takes(step)})."


def _takes(step: Improvement | Lifting) -> str:
    return f"khoảng {step.effort} công, {step.days} ngày"


def _origin() -> str:
    known = improvements()
    return (
        f"Số công và ngày là {known.certainty} (ngày {known.as_of:%d/%m/%Y}), để xếp thứ tự việc; "
        "điểm và mức tối thiểu là của bộ tiêu chí. Hội đồng chấm lại từ đầu."
    )


def _lower(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
