"""Everything the body of a passport tells about a product and its lot: one statement, one JSON value; steps from the events.

The gate keeps what is made of it in memory; so whatever table is read here stands in TOLD_TABLES, with the way from its row
to the product whose passports must be made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .attesting import ANY_SHOWN, attested
from .tracing import traced

Run = Callable[[str, Mapping[str, Any]], Any]

# table: how a changed row names its product or its lot ("*" concerns every passport). What a scan asks afresh each time (state
# of the stamp, recall, star) is not told here.
TOLD_TABLES: dict[str, str] = {
    "products_product": "product: id",
    "producers_producer": "producer: id",
    "places_place": "*",
    "lots_lot": "lot: id",
    "lots_lotstep": "lot: lot_id",
    "stamps_batch": "lot: lot_id",
    "scans_labelfacts": "product: product_id",
    "scans_translation": "product: product_id",
    "scans_exhibit": "product: product_id",
    "scans_recalledlot": "lot: lot_id",
    "scans_recall": "lot: lot_id",
    # Every diary entry moves its book's seal in the same transaction, so the book tells of entries, items and corrections.
    "diaries_book": "producer: producer_id",
    "diaries_site": "producer: producer_id",
    "diaries_growingarea": "producer: producer_id",
    "diaries_attestation": "producer: producer_id",
    "scans_shownattestation": "producer: producer_id",
    # A paper says nothing of who holds it; a passport knows the papers that it tells of.
    "papers_paperdetails": "paper: paper_id",
    # Events themselves announce what they are about when they are captured (traces.rules.telling).
    "traces_voice": "producer: producer_id",
}

_STEPS = """
SELECT json_agg(json_build_object('name', s.name, 'on', s.happened_on, 'where', s.where, 'note', s.note,
                                  'place', coalesce(sp.name, ''), 'lon', coalesce(sp.longitude, lp.longitude),
                                  'lat', coalesce(sp.latitude, lp.latitude))
                ORDER BY s.happened_on, s.id)
FROM lots_lotstep s
LEFT JOIN places_place sp ON sp.name = s.where AND sp.kind IN ('ward', 'commune', 'special_zone')
WHERE s.lot_id = l.id
"""

# Entries that name the lot without moving it (a harvest «for this lot»): their events do not name it, so they are asked by id.
_NOTED = """
SELECT json_agg(e.id) FROM diaries_entry e JOIN diaries_book b ON b.id = e.book_id AND b.producer_id = p.producer_id
WHERE e.lot_id = l.id
"""

# Whose events may be told: the producer's own party, and those whose word both sides let stand there.
_OWN = "SELECT t.id FROM traces_party t WHERE t.producer_id = p.producer_id"
_VOICES = """
SELECT json_object_agg(t.id, t.name) FROM traces_voice v JOIN traces_party t ON t.id = v.party_id
WHERE v.producer_id = p.producer_id AND v.accepted_at IS NOT NULL AND v.ended_at IS NULL
"""

_TRANSLATIONS = """
SELECT json_agg(json_build_array(t.field, t.language, t.text, t.source))
FROM scans_translation t
WHERE t.product_id = p.id AND (t.lot_id IS NULL OR t.lot_id = l.id) AND t.approved_at IS NOT NULL
"""

_EXHIBITS = """
SELECT json_agg(json_build_object(
         'id', x.id, 'kind', x.kind, 'title', x.title, 'number', x.number, 'issuer', x.issuer, 'issued_on', x.issued_on,
         'expires_on', x.expires_on, 'width', x.width, 'height', x.height, 'of_lot', x.lot_id IS NOT NULL)
       ORDER BY x.kind, x.lot_id NULLS LAST, x.id DESC)
FROM scans_exhibit x
WHERE x.product_id = p.id AND x.hidden_at IS NULL AND (x.lot_id IS NULL OR x.lot_id = l.id)
"""

_NOTICE = """
SELECT json_build_object('id', c.id, 'reason', c.reason)
FROM scans_recalledlot rl JOIN scans_recall c ON c.id = rl.recall_id
WHERE rl.lot_id = l.id AND c.kind = 'recall' AND c.lifted_at IS NULL ORDER BY c.id DESC LIMIT 1
"""

# The communes draw the shape of the province on the map.
_SHAPE = """
SELECT json_agg(json_build_array(round(longitude::numeric, 3), round(latitude::numeric, 3)) ORDER BY id)
FROM places_place WHERE kind IN ('ward', 'commune', 'special_zone') AND longitude IS NOT NULL
"""

TOLD = f"""
SELECT json_build_object(
  'product', p.name, 'slug', p.slug, 'line', coalesce(nullif(p.line, ''), p.group), 'set', p.set_no, 'summary', p.summary,
  'ingredients', p.ingredients, 'gtin', p.gtin, 'simulated', p.simulated, 'story', p.story,
  'producer_id', p.producer_id, 'shows_attested', EXISTS ({ANY_SHOWN}),
  'producer', pr.name, 'producer_slug', pr.slug, 'gln', pr.gln,
  'phone', CASE WHEN pr.phone_consent_at IS NOT NULL THEN pr.public_phone ELSE '' END,
  'address', CASE WHEN pr.kind IN ('household', 'unknown') THEN '' ELSE pr.address END,
  'place', coalesce(pp.name, pf.name), 'place_slug', coalesce(pp.slug, pf.slug),
  'brand', f.brand, 'standards', f.standards, 'warnings', f.warnings, 'storage', f.storage,
  'allergens', f.allergens, 'product_id', p.id,
  'lot', l.code, 'lot_id', l.id, 'made_on', l.made_on, 'best_before', l.best_before, 'materials', l.materials,
  'quantity', l.quantity, 'unit', l.unit, 'lot_place', lp.name,
  'steps', ({_STEPS}), 'epc', l.epc, 'noted', ({_NOTED}), 'own', ({_OWN}), 'voices', ({_VOICES}),
  'translations', ({_TRANSLATIONS}), 'exhibits', ({_EXHIBITS}), 'notice', ({_NOTICE}),
  'protected', EXISTS (SELECT FROM stamps_batch sb WHERE sb.lot_id = l.id AND sb.kind = 'protected'),
  'shape', ({_SHAPE}))
FROM products_product p
LEFT JOIN producers_producer pr ON pr.id = p.producer_id
LEFT JOIN places_place pp ON pp.id = coalesce(p.place_id, pr.place_id)
LEFT JOIN places_place pf ON pf.id = coalesce(p.former_place_id, pr.former_place_id)
LEFT JOIN lots_lot l ON l.id = %(lot)s::bigint AND l.product_id = p.id
LEFT JOIN places_place lp ON lp.id = l.place_id
LEFT JOIN scans_labelfacts f ON f.product_id = p.id
WHERE p.id = %(product)s::bigint
"""


def told_about(run: Run, product: int, lot: int | None) -> Mapping[str, Any] | None:
    """The facts of the page, what the event repository tells of the lot (`diary`, `ways`), and its papers (`attested`)."""
    told: dict[str, Any] | None = run(TOLD, {"product": product, "lot": lot})
    if told is None:
        return None
    told |= traced(run, told)
    return told | attested(run, told)
