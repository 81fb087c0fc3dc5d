"""What a dossier says at this moment, in plain JSON without floats: ready to be frozen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ocop.criteria.rules import CriteriaSet, criteria_set, points_of, rate, sift
from ocop.journal.rules import Reason, Refused

from ..models import Answer, Dossier
from ..rules import code_order


def set_of(dossier: Dossier) -> CriteriaSet:
    """The criteria the dossier is measured against; refused where their points are not known."""
    found = criteria_set(dossier.regime, dossier.set_no)
    if found is None:
        message = f"Chưa có bảng điểm của bộ {dossier.set_no} theo chế độ {dossier.regime}."
        raise Refused(Reason(message, "set_no", "points_unknown"))
    return found


def choices_of(dossier: Dossier) -> dict[str, object]:
    """Chosen answers by criterion, in the form that `criteria.rules` takes; unanswered ones are left out."""
    return {a.criterion: a.choice for a in dossier.answers.all() if a.choice is not None}


def content_now(dossier: Dossier) -> dict[str, Any]:
    """Facts, answers, papers and the rating of the working copy."""
    asked = set_of(dossier)
    product, output = dossier.product, dossier.product.yearly_output
    return {
        "product": product.name,
        "producer": product.producer.name if product.producer else "",
        "producer_kind": product.producer.kind if product.producer else "",
        "commune": dossier.commune.name,
        "commune_code": dossier.commune.code,
        "kind": dossier.get_kind_display(),
        "regime": dossier.regime,
        "set_no": dossier.set_no,
        "round": dossier.round.name,
        "changes": dossier.changes,
        "basis": dossier.basis,
        "product_facts": {
            "ingredients": product.ingredients,
            "summary": product.summary,
            "story": product.story,
            "gtin": product.gtin or "",
            **({"output": output.words} if output else {}),
        },
        "eligibility": dossier.eligibility,
        "answers": _answers(dossier, asked),
        "evidence": _evidence(dossier),
        "rating": _rating(asked, choices_of(dossier)),
        **({"yearly_output": {"quantity": output.quantity, "unit": output.unit}} if output else {}),
        **_told_in_forms(dossier),
    }


def _told_in_forms(dossier: Dossier) -> dict[str, Any]:
    """What the forms say beyond the criteria, and which fields a helper filled in; nothing where there is nothing."""
    from .assisting import helper_names
    from .paperwork import form_content

    told, helped = form_content(dossier), helper_names(dossier)
    return ({"form": told} if told else {}) | ({"helped": helped} if helped else {})


def _answers(dossier: Dossier, asked: CriteriaSet) -> dict[str, Any]:
    rows = sorted(dossier.answers.all(), key=lambda answer: code_order(answer.criterion))
    return {row.criterion: _answer(row, asked) for row in rows}


def _answer(row: Answer, asked: CriteriaSet) -> dict[str, Any]:
    criterion = asked.by_code[row.criterion]
    option = criterion.chosen(row.points, row.case) if row.points is not None else None
    return {
        "title": criterion.title,
        "points": row.points,
        "case": row.case,
        "label": option.label if option else "",
        "note": row.note,
    }


def _evidence(dossier: Dossier) -> list[dict[str, Any]]:
    rows = dossier.evidence.filter(removed_at__isnull=True).select_related("paper")
    return [
        {
            "criterion": row.criterion,
            "name": row.paper.name,
            "page": row.page,
            "sha256": row.paper.sha256,
            "media_type": row.paper.media_type,
            "size": row.paper.size,
            "pages": row.paper.pages,
        }
        for row in sorted(rows, key=lambda row: (code_order(row.criterion), row.pk))
    ]


def _rating(asked: CriteriaSet, raw: Mapping[str, object]) -> dict[str, Any]:
    choices = sift(asked, raw).choices
    rating = rate(asked, choices)
    return {
        "points": rating.points,
        "parts": dict(rating.parts),
        "star_by_points": rating.star_by_points,
        "star_by_minimums": rating.star_by_minimums,
        "star": rating.star,
        "answered": sum(1 for choice in choices.values() if points_of(choice) >= 0),
    }
