"""Questions about dossiers, always for someone."""

from .authority import (
    acts_for,
    dossier_seen_by,
    dossiers_seen_by,
    evidence_seen_by,
    is_officer_of,
    is_province_office_of,
    own_dossier,
    people_for,
    producers_served_by,
    products_to_file,
)
from .content import choices_of, content_now, set_of
from .life import Event, Station, life_of, way_of
from .lists import (
    Clocked,
    CommuneCount,
    commune_dossiers,
    counts_by_commune,
    doings_of,
    own_dossiers,
    province_dossiers,
    waiting_for,
)
from .reading import (
    Compared,
    Form,
    PartRows,
    Row,
    Snapshot,
    board_of,
    dossier_snapshot,
    due_of,
    form_as_submitted,
    form_of,
    papers_at_hand,
    versions_compared,
)

__all__ = [
    "Clocked", "CommuneCount", "Compared", "Event", "Form", "PartRows", "Row", "Snapshot", "Station", "acts_for",
    "board_of", "choices_of", "commune_dossiers", "content_now", "counts_by_commune", "doings_of", "dossier_seen_by",
    "dossier_snapshot", "dossiers_seen_by", "due_of", "evidence_seen_by", "form_as_submitted", "form_of",
    "is_officer_of", "is_province_office_of", "life_of", "own_dossier", "own_dossiers", "papers_at_hand",
    "people_for", "producers_served_by", "products_to_file", "province_dossiers", "set_of", "versions_compared",
    "waiting_for", "way_of",
]  # fmt: skip
