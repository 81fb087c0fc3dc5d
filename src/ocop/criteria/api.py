"""`/api/v1/criteria/…`: the sets as data, and ratings in the shape of the contract."""

from __future__ import annotations

from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest
from ninja import Router

from ocop.journal.rules import Reason, Refused

from .rules import (
    CriteriaSet,
    Criterion,
    Outline,
    Regime,
    coach_request,
    criteria_set,
    criteria_sets,
    outlines,
    rate_request,
    regimes,
)

router = Router(tags=["criteria"])

_EXAMPLE = {"choices": {"1.1": 2, "1.2": 0}, "disqualified": []}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object"}, "example": _EXAMPLE}},
    }
}
_COACH_WORDS = (
    "Tìm đúng (không ước lượng) tập cải thiện nhẹ nhất để đủ điểm và đủ mọi mức tối thiểu của hạng sao. "
    "Hạng sao ngoài tầm vẫn được trả lời 200 với reachable = false và lý do trong obstacles; "
    "yêu cầu sai được trả lời 422, mỗi chỗ sai một lý do. Công và ngày là số mặc định của phần mềm (xem figures)."
)
_COACH_FIELDS = {
    "choices": {"type": "object", "description": "mã tiêu chí và số điểm, hoặc {case, points}; thiếu tính 0"},
    "disqualified": {"type": "array", "items": {"type": "string"}, "description": "các chốt dừng đang mắc"},
    "star": {"type": "integer", "minimum": 3, "maximum": 5, "description": "bỏ trống: hạng sao kế tiếp"},
    "order": {"type": "string", "enum": ["cost", "time", "changes"], "default": "cost"},
    "keep": {"type": "array", "items": {"type": "string"}, "description": "các tiêu chí giữ nguyên"},
}
_COACH_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"type": "object", "required": ["choices"], "properties": _COACH_FIELDS},
                "example": _EXAMPLE | {"star": 4, "order": "cost", "keep": ["1.4"]},
            }
        },
    },
    "responses": {"422": {"description": "Không tính được; errors nêu từng lý do (RFC 9457)"}},
}


@router.get("/criteria", summary="Các chế độ chấm sao", auth=None)
def list_regimes(request: HttpRequest) -> dict[str, Any]:
    return {"items": [_regime_shape(regime) for regime in regimes().values()]}


@router.get("/criteria/{regime}", summary="Các bộ tiêu chí của một chế độ", auth=None)
def list_sets(request: HttpRequest, regime: str) -> dict[str, Any]:
    law = regimes().get(regime)
    if law is None:
        raise Http404("Không có chế độ này.")
    known = [_card(found) for found in criteria_sets(regime)]
    return _regime_shape(law) | {"items": known, "outlines": [_outline_shape(o) for o in outlines(regime)]}


@router.get(
    "/criteria/{regime}/{set_no}", summary="Một bộ tiêu chí: mọi lựa chọn, điểm, mức tối thiểu, chốt dừng", auth=None
)
def show_set(request: HttpRequest, regime: str, set_no: str) -> dict[str, Any]:
    found = criteria_set(regime, int(set_no)) if set_no.isascii() and set_no.isdigit() and len(set_no) < 4 else None
    if found is None:
        raise Http404("Không có bộ tiêu chí này.")
    return _card(found) | {
        "parts": [{"code": part.code, "title": part.title, "max": part.max} for part in found.parts],
        "criteria": [_criterion_shape(criterion) for criterion in found.criteria],
        "disqualifiers": [{"id": f"dossier:{d.key}", "reason": d.reason} for d in found.disqualifiers],
    }


@router.post("/criteria/{regime}/{set_no}/rate", summary="Chấm sao", auth=None, openapi_extra=_BODY)
def rate_set(request: HttpRequest, regime: str, set_no: str) -> dict[str, Any]:
    return rate_request(_addressed(request, regime, set_no))


@router.post(
    "/criteria/{regime}/{set_no}/coach",
    summary="Việc cần làm để lên sao: tập cải thiện nhẹ nhất",
    description=_COACH_WORDS,
    auth=None,
    openapi_extra=_COACH_BODY,
)
def coach_set(request: HttpRequest, regime: str, set_no: str) -> dict[str, Any]:
    return coach_request(_addressed(request, regime, set_no))


def _addressed(request: HttpRequest, regime: str, set_no: str) -> object:
    """The body with the regime and the set of its address; they may be repeated in it, not contradicted."""
    body = _body_of(request)
    if not isinstance(body, dict):
        return body
    number: object = int(set_no) if set_no.isascii() and set_no.isdigit() and len(set_no) < 10 else set_no
    said = {"regime": regime, "set": number}
    for name, value in said.items():
        if name in body and body[name] != value:
            raise Refused(
                Reason(f"Trường {name} trong nội dung khác với địa chỉ. Hãy bỏ hoặc sửa cho khớp.", name, "mismatch")
            )
    return body | said


def _body_of(request: HttpRequest) -> object:
    """The JSON of a body; depth and size end in a reason, not in an error."""
    try:
        return orjson.loads(request.body)
    except (orjson.JSONDecodeError, RequestDataTooBig) as error:
        message = "Nội dung gửi lên không phải JSON đọc được, hoặc quá lớn, quá sâu."
        raise Refused(Reason(message, "", "unreadable")) from error


def _outline_shape(found: Outline) -> dict[str, Any]:
    """A set of an older regime: codes and points as transcribed; nothing is rated by it."""
    return {
        "no": found.no,
        "name": found.name,
        "line": found.line,
        "group": found.group,
        "certainty": found.certainty,
        "adds_up_to": found.adds_up_to,
        "criteria": [{"code": c.code, "points": list(c.points), "gate": c.gated} for c in found.criteria],
    }


def _regime_shape(regime: Regime) -> dict[str, Any]:
    return {
        "id": regime.key,
        "document": regime.document,
        "from": regime.starts,
        "to": regime.ends,
        "parts": dict(regime.part_points),
        "bands": [{"star": b.star, "from": b.start, "to": b.end, "inclusive": b.inclusive} for b in regime.bands],
        "sets": len(regime.set_numbers),
        "certainty": regime.certainty,
        "source": regime.source,
    }


def _card(found: CriteriaSet) -> dict[str, Any]:
    return {
        "regime": found.regime.key,
        "set": found.no,
        "name": found.name,
        "line": found.line_name,
        "group": found.group,
        "subgroup": found.subgroup.name if found.subgroup else None,
        "agencies": list(found.agencies),
        "samples": found.samples,
        "law": found.law,
    }


def _criterion_shape(criterion: Criterion) -> dict[str, Any]:
    listed = [("", criterion.options)] if criterion.options else [(case.key, case.options) for case in criterion.cases]
    return {
        "code": criterion.code,
        "key": criterion.key,
        "title": criterion.title,
        "law": criterion.law,
        "max": criterion.max,
        "applies_if": str(criterion.applies_if) if criterion.applies_if else None,
        "options": [
            {"points": option.points, "label": option.label, "min_star": option.star, "case": case or None}
            for case, options in listed
            for option in options
        ],
        "gate": {"type": criterion.gate.kind, "reason": criterion.gate.reason, "zero_at": list(criterion.gate.zero_at)}
        if criterion.gate
        else None,
    }
