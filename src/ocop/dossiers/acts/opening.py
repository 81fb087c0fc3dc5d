"""Opening a dossier."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import QuerySet

from ocop.criteria.rules import criteria_set, regime_on, sift
from ocop.cycles.models import Round
from ocop.cycles.queries import next_round, provincial_rounds, round_taking_proposals
from ocop.journal.acts import act, database_clock, record
from ocop.journal.rules import Reason, Refused, clean_text
from ocop.papers.models import Paper
from ocop.people.models import Person
from ocop.places.models import Place
from ocop.products.models import Product

from .. import lifecycle, rules
from ..models import Answer, Dossier, Evidence, Version
from ..queries import authority
from ..queries.content import set_of
from .moving import local_day


def open_dossier(
    *, product: Product, kind: str, by: Person, eligibility: Mapping[str, bool] | None = None, changes: str = "",
    basis: Mapping[str, object] | None = None, at: datetime | None = None,
) -> Dossier:  # fmt: skip
    """Mở hồ sơ: a draft for one product, filled with what its last dossier under the same criteria said.

    `basis` is the last recognition as `certificates` knows it; an upgrade or re-rating starts from that version.
    """
    with act(at):
        # The product's row is the lock: two people may press the button at the same time.
        product = Product.objects.select_for_update(of=("self",)).select_related("producer", "place").get(pk=product.pk)
        moment = at or database_clock()
        day = local_day(moment)
        Refused.unless_clear(opening_reasons(product, kind, by, day))
        commune = _commune_of(product)
        regime, round_ = regime_on(day), _round_for(commune, day, kind)
        assert regime and commune and round_ and product.set_no
        dossier = Dossier.objects.create(
            product=product, round=round_, kind=kind, regime=regime.key, set_no=product.set_no, commune=commune,
            opened_by=by, opened_at=moment, eligibility=dict(eligibility or {}), changes=clean_text(changes),
            basis=dict(basis or {}), simulated=product.simulated,
        )  # fmt: skip
        copied = _prefill(dossier, by, moment)
        facts = {"kind": kind, "regime": regime.key, "set": product.set_no, "copied_from": copied}
        if basis:
            facts["basis"] = dict(basis)
        record("open_dossier", by=by, about=dossier, at=moment, facts=facts)
    return dossier


def opening_reasons(product: Product, kind: str, by: Person, day: date) -> list[Reason]:
    """Everything that stops a dossier of this product, the standing of its star aside."""
    commune = _commune_of(product)
    found = (
        _not_for_producer(product, by), _already_open(product), _kind_unknown(kind), _set_missing(product, day),
        _commune_missing(commune), _round_missing(_round_for(commune, day, kind)),
    )  # fmt: skip
    return [reason for reason in found if reason]


def _commune_of(product: Product) -> Place | None:
    return product.place or (product.producer.place if product.producer else None)


def _not_for_producer(product: Product, by: Person) -> Reason | None:
    return rules.not_yours(authority.served_by(product.producer, by), "producer")


def _already_open(product: Product) -> Reason | None:
    found = Dossier.objects.filter(product=product, state__in=lifecycle.OPEN_STATES).first()
    if found is None:
        return None
    message = f"Sản phẩm này đang có hồ sơ ở bước “{found.state_name.lower()}”. Hãy làm tiếp hồ sơ đó."
    return Reason(message, "product", "already_open")


def _kind_unknown(kind: str) -> Reason | None:
    if kind in Dossier.Kind.values:
        return None
    return Reason("Hãy chọn loại đăng ký: lần đầu, nâng hạng hoặc đánh giá lại.", "kind", "kind")


def _set_missing(product: Product, day: date) -> Reason | None:
    regime = regime_on(day)
    if regime and product.set_no and criteria_set(regime.key, product.set_no):
        return None
    message = "Sản phẩm chưa được xếp vào bộ tiêu chí nào đang áp dụng. Hãy nhờ cán bộ xã xếp bộ trước."
    return Reason(message, "product", "set_unknown")


def _commune_missing(commune: Place | None) -> Reason | None:
    if commune is not None and commune.is_present and commune.parent_id:
        return None
    message = "Chưa rõ sản phẩm làm ở xã, phường, đặc khu nào hiện nay. Hãy ghi nơi sản xuất trước."
    return Reason(message, "product", "commune_unknown")


def _round_for(commune: Place | None, day: date, kind: str) -> Round | None:
    """The round that takes proposals, or the next. A re-rating is bound to its certificate's days and not to a
    round's, so it is counted with the last one when no other is known."""
    if commune is None or commune.parent is None:
        return None
    found = round_taking_proposals(commune.parent, day) or next_round(commune.parent, day)
    if found is None and kind == rules.RERATE:
        return provincial_rounds(commune.parent).order_by("-ends_on", "-id").first()
    return found


def _round_missing(round_: Round | None) -> Reason | None:
    return rules.round_closed(round_ is not None, None)


def _prefill(dossier: Dossier, by: Person, moment: datetime) -> int | None:
    """Copies what was said before, all of it open to change: the unfinished dossier of the same kind, else the
    version by which the product was recognised, else the last dossier."""
    last = _last_before(dossier).first()
    recognised = recognised_version(dossier)
    if recognised and not (last and last.kind == dossier.kind and last.basis == dossier.basis):
        return _copy_version(dossier, recognised, by, moment)
    return _copy_dossier(dossier, last, by, moment) if last else None


def recognised_version(dossier: Dossier) -> Version | None:
    """The frozen version of the last recognition, when it is ours and under the same criteria."""
    number = dossier.basis.get("version")
    found = Version.objects.filter(pk=number, dossier__product_id=dossier.product_id) if number else None
    version = found.select_related("dossier").first() if found is not None else None
    if version is None or (version.dossier.regime, version.dossier.set_no) != (dossier.regime, dossier.set_no):
        return None
    return version


def _copy_version(dossier: Dossier, version: Version, by: Person, moment: datetime) -> int:
    """Every answer and paper of that version, marked as carried over until it is confirmed."""
    content = version.content
    asked = set_of(dossier)
    told = {code: row for code, row in content["answers"].items() if code in asked.by_code}
    # A choice that today's criteria no longer offer is left open, its words kept.
    possible = sift(asked, {code: _choice(row) for code, row in told.items() if row["points"] is not None}).choices
    Answer.objects.bulk_create(
        Answer(
            dossier=dossier, criterion=code, case=row["case"] if code in possible else "",
            points=row["points"] if code in possible else None, note=row["note"], saved_at=moment, saved_by=by,
            carried=True,
        )
        for code, row in told.items()
    )  # fmt: skip
    papers = _papers_of(version)
    bound = {
        (row["criterion"], paper): row["page"]
        for row in content["evidence"]
        if (paper := papers.get((row["criterion"], row["sha256"])))
    }
    Evidence.objects.bulk_create(
        Evidence(
            dossier=dossier, criterion=code, paper=paper, page=page, bound_by=by, bound_at=moment, carried=True
        )
        for (code, paper), page in bound.items()
    )  # fmt: skip
    return version.dossier_id


def _choice(row: Mapping[str, object]) -> object:
    return {"case": row["case"], "points": row["points"]} if row.get("case") else row["points"]


def _papers_of(version: Version) -> dict[tuple[str, str], Paper]:
    """The papers behind the frozen rows; one that was replaced since gives way to its successor."""
    rows = Evidence.objects.filter(dossier_id=version.dossier_id).select_related("paper__details__successor")
    return {(row.criterion, row.paper.sha256): _newest(row.paper) for row in rows}


def _newest(paper: Paper) -> Paper:
    details = getattr(paper, "details", None)
    return details.successor if details and details.successor else paper


def _copy_dossier(dossier: Dossier, last: Dossier, by: Person, moment: datetime) -> int:
    Answer.objects.bulk_create(
        Answer(
            dossier=dossier, criterion=a.criterion, case=a.case, points=a.points, note=a.note, saved_at=moment,
            saved_by=by, carried=a.carried,
        )
        for a in last.answers.all()
    )  # fmt: skip
    Evidence.objects.bulk_create(
        Evidence(
            dossier=dossier, criterion=e.criterion, paper_id=e.paper_id, page=e.page, bound_by=by, bound_at=moment,
            carried=e.carried,
        )
        for e in last.evidence.filter(removed_at__isnull=True)
    )  # fmt: skip
    return last.pk


def _last_before(dossier: Dossier) -> QuerySet[Dossier]:
    same = Dossier.objects.filter(product=dossier.product, regime=dossier.regime, set_no=dossier.set_no)
    return same.exclude(pk=dossier.pk).order_by("-pk")
