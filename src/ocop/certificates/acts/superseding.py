"""Thay giấy cũ: a new certificate of the same product ends the old one on its own first day."""

from __future__ import annotations

from datetime import datetime

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused
from ocop.people.models import Person

from .. import lifecycle
from ..models import Certificate
from .telling import tell_of_supersession


def supersede(certificate: Certificate, *, with_: Certificate, by: Person, at: datetime | None = None) -> Certificate:
    """Thay bằng giấy mới: after an upgrade or a re-rating; the old one stays readable as what it was."""
    with act(at) as moment:
        row = Certificate.objects.select_for_update(of=("self",)).select_related(
            "product", "result__item__dossier__commune", "result__item__dossier__product__producer"
        ).get(pk=certificate.pk)  # fmt: skip
        Refused.unless_clear(_wrong_state(row), _not_newer(row, with_))
        row.state = lifecycle.SUPERSEDE.target
        row.superseded_on, row.superseded_by = with_.issued_on, with_
        row.save(update_fields=["state", "superseded_on", "superseded_by"])
        facts = {"by": with_.number, "on": with_.issued_on.isoformat()}
        record("supersede", by=by, about=row, at=moment, facts=facts)
        tell_of_supersession(row, with_, at=moment)
    return row


def supersede_older(new: Certificate, *, by: Person, at: datetime) -> None:
    """Every published certificate of the same product that is older than this one."""
    older = Certificate.objects.filter(product=new.product_id, state=lifecycle.SUPERSEDE.source).exclude(pk=new.pk)
    for old in older.filter(issued_on__lte=new.issued_on).order_by("pk"):
        supersede(old, with_=new, by=by, at=at)


def _wrong_state(certificate: Certificate) -> Reason | None:
    if lifecycle.SUPERSEDE.leaves(certificate.state):
        return None
    return Reason("Chỉ giấy đang công bố mới được thay.", code="wrong_state")


def _not_newer(old: Certificate, new: Certificate) -> Reason | None:
    if new.product_id == old.product_id and new.pk != old.pk and new.issued_on >= old.issued_on:
        return None
    return Reason("Giấy thay phải là giấy mới hơn của cùng sản phẩm.", code="not_newer")
