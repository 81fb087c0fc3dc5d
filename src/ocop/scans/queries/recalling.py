"""Everything forward and back of a lot: what went in, what else was made of it, where it went, how its stamps are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet, Sum

from epcis.vocabulary import short
from ocop.letters.rules import Waiting
from ocop.lots.models import Lot
from ocop.lots.queries import epc_of, lots_of, products_worked_on
from ocop.people.models import Person
from ocop.people.queries import mandate_of
from ocop.people.rules import Role
from ocop.stamps.models import StampRange
from ocop.traces.queries.telling import told_by_others
from ocop.traces.queries.viewers import parties_seen_by_person

from ..models import Recall, RecallContact, RecalledLot, ScanTally, Translation
from ..rules.recalls import STEPS, DispatchFound, Found, LotFound, SourceFound, TracedFound

OFFICES = (Role.PROVINCE_OFFICER, Role.INSPECTOR)
# As in diaries.rules.standing: nothing of its own book corrects it.
_STANDING = """NOT EXISTS (
  SELECT FROM diaries_entry c JOIN diaries_entry w ON w.id = c.corrects AND w.book_id = c.book_id AND w.id <> c.id
  WHERE c.corrects = {0}.entry_id)"""
# A node is a batch of a book or a lot; an entry leads from what it took in to what it gave.
_BACK = f"""
WITH RECURSIVE back (book, batch, lot, depth) AS (
  SELECT NULL::bigint, ''::text, %(lot)s::bigint, 0
  UNION
  SELECT i.book_id, i.batch::text, i.lot_id, back.depth + 1
  FROM back
  JOIN diaries_item o ON o.direction = 'out'
   AND (o.lot_id = back.lot OR (back.batch <> '' AND o.batch = back.batch AND o.book_id = back.book))
  JOIN diaries_item i ON i.entry_id = o.entry_id AND i.direction = 'in' AND (i.batch <> '' OR i.lot_id IS NOT NULL)
  WHERE back.depth < 12 AND {_STANDING.format("o")}
)
SELECT DISTINCT book, batch, lot FROM back WHERE depth > 0
"""
_FORWARD = f"""
WITH RECURSIVE forth (book, batch, lot, depth) AS (
  SELECT book, batch, lot, 0
  FROM unnest(%(books)s::bigint[], %(batches)s::text[], %(lots)s::bigint[]) AS begun (book, batch, lot)
  UNION
  SELECT o.book_id, o.batch::text, o.lot_id, forth.depth + 1
  FROM forth
  JOIN diaries_item i ON i.direction = 'in'
   AND (i.lot_id = forth.lot OR (forth.batch <> '' AND i.batch = forth.batch AND i.book_id = forth.book))
  JOIN diaries_item o ON o.entry_id = i.entry_id AND o.direction = 'out' AND (o.batch <> '' OR o.lot_id IS NOT NULL)
  WHERE forth.depth < 12 AND {_STANDING.format("i")}
)
SELECT DISTINCT lot FROM forth WHERE lot IS NOT NULL
"""
_SOURCES = f"""
SELECT DISTINCT ON (o.book_id, o.batch) o.batch, coalesce(nullif(b.household, ''), p.name),
       (e.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, o.quantity, o.unit,
       coalesce(e.payload::jsonb #>> '{{details,supplier}}', '')
FROM diaries_item o
JOIN diaries_entry e ON e.id = o.entry_id
JOIN diaries_book b ON b.id = e.book_id
JOIN producers_producer p ON p.id = b.producer_id
JOIN unnest(%(books)s::bigint[], %(batches)s::text[]) AS wanted (book, batch)
  ON o.book_id = wanted.book AND o.batch = wanted.batch
WHERE o.direction = 'out' AND {_STANDING.format("o")}
ORDER BY o.book_id, o.batch, e.at
"""
_DISPATCHES = f"""
SELECT l.id, l.code, coalesce(e.payload::jsonb #>> '{{details,partner}}', ''),
       (e.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, i.quantity, i.unit,
       coalesce(e.payload::jsonb #>> '{{details,document}}', ''), e.id,
       coalesce(e.payload::jsonb #>> '{{details,partner_gln}}', '')
FROM diaries_entry e
JOIN diaries_item i ON i.entry_id = e.id AND i.direction = 'in'
JOIN lots_lot l ON l.id = coalesce(i.lot_id, e.lot_id)
WHERE e.kind = 'dispatch' AND l.id = ANY(%(lots)s::bigint[]) AND {_STANDING.format("i")}
ORDER BY e.at, e.id
"""


def _rows(statement: str, **given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())


def found_about(lot: Lot, *, viewer: Person | None = None) -> Found:
    """Everything forward and back of this lot, in a few statements however many lots are concerned.

    With a viewer also what trade partners captured of these lots, as far as the viewer may see it.
    """
    nodes = _rows(_BACK, lot=lot.pk)
    batches = [(book, batch) for book, batch, _ in nodes if batch]
    begun = [*nodes, (None, "", lot.pk)]
    siblings = _rows(
        _FORWARD, books=[n[0] for n in begun], batches=[n[1] or "" for n in begun], lots=[n[2] for n in begun]
    )
    ids = {lot.pk, *(row[0] for row in siblings), *(n[2] for n in nodes if n[2])}
    sources = _rows(_SOURCES, books=[b[0] for b in batches], batches=[b[1] for b in batches]) if batches else []
    return Found(
        tuple(SourceFound(r[0], r[1], f"{r[2]:%d/%m/%Y}", _quantity(r[3], r[4]), r[5]) for r in sources),
        tuple(_lots_found(lot, ids)),
        tuple(_dispatch(row) for row in _rows(_DISPATCHES, lots=list(ids))),
        tuple(_traced(lot, ids, viewer)) if viewer else (),
    )


def lots_made_from(batches: Sequence[tuple[int, str]]) -> set[int]:
    """The lots that something of these batches (book, name) went into, however many steps on."""
    books, names = [book for book, _ in batches], [name for _, name in batches]
    return {row[0] for row in _rows(_FORWARD, books=books, batches=names, lots=[None] * len(batches))}


def _traced(lot: Lot, ids: set[int], viewer: Person) -> Iterable[TracedFound]:
    names = [epc_of(one) for one in Lot.objects.filter(pk__in=ids).select_related("product")]
    for told in told_by_others(names, but=lot.product.producer, seen=parties_seen_by_person(viewer)):
        event = told.json
        where = event.get("bizLocation") or event.get("readPoint") or {}
        amounts = [*event.get("quantityList", ()), *event.get("inputQuantityList", ())]
        yield TracedFound(
            told.party.name, _step_of(event),
            _day_of(event), str(where.get("id", "")),
            "; ".join(_quantity(a["quantity"], str(a.get("uom", ""))) for a in amounts if "quantity" in a),
        )  # fmt: skip


def _step_of(event: dict[str, Any]) -> str:
    step = short("bizStep", str(event.get("bizStep", "")))
    return STEPS.get(step, step)


def _day_of(event: dict[str, Any]) -> str:
    """The day where it happened: events carry the zone of their place."""
    return f"{datetime.fromisoformat(event['eventTime'].replace('Z', '+00:00')):%d/%m/%Y}"


def _quantity(quantity: Any, unit: str) -> str:
    return f"{float(quantity):g} {unit}".replace(".", ",").strip() if quantity is not None else ""


def _dispatch(row: tuple[Any, ...]) -> DispatchFound:
    lot, code, name, on, quantity, unit, document, entry, gln = row
    amount = float(quantity) if quantity is not None else None
    return DispatchFound(lot, code, name, f"{on:%d/%m/%Y}", amount, unit, document, str(entry), gln)


def _lots_found(lot: Lot, ids: set[int]) -> Iterable[LotFound]:
    """The lot itself first, then the others in their order."""
    lots = sorted(
        Lot.objects.filter(pk__in=ids).select_related("product"),
        key=lambda one: (one.pk != lot.pk, one.made_on, one.pk),
    )
    stamps, scans = _stamps_of(ids), _scans_of(ids)
    for one in lots:
        why = "lô được chọn" if one.pk == lot.pk else "cùng nguyên liệu đầu vào"
        regions = scans.get(one.pk, {})
        yield LotFound(
            one.pk, one.code, one.product.name, why, one.quantity, one.unit, one.recalled_at is not None,
            stamps.get(one.pk, {}), regions, sum(regions.values()),
        )  # fmt: skip


def _stamps_of(ids: set[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    rows = StampRange.objects.filter(batch__lot__in=ids).order_by().values("batch__lot", "state")
    for row in rows.annotate(n=Sum(F("hi") - F("lo"))):
        found.setdefault(row["batch__lot"], {})[row["state"]] = row["n"]
    return found


def _scans_of(ids: set[int]) -> dict[int, dict[str, int]]:
    """Scans of each lot by region; an empty region was not told, and is never guessed."""
    batches = dict(StampRange.objects.filter(batch__lot__in=ids).values_list("batch", "batch__lot"))
    rows = ScanTally.objects.filter(batch_number__in=list(batches)).order_by().values("batch_number", "region")
    found: dict[int, dict[str, int]] = {}
    for row in rows.annotate(n=Sum("scans")):
        regions = found.setdefault(batches[row["batch_number"]], {})
        regions[row["region"]] = regions.get(row["region"], 0) + row["n"]
    return found


# Recalls, always as seen by someone.


def recalls_run_by(person: Person) -> QuerySet[Recall]:
    """The office sees every recall and drill, a producer those of its own lots."""
    found = Recall.objects.select_related("lot__product__producer", "called_by")
    if mandate_of(person, *OFFICES):
        return found
    return found.filter(lot__product__in=products_worked_on(person).order_by().values("pk"))


def recall_run_by(person: Person, number: int) -> Recall | None:
    return recalls_run_by(person).filter(pk=number).first()


def contact_of(person: Person, number: int) -> RecallContact | None:
    mine = recalls_run_by(person).order_by().values("pk")
    return (
        RecallContact.objects.select_related("recall__lot__product", "lot").filter(recall__in=mine, pk=number).first()
    )


def lot_to_recall(person: Person, lot_id: int) -> Lot | None:
    """A lot that the person may call back: its own, or any for the office."""
    lots = Lot.objects.all() if mandate_of(person, *OFFICES) else lots_of(person)
    return lots.select_related("product__producer", "place").filter(pk=lot_id).first()


def tellable_lots(person: Person) -> QuerySet[Lot]:
    """Lots that the person may hand out: its own, or all for the office."""
    lots = Lot.objects.all() if mandate_of(person, *OFFICES) else lots_of(person)
    return lots.select_related("product__producer").order_by("-made_on", "-id")


def recalls_so_far(lot: Lot) -> int:
    """How many recalls and drills began at this lot."""
    return Recall.objects.filter(lot=lot).count()


def open_recall_of(lot: Lot) -> Recall | None:
    """The recall in force that this lot is under."""
    found = RecalledLot.objects.filter(lot=lot, recall__kind=Recall.Kind.RECALL, recall__lifted_at=None)
    row = found.select_related("recall").order_by("-recall_id").first()
    return row.recall if row else None


def public_recalls() -> QuerySet[Recall]:
    """What everyone may read: recalls, in force and lifted; no drill."""
    return Recall.objects.filter(kind=Recall.Kind.RECALL).select_related("lot__product__producer")


def public_recall(number: int) -> Recall | None:
    return public_recalls().filter(pk=number).first()


def lot_known(lot_id: int) -> Lot | None:
    return Lot.objects.select_related("product").filter(pk=lot_id).first()


def recalls_waiting(person: Person) -> list[Waiting]:
    """Recalls and drills that the person began and that still wait for a receiver's word."""
    open_ones = Q(contacts__confirmed_at=None, contacts__name__gt="")
    found = recalls_run_by(person).filter(open_ones, closed_at=None, lifted_at=None, called_by=person)
    return [
        Waiting(
            f"{recall}: còn nơi nhận chưa xác nhận", "Gọi từng nơi, ghi lời xác nhận", f"/hang-thu-hoi/dot/{recall.pk}/", "scans",
            urgent=not recall.is_drill,
        )
        for recall in found.distinct()[:10]
    ]  # fmt: skip


def words_waiting(person: Person) -> list[Waiting]:
    """Translations that wait for the producer's word."""
    mine = products_worked_on(person).order_by().values("pk")
    rows = Translation.objects.filter(product__in=mine, approved_at=None).order_by("product_id", "language")
    return [
        Waiting(
            f"Bản dịch {row.get_language_display()} của {row.product.name}", "Đọc và duyệt",
            f"/ho-chieu/{row.product_id}/dich/{row.language}/", "scans",
        )
        for row in rows.distinct("product_id", "language").select_related("product")[:10]
    ]  # fmt: skip


def waiting_for(person: Person) -> list[Waiting]:
    """What recalls and passports ask of the person."""
    return [*recalls_waiting(person), *words_waiting(person)]
