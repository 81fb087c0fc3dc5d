"""What a dossier says beside the last recognition of its product: the difference, and what was only copied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ocop.journal.rules import Reason
from ocop.people.queries import today

from .. import rules
from ..models import Answer, Dossier, Evidence, Version
from ..rules import Change, Topic
from .content import content_now, set_of


def basis_version(dossier: Dossier) -> Version | None:
    """The frozen version by which the product was last recognised, when it was one of ours."""
    number = dossier.basis.get("version")
    if not number:
        return None
    return Version.objects.filter(pk=number, dossier__product_id=dossier.product_id).select_related("dossier").first()


def changes_of(dossier: Dossier) -> list[Change] | None:
    """What differs now from that version; None when there is none to compare with."""
    before = basis_version(dossier)
    return rules.changes_since(before.content, content_now(dossier)) if before else None


def carried_fields(dossier: Dossier) -> list[str]:
    """The criteria and paper slots that still stand as copied, in the order of the form."""
    answers = Answer.objects.filter(dossier=dossier, carried=True).values_list("criterion", flat=True)
    papers = Evidence.objects.filter(dossier=dossier, carried=True, removed_at__isnull=True)
    return sorted({*answers, *papers.values_list("criterion", flat=True)}, key=rules.code_order)


def kind_reasons(dossier: Dossier) -> list[Reason]:
    """What an upgrade or re-rating still owes before it may be handed in."""
    if dossier.kind == "first":
        return []
    needs = rules.renewal_needs(dossier.regime)
    carried = carried_fields(dossier) if dossier.kind == rules.RERATE else []
    found = (
        rules.changes_missing(dossier.kind, dossier.changes),
        rules.statement_short(dossier.kind, dossier.changes, needs.shortest_statement) if dossier.basis else None,
        rules.nothing_changed(dossier.kind, changes_of(dossier)),
        rules.unconfirmed(dossier.kind, carried),
    )
    return [reason for reason in found if reason]


@dataclass(frozen=True, slots=True)
class Part:
    """The changes of one criterion, paper slot, or of the product itself."""

    code: str
    title: str
    changes: tuple[Change, ...]

    @property
    def is_real(self) -> bool:
        return any(rules.is_real(change) for change in self.changes)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The dossier beside the last recognition, criterion by criterion."""

    dossier: Dossier
    version: Version | None
    parts: tuple[Part, ...]

    @property
    def real(self) -> int:
        return sum(part.is_real for part in self.parts)

    @property
    def words_only(self) -> int:
        return len(self.parts) - self.real


def comparison(dossier: Dossier) -> Comparison:
    """The working copy beside the last recognition."""
    version = basis_version(dossier)
    return _compared(dossier, version, content_now(dossier)) if version else Comparison(dossier, None, ())


def comparison_as_submitted(dossier: Dossier) -> Comparison:
    """What was handed in beside the last recognition."""
    version, newest = basis_version(dossier), dossier.versions.order_by("-number").first()
    if version is None or newest is None:
        return Comparison(dossier, None, ())
    return _compared(dossier, version, newest.content)


def _compared(dossier: Dossier, version: Version, now: Mapping[str, Any]) -> Comparison:
    found = rules.changes_since(version.content, now)
    titles = _titles(dossier)
    codes = sorted({change.where for change in found}, key=lambda code: (code != "", rules.code_order(code)))
    parts = tuple(
        Part(code, titles.get(code, "Sản phẩm và chủ thể"), tuple(c for c in found if c.where == code))
        for code in codes
    )
    return Comparison(dossier, version, parts)


def _titles(dossier: Dossier) -> dict[str, str]:
    """Every field of the form with its words, in order."""
    criteria = {c.code: c.title for c in set_of(dossier).criteria}
    return criteria | {slot.key: slot.label for slot in rules.requirements(dossier.regime).papers}


@dataclass(frozen=True, slots=True)
class Update:
    """One matter of the three years with its fields: (code, title, still as copied?, lapsed papers)."""

    topic: Topic
    fields: tuple[UpdateField, ...]

    @property
    def open(self) -> int:
        return sum(field.carried for field in self.fields)


@dataclass(frozen=True, slots=True)
class UpdateField:
    code: str
    title: str
    carried: bool
    chosen: str
    lapsed: tuple[str, ...]
    changed: bool


@dataclass(frozen=True, slots=True)
class Renewal:
    """A re-rating as its producer fills it in: the matters that may have changed, and how many stand as they were."""

    updates: tuple[Update, ...]
    others: tuple[UpdateField, ...]
    lapsed: tuple[str, ...]

    @property
    def left(self) -> int:
        return sum(update.open for update in self.updates) + self.others_left

    @property
    def others_left(self) -> int:
        return sum(field.carried for field in self.others)


def renewal_of(dossier: Dossier, day: date | None = None) -> Renewal:
    """The three years' matters first; everything else waits to be confirmed at once."""
    asked = set_of(dossier)
    rows = {row.code: row for row in _fields(dossier, day or today())}
    topics = rules.topics_of(rules.renewal_needs(dossier.regime), asked)
    updates = tuple(
        Update(topic, tuple(rows[code] for code in codes if code in rows)) for topic, codes in topics
    )  # fmt: skip
    named = {code for _, codes in topics for code in codes}
    others = tuple(row for code, row in rows.items() if code not in named)
    lapsed = dict.fromkeys(name for row in rows.values() for name in row.lapsed)
    return Renewal(tuple(u for u in updates if u.fields), others, tuple(lapsed))


def _fields(dossier: Dossier, day: date) -> list[UpdateField]:
    before = basis_version(dossier)
    changes = rules.changes_since(before.content, content_now(dossier)) if before else []
    changed = {change.where for change in changes}
    answers = {a.criterion: a for a in dossier.answers.all()}
    papers = list(
        dossier.evidence.filter(removed_at__isnull=True).select_related("paper__details").order_by("id")
    )  # fmt: skip
    return [
        UpdateField(
            code, title, _is_carried(answers.get(code), [p for p in papers if p.criterion == code]),
            _chosen(dossier, answers.get(code), sum(p.criterion == code for p in papers)),
            tuple(_lapsed(p, day) for p in papers if p.criterion == code and _lapsed(p, day)), code in changed,
        )
        for code, title in _titles(dossier).items()
    ]  # fmt: skip


def _is_carried(answer: Answer | None, papers: list[Evidence]) -> bool:
    return bool(answer and answer.carried) or any(paper.carried for paper in papers)


def _chosen(dossier: Dossier, answer: Answer | None, papers: int) -> str:
    """The option in words; for a place of general papers, how many stand there."""
    if answer is None or answer.points is None:
        return f"{papers} giấy tờ" if papers else ""
    option = set_of(dossier).by_code[answer.criterion].chosen(answer.points, answer.case)
    return f"{answer.points} điểm" + (f": {option.label}" if option else "")


def _lapsed(evidence: Evidence, day: date) -> str:
    details = getattr(evidence.paper, "details", None)
    if details is None or details.expires_on is None or details.expires_on >= day:
        return ""
    return f"{evidence.paper.name} (hết hạn {details.expires_on:%d/%m/%Y})"
