"""Opening a dossier."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import QuerySet

from ocop.criteria.rules import criteria_set, regime_on
from ocop.cycles.models import Round
from ocop.cycles.queries import next_round, round_taking_proposals
from ocop.journal.acts import act, database_clock, record
from ocop.journal.rules import Reason, Refused, clean_text
from ocop.people.models import Person
from ocop.places.models import Place
from ocop.products.models import Product

from .. import lifecycle, rules
from ..models import Answer, Dossier, Evidence
from ..queries import authority
from .moving import local_day


def open_dossier(
    *, product: Product, kind: str, by: Person, eligibility: Mapping[str, bool] | None = None, changes: str = "",
    at: datetime | None = None,
) -> Dossier:  # fmt: skip
    """Mở hồ sơ: a draft for one product, filled with what its last dossier under the same criteria said."""
    with act(at):
        # The product's row is the lock: two people may press the button at the same time.
        product = Product.objects.select_for_update(of=("self",)).select_related("producer", "place").get(pk=product.pk)
        moment = at or database_clock()
        day = local_day(moment)
        commune = product.place or (product.producer.place if product.producer else None)
        regime, round_ = regime_on(day), _round_for(commune, day)
        Refused.unless_clear(
            _not_for_producer(product, by), _already_open(product), _kind_unknown(kind), _set_missing(product, day),
            _commune_missing(commune), _round_missing(round_),
        )  # fmt: skip
        assert regime is not None
        assert commune is not None
        assert round_ is not None
        assert product.set_no is not None
        dossier = Dossier.objects.create(
            product=product, round=round_, kind=kind, regime=regime.key, set_no=product.set_no, commune=commune,
            opened_by=by, opened_at=moment, eligibility=dict(eligibility or {}), changes=clean_text(changes),
            simulated=product.simulated,
        )  # fmt: skip
        copied = _prefill(dossier, by, moment)
        facts = {"kind": kind, "regime": regime.key, "set": product.set_no, "copied_from": copied}
        record("open_dossier", by=by, about=dossier, at=moment, facts=facts)
    return dossier


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


def _round_for(commune: Place | None, day: date) -> Round | None:
    if commune is None or commune.parent is None:
        return None
    return round_taking_proposals(commune.parent, day) or next_round(commune.parent, day)


def _round_missing(round_: Round | None) -> Reason | None:
    return rules.round_closed(round_ is not None, None)


def _prefill(dossier: Dossier, by: Person, moment: datetime) -> int | None:
    """Copies the last dossier's answers and papers; everything stays open to change."""
    last = _last_before(dossier).first()
    if last is None:
        return None
    Answer.objects.bulk_create(
        Answer(
            dossier=dossier, criterion=a.criterion, case=a.case, points=a.points, note=a.note, saved_at=moment,
            saved_by=by,
        )
        for a in last.answers.all()
    )  # fmt: skip
    Evidence.objects.bulk_create(
        Evidence(dossier=dossier, criterion=e.criterion, paper_id=e.paper_id, page=e.page, bound_by=by, bound_at=moment)
        for e in last.evidence.filter(removed_at__isnull=True)
    )
    return last.pk


def _last_before(dossier: Dossier) -> QuerySet[Dossier]:
    same = Dossier.objects.filter(product=dossier.product, regime=dossier.regime, set_no=dossier.set_no)
    return same.exclude(pk=dossier.pk).order_by("-pk")
