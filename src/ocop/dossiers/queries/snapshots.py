"""The frozen versions as readers see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ocop.criteria.queries import board, sheet
from ocop.criteria.rules import CriteriaSet, sift

from .. import lifecycle, rules
from ..models import Answer, Dossier, Evidence, Version
from .basis import basis_version
from .content import set_of
from .reading import Form, Row, form_of

# In these states the working copy may say more than what was submitted.
_EDITED_ON = (*lifecycle.EDITABLE_STATES, lifecycle.RETURNED, lifecycle.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was last submitted, for those who judge it: the frozen words, and the papers to open."""

    dossier: Dossier
    version: Version
    criteria_set: CriteriaSet
    content: Mapping[str, Any]
    papers: Mapping[str, tuple[Evidence, ...]]

    def answer(self, code: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.content["answers"].get(code, {})
        return found


def dossier_snapshot(dossier: Dossier) -> Snapshot | None:
    """The newest frozen version with its papers; None before the first submission."""
    version = dossier.versions.order_by("-number").first()
    if version is None:
        return None
    frozen = {(row["criterion"], row["sha256"]) for row in version.content["evidence"]}
    papers: dict[str, tuple[Evidence, ...]] = {}
    for row in dossier.evidence.select_related("paper__details").order_by("id"):
        key = (row.criterion, row.paper.sha256)
        if key in frozen:
            papers[row.criterion] = (*papers.get(row.criterion, ()), row)
            frozen.discard(key)
    return Snapshot(dossier, version, set_of(dossier), version.content, papers)


def form_as_submitted(dossier: Dossier) -> Form:
    """The form of the newest frozen version: what others read while the producer may have edited on."""
    form = form_of(dossier)
    snapshot = dossier_snapshot(dossier) if dossier.state in _EDITED_ON else None
    return _as_frozen(form, snapshot) if snapshot else form


def _as_frozen(form: Form, snapshot: Snapshot) -> Form:
    answers = {
        code: Answer(
            dossier=form.dossier, criterion=code, points=row["points"], case=row["case"], note=row["note"],
            saved_at=snapshot.version.frozen_at, saved_by_id=snapshot.version.frozen_by_id,
        )
        for code, row in snapshot.content["answers"].items()
    }  # fmt: skip
    choices = {code: a.choice for code, a in answers.items() if a.choice is not None}
    sifted = sift(form.criteria_set, choices)
    questions = {q.criterion.code: q for part in sheet(form.criteria_set, sifted.choices) for q in part.questions}
    total = {part.code: part.points for part in sheet(form.criteria_set, sifted.choices)}

    def frozen(row: Row) -> Row:
        papers = snapshot.papers.get(row.code, ())
        return replace(row, answer=answers.get(row.code), question=questions.get(row.code), papers=papers)

    parts = tuple(
        replace(part, points=total[part.code], rows=tuple(frozen(row) for row in part.rows)) for part in form.parts
    )
    general = tuple(replace(row, papers=snapshot.papers.get(row.code, ())) for row in form.general)
    return replace(form, parts=parts, general=general, board=board(form.criteria_set, choices))


def recognised_before(dossier: Dossier) -> Version | None:
    """The last version of the dossier by which the product was last recognised: an upgrade is read against it."""
    named = basis_version(dossier)
    if named or dossier.basis:
        return named
    decided = Version.objects.filter(dossier__product_id=dossier.product_id, dossier__state=lifecycle.DECIDED)
    earlier = decided.filter(dossier_id__lt=dossier.pk).select_related("dossier")
    return earlier.order_by("-dossier_id", "-number").first()


@dataclass(frozen=True, slots=True)
class Compared:
    """Two neighbouring versions and what differs."""

    version: Version
    previous: Version | None
    changes: list[rules.Change]


def versions_compared(dossier: Dossier) -> list[Compared]:
    """Every version with its changes against the one before (the first: against the last recognised dossier's),
    the newest first."""
    found: list[Compared] = []
    previous = recognised_before(dossier)
    for version in dossier.versions.select_related("frozen_by").order_by("number"):
        changes = rules.version_diff(previous.content, version.content) if previous else []
        found.append(Compared(version, previous, changes))
        previous = version
    return found[::-1]
