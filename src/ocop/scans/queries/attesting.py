"""Papers attached in the diary to a lot and to where it was made, as far as their producer shows them to buyers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ocop.diaries.models import Attestation
from ocop.diaries.queries.attesting import Attested, attested_of
from ocop.papers.models import PaperDetails
from ocop.people.models import Person
from ocop.producers.queries import producers_of
from ocop.products.models import Product

from ..models import ShownAttestation
from ..rules.passports import kept_from_buyers, shown_kind

Run = Callable[[str, Mapping[str, Any]], Any]
Json = dict[str, Any]
NONE: Json = {"attested": [], "paper": frozenset()}

# Whether there is anything to ask for: most producers show none, and their pages cost no statement more.
ANY_SHOWN = "SELECT FROM scans_shownattestation h WHERE h.producer_id = p.producer_id AND h.hidden_at IS NULL"

# A renewed paper speaks for the one it replaced, as in the diary (diaries.queries.attesting).
_SHOWN = """
WITH RECURSIVE worked AS (
  SELECT site_id, area_id FROM diaries_entry WHERE id = ANY(%(entries)s::uuid[])
), shown AS (
  SELECT a.id, a.lot_id, a.paper_id
  FROM scans_shownattestation h JOIN diaries_attestation a ON a.id = h.attestation_id AND a.removed_at IS NULL
  WHERE h.producer_id = %(producer)s::bigint AND h.hidden_at IS NULL
    AND (a.lot_id = %(lot)s::bigint OR a.site_id IN (SELECT site_id FROM worked) OR a.area_id IN (SELECT area_id FROM worked))
), line AS (
  SELECT id, lot_id, paper_id, 0 AS step FROM shown
  UNION ALL
  SELECT l.id, l.lot_id, d.successor_id, l.step + 1
  FROM line l JOIN papers_paperdetails d ON d.paper_id = l.paper_id AND d.successor_id IS NOT NULL WHERE l.step < 20
), newest AS (SELECT DISTINCT ON (id) id, lot_id, paper_id FROM line ORDER BY id, step DESC)
SELECT json_build_object(
  'papers', (SELECT json_agg(DISTINCT paper_id) FROM line),
  'rows', (
    SELECT json_agg(json_build_object('id', n.id, 'paper', d.kind, 'number', d.number, 'issuer', d.issuer,
                                      'issued_on', d.issued_on, 'expires_on', d.expires_on)
                    ORDER BY n.lot_id NULLS LAST, n.id DESC)
    FROM newest n JOIN papers_paperdetails d ON d.paper_id = n.paper_id))
"""


def attested(run: Run, told: Mapping[str, Any]) -> Json:
    """`attested`: what the passport of a lot tells of attached papers; `paper`: the papers that this depends on."""
    if not told["lot_id"] or not told["shows_attested"]:
        return NONE
    entries = "{" + ",".join(told["entries"]) + "}"
    found = run(_SHOWN, {"producer": told["producer_id"], "lot": told["lot_id"], "entries": entries})
    numbers = {x["number"] for x in told["exhibits"] or () if x["number"]}
    rows = [
        {**row, "kind": shown_kind(row["paper"])}
        for row in found["rows"] or ()
        if row["number"] not in numbers and kept_from_buyers(row["paper"]) is None
    ]
    return {"attested": _each_once(rows), "paper": frozenset(found["papers"] or ())}


def _each_once(rows: Iterable[Json]) -> list[Json]:
    """One paper may speak of the lot and of where it was made; buyers read it once."""
    return list(
        {tuple(value for name, value in row.items() if name != "id"): row for row in reversed(list(rows))}.values()
    )[::-1]


# For those who keep the passport.


@dataclass(frozen=True, slots=True)
class Choice:
    """An attached paper, and whether buyers are told of it."""

    row: Attested
    is_shown: bool
    may_show: bool


def choices_of(product: Product) -> list[Choice]:
    """The papers attached to lots of this product and to the places of its producer."""
    if product.producer is None:
        return []
    rows = [
        r
        for r in attested_of(product.producer)
        if r.attestation.lot is None or r.attestation.lot.product_id == product.pk
    ]
    shown = set(
        ShownAttestation.objects.filter(producer=product.producer, hidden_at=None).values_list(
            "attestation_id", flat=True
        )
    )
    return [
        Choice(r, r.attestation.pk in shown, r.details is not None and kept_from_buyers(r.details.kind) is None)
        for r in rows
    ]


def kind_of_attested(row: Attestation) -> str:
    details = PaperDetails.objects.filter(paper=row.paper_id).first()
    return details.kind if details else ""


def attestation_of(person: Person, number: int) -> Attestation | None:
    """One that the person decides about."""
    mine = producers_of(person).order_by().values("pk")
    return Attestation.objects.filter(producer__in=mine, pk=number, removed_at=None).select_related("producer").first()
