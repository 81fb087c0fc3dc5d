"""The outside shape of a rating: JSON in, JSON out; whatever comes in gets an answer or reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ocop.journal.rules import Reason, Refused

from .advice import coach_sentences, label_of
from .choices import disqualifications, shown, sift, whole
from .coaching import coach
from .improvements import improvements
from .nouns import CriteriaSet
from .plans import Coaching, Improvement, Lifting
from .rating import NextStar, Rating, rate
from .reading import criteria_set, regimes

_ORDERED = ("regime", "set", "choices", "disqualified", "star", "order", "keep")
_KEYS = set(_ORDERED[:4])
_COACH_KEYS = set(_ORDERED[4:])
_MOST = 200


def rate_request(body: object) -> dict[str, Any]:
    """Rate `{"regime", "set", "choices", "disqualified"}`; raises `Refused`, and nothing else."""
    found, said = _asked(body, _KEYS)
    return rating_shape(rate(found, said["choices"], said.get("disqualified", [])))


def coach_request(body: object) -> dict[str, Any]:
    """Plan `{"regime", "set", "choices", "disqualified", "star", "order", "keep"}`; raises `Refused`, and nothing else.

    `star` is the next one and `order` "cost" where they are left out. A star that is out of reach is an answer, with
    its reasons, and not a refusal.
    """
    found, said = _asked(body, _KEYS | _COACH_KEYS)
    star, keep = said.get("star"), said.get("keep", [])
    if not isinstance(keep, list) or len(keep) > _MOST:
        raise Refused(Reason("keep phải là một danh sách mã tiêu chí.", "keep", "not_a_list"))
    kept, order = [shown(code) for code in keep], said.get("order", "cost")
    wanted = None if star is None else whole(star) or 0
    plan = coach(found, said["choices"], wanted, said.get("disqualified", []), order=order, keep=kept)
    return coach_shape(plan)


def coach_shape(plan: Coaching | None) -> dict[str, Any]:
    """The plan; all stars won already: no star, nothing to do."""
    if plan is None:
        return {"star": None, "reachable": True, "steps": []}
    return {
        "star": plan.star,
        "order": plan.order,
        "reachable": plan.reachable,
        "points_now": plan.rating.points,
        "points_needed": plan.needed,
        "points_then": plan.points,
        "effort": plan.effort,
        "days": plan.days,
        "steps": [_lifting_shape(s) if isinstance(s, Lifting) else _improvement_shape(s) for s in plan.steps],
        "obstacles": [{"field": r.field, "detail": r.message, "code": r.code, "law": r.law} for r in plan.obstacles],
        "sentences": list(coach_sentences(plan)),
        "figures": {"as_of": improvements().as_of, "certainty": improvements().certainty, "unit": improvements().unit},
    }


def rating_shape(rating: Rating) -> dict[str, Any]:
    return {
        "points": float(rating.points),
        "parts": dict(rating.parts),
        "star_by_points": rating.star_by_points,
        "star_by_minimums": rating.star_by_minimums,
        "star": rating.star,
        "complete": rating.complete,
        "blockers": [
            {"star": b.star, "criterion": b.criterion, "have": b.have, "need": b.need} for b in rating.blockers
        ],
        "gates": [{"criterion": g.criterion, "type": g.kind, "reason": g.reason} for g in rating.gates],
    }


def _improvement_shape(step: Improvement) -> dict[str, Any]:
    return {
        "criterion": step.criterion.code,
        "title": step.criterion.title,
        "from": {"points": step.start, "label": label_of(step.criterion, step.case, step.start)},
        "to": {"points": step.goal, "label": label_of(step.criterion, step.case, step.goal), "case": step.case or None},
        "gained": step.gained,
        "minimum_of_star": step.minimum,
        "gate": step.gate,
        "law": step.criterion.law,
    } | _doing_shape(step)


def _lifting_shape(step: Lifting) -> dict[str, Any]:
    return {"criterion": step.criterion, "gate": True, "reason": step.reason} | _doing_shape(step)


def _doing_shape(step: Improvement | Lifting) -> dict[str, Any]:
    way = step.climb.way
    return {
        "do": way.do,
        "effort": step.effort,
        "days": step.days,
        "support": [{"name": s.name, "what": s.what, "source": s.source, "as_of": s.as_of} for s in way.supports],
    }


def next_star_shape(ahead: NextStar | None) -> dict[str, Any] | None:
    if ahead is None:
        return None
    return {
        "star": ahead.star,
        "points_needed": ahead.points_needed,
        "points_short": ahead.points_short,
        "blockers": [
            {"star": b.star, "criterion": b.criterion, "have": b.have, "need": b.need} for b in ahead.blockers
        ],
    }


def refusal_shape(refused: Refused) -> dict[str, Any]:
    """The body of RFC 9457 for a rating that cannot be."""
    return {
        "type": "about:blank",
        "title": "Không chấm được",
        "status": 422,
        "detail": f"Có {len(refused.reasons)} chỗ cần sửa.",
        "errors": [{"field": r.field, "detail": r.message, "code": r.code, "law": r.law} for r in refused.reasons],
    }


def _asked(body: object, known: set[str]) -> tuple[CriteriaSet, Mapping[str, Any]]:
    """The set of a request and its fields, once their shape is sound; every fault at once otherwise."""
    if not isinstance(body, Mapping):
        raise Refused(Reason("Yêu cầu phải là một đối tượng JSON có regime, set và choices.", "", "not_an_object"))
    found = _set_of(body)
    reasons = _shape(body, known)
    if isinstance(found, Reason):
        raise Refused(*reasons, found)
    if reasons:
        raise Refused(*reasons, *_inner_faults(found, body.get("choices"), body.get("disqualified", [])))
    return found, body


def _set_of(body: Mapping[Any, Any]) -> CriteriaSet | Reason:
    regime, no = body.get("regime"), whole(body.get("set"))
    law = regimes().get(regime) if isinstance(regime, str) else None
    if law is None:
        known = ", ".join(regimes())
        return Reason(f"Không có chế độ “{shown(regime)}”. Các chế độ: {known}.", "regime", "unknown_regime")
    if not law.set_numbers:
        message = f"Chưa có bảng điểm của {law.document}, và hạng sao đã công nhận theo đó không tính lại."
        return Reason(message, "regime", "points_unknown", law.document)
    found = criteria_set(law.key, no) if no is not None else None
    if found is None:
        message = f"Không có bộ sản phẩm “{shown(body.get('set'))}”. Các bộ đánh số từ 1 đến {law.set_numbers[-1]}."
        return Reason(message, "set", "unknown_set", law.document)
    return found


def _shape(body: Mapping[Any, Any], known: set[str]) -> list[Reason]:
    """Faults of the outer shape. An unknown field is refused: a misspelt `disqualified` must not pass."""
    reasons = [_unknown_field(shown(key), known) for key in list(body)[:_MOST] if key not in known]
    choices, named = body.get("choices"), body.get("disqualified", [])
    if not isinstance(choices, Mapping):
        reasons.append(Reason("choices phải là một đối tượng: mã tiêu chí và số điểm.", "choices", "not_an_object"))
    elif len(choices) > _MOST:
        reasons.append(Reason(f"choices có {len(choices)} mục, nhiều nhất là {_MOST}.", "choices", "too_many"))
    if not isinstance(named, list):
        reasons.append(Reason("disqualified phải là một danh sách.", "disqualified", "not_a_list"))
    elif len(named) > _MOST:
        reasons.append(Reason(f"disqualified có {len(named)} mục, nhiều nhất là {_MOST}.", "disqualified", "too_many"))
    return reasons


def _unknown_field(name: str, known: set[str]) -> Reason:
    message = f"Không có trường “{name}”. Chỉ dùng {', '.join(k for k in _ORDERED if k in known)}."
    return Reason(message, name, "unknown_field")


def _inner_faults(found: CriteriaSet, choices: object, named: object) -> list[Reason]:
    """What else is wrong, so that one answer names everything."""
    inner: list[Reason] = []
    if isinstance(choices, Mapping) and len(choices) <= _MOST:
        inner += sift(found, choices).reasons
    if isinstance(named, list) and len(named) <= _MOST:
        inner += disqualifications(found, named)
    return inner
