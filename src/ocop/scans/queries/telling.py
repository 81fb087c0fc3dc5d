"""Everything the body of a passport tells about a product and its lot: one statement, one JSON value.

The gate keeps what is made of it in memory; so whatever table is read here stands in TOLD_TABLES, with the way from its row
to the product whose passports must be made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

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

# What the diary noted of this lot and, batch by batch, of what went into it; a corrected entry is silent. Told to everyone are
# the kind, the day and the commune: no partner, no home, no note.
_DIARY = """
WITH RECURSIVE way AS (
  (SELECT e.id, 0 AS depth FROM diaries_entry e WHERE e.lot_id = l.id
   UNION SELECT i.entry_id, 0 FROM diaries_item i WHERE i.lot_id = l.id)
  UNION
  SELECT o.entry_id, way.depth + 1
  FROM way
  JOIN diaries_item i ON i.entry_id = way.id AND i.direction = 'in' AND i.batch <> ''
  JOIN diaries_item o ON o.batch = i.batch AND o.direction = 'out' AND o.book_id = i.book_id
  WHERE way.depth < 10
)
SELECT json_agg(json_build_object(
         'kind', e.kind, 'name', coalesce(e.payload::jsonb #>> '{details,work}', ''), 'note', '',
         'on', (e.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date,
         'where', CASE WHEN s.kind IN ('workshop', 'warehouse', 'shop') THEN s.name ELSE '' END,
         'place', coalesce(ep.name, ''), 'lon', ep.longitude, 'lat', ep.latitude)
       ORDER BY e.at, e.id)
FROM diaries_entry e
JOIN diaries_book b ON b.id = e.book_id AND b.producer_id = p.producer_id
LEFT JOIN diaries_site s ON s.id = e.site_id
LEFT JOIN diaries_growingarea a ON a.id = e.area_id
LEFT JOIN places_place ep ON ep.id = coalesce(s.place_id, a.place_id, b.place_id)
WHERE e.id IN (SELECT id FROM way) AND e.kind NOT IN ('note', 'correction')
  AND NOT EXISTS (SELECT FROM diaries_entry c WHERE c.corrects = e.id)
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
  'producer', pr.name, 'producer_slug', pr.slug, 'gln', pr.gln,
  'phone', CASE WHEN pr.phone_consent_at IS NOT NULL THEN pr.public_phone ELSE '' END,
  'address', CASE WHEN pr.kind IN ('household', 'unknown') THEN '' ELSE pr.address END,
  'place', coalesce(pp.name, pf.name), 'place_slug', coalesce(pp.slug, pf.slug),
  'brand', f.brand, 'standards', f.standards, 'warnings', f.warnings, 'storage', f.storage,
  'lot', l.code, 'lot_id', l.id, 'made_on', l.made_on, 'best_before', l.best_before, 'materials', l.materials,
  'quantity', l.quantity, 'unit', l.unit, 'lot_place', lp.name,
  'steps', ({_STEPS}), 'diary', ({_DIARY}),
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
    told: Mapping[str, Any] | None = run(TOLD, {"product": product, "lot": lot})
    return told
