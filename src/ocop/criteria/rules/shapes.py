"""The outside shape of a rating: JSON in, JSON out; whatever comes in gets an answer or reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ocop.journal.rules import Reason, Refused

from .choices import disqualifications, shown, sift, whole
from .nouns import CriteriaSet
from .rating import NextStar, Rating, rate
from .reading import criteria_set, regimes

_KEYS = {"regime", "set", "choices", "disqualified"}
_MOST = 200


def rate_request(body: object) -> dict[str, Any]:
    """Rate `{"regime", "set", "choices", "disqualified"}`; raises `Refused`, and nothing else."""
    if not isinstance(body, Mapping):
        raise Refused(Reason("Yêu cầu phải là một đối tượng JSON có regime, set và choices.", "", "not_an_object"))
    found = _set_of(body)
    choices, named = body.get("choices"), body.get("disqualified", [])
    reasons = _shape(body)
    if isinstance(found, Reason):
        raise Refused(*reasons, found)
    if reasons or not isinstance(choices, Mapping):
        raise Refused(*reasons, *_inner_faults(found, choices, named))
    return rating_shape(rate(found, choices, named))


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


def _shape(body: Mapping[Any, Any]) -> list[Reason]:
    """Faults of the outer shape. An unknown field is refused: a misspelt `disqualified` must not pass."""
    reasons = [_unknown_field(shown(key)) for key in list(body)[:_MOST] if key not in _KEYS]
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


def _unknown_field(name: str) -> Reason:
    message = f"Không có trường “{name}”. Chỉ dùng regime, set, choices, disqualified."
    return Reason(message, name, "unknown_field")


def _inner_faults(found: CriteriaSet, choices: object, named: object) -> list[Reason]:
    """What else is wrong, so that one answer names everything."""
    inner: list[Reason] = []
    if isinstance(choices, Mapping) and len(choices) <= _MOST:
        inner += sift(found, choices).reasons
    if isinstance(named, list) and len(named) <= _MOST:
        inner += disqualifications(found, named)
    return inner
