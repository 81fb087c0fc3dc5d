"""What is known of a stamp for whoever asks by text message: the gate's own statements, and its one verdict."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from ocop.products.models import Product
from ocop.stamps.models import Batch
from ocop.stamps.queries import mint
from ocop.stamps.rules import codes

from ..models import TextMessage, TextSender, WrongEpoch
from ..rules.networks import WRONG_AN_EPOCH
from ..rules.verdicts import Facts, Scanned, Verdict, verdict_on
from .facts import GoodsFacts, Issued, Row, batch_issued, goods_of, scanned_row, spans_of_batch
from .reading import network_secret


def one_value(statement: str, given: Mapping[str, Any]) -> Any:
    """One JSON value by Django's own connection, within its transaction."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        row = cursor.fetchone()
    return row[0] if row else None


def sender_mark(number: str, day: date) -> int:
    """A positive 62-bit number for a telephone number, that means nothing tomorrow and nothing without the secret."""
    digits = "".join(c for c in number if c.isdigit())[-9:]  # 0912…, +84912… and 84912… are one telephone
    salted = hashlib.blake2b(
        f"sms {digits}".encode(), key=network_secret()[:64], salt=day.isoformat().encode(), digest_size=8
    )
    return int.from_bytes(salted.digest(), "big") >> 2


@dataclass(frozen=True, slots=True)
class Looked:
    """A code as the database knows it; `issued` None: none of ours."""

    issued: Issued | None
    state: str | None = None
    goods: GoodsFacts | None = None
    withdrawn_at: datetime | None = None
    row: Row | None = None

    def facts(self, row: Row | None) -> Facts | None:
        """What the verdict is made of; None for a code that is none of ours."""
        if self.issued is None or self.goods is None or self.state is None:
            return None
        scanned = None
        if row is not None:
            suspected = None if row.suspected_at is None else datetime.fromtimestamp(row.suspected_at, UTC)
            first_at = datetime.fromtimestamp(row.first_at, UTC)
            scanned = Scanned(row.count, first_at, row.window_count, len(row.networks), suspected)
        goods = self.goods
        return Facts(
            self.state, goods.recalled_at, goods.best_before, goods.star, scanned, goods.today, self.withdrawn_at
        )

    def verdict(self, row: Row | None) -> Verdict:
        facts = self.facts(row)
        return verdict_on(facts) if facts else Verdict.UNKNOWN


def looked_up(code: codes.Code) -> Looked:
    """Every question is asked of a code that is none of ours as well, so that no answer comes quicker than another."""
    batch = batch_issued(one_value, code.epoch, code.batch)
    proved = mint().proves(code, batch.subject if batch else "t:0")
    issued = batch if batch is not None and proved and code.seq < batch.size else None
    number, product, lot = (issued.id, issued.product, issued.lot) if issued else (0, 0, 0)
    spans = spans_of_batch(one_value, number)
    goods, row = goods_of(one_value, product, lot), scanned_row(one_value, number, code.seq)
    if issued is None or spans is None:
        return Looked(None)
    return Looked(issued, spans.state_of(code.seq), goods, spans.withdrawn_at, row)


def is_exhausted(epoch: int) -> bool:
    """Whether so many wrong codes of this epoch were tried that only stamps known from before are told."""
    return WrongEpoch.objects.filter(epoch=epoch, count__gte=WRONG_AN_EPOCH).exists()


def named_product(issued: Issued | None) -> tuple[str, bool]:
    """The product's name, and whether its stamp has a scratch code."""
    name = Product.objects.filter(pk=issued.product if issued else 0).values_list("name", flat=True).first()
    kind = Batch.objects.filter(pk=issued.id if issued else 0).values_list("kind", flat=True).first()
    return name or "", kind == Batch.Kind.PROTECTED


def newest_texts(most: int = 30) -> QuerySet[TextMessage]:
    return TextMessage.objects.exclude(reply="")[:most]


def texts_on(day: date) -> tuple[int, int, int]:
    """Messages, senders and wrong codes of a day."""
    rows = TextSender.objects.filter(day=day)
    everybody = rows.filter(sender=0).values_list("count", "wrong").first() or (0, 0)
    return everybody[0], rows.exclude(sender=0).count(), everybody[1]
