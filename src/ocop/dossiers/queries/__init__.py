"""Questions about dossiers, always for someone."""

from .authority import (
    dossier_seen_by,
    dossiers_seen_by,
    evidence_seen_by,
    is_officer_of,
    is_province_office_of,
    own_dossier,
    people_behind,
    products_to_file,
    served_by,
    submitted_dossier,
)
from .basis import (
    Comparison,
    Renewal,
    basis_version,
    carried_fields,
    changes_of,
    comparison,
    comparison_as_submitted,
    kind_reasons,
    renewal_of,
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
from .paperwork import Filled, binding_seen_by, content_to_bind, filled, form_facts, pages_expected
from .reading import Form, Page, PartRows, Row, board_of, due_of, form_of, page_of, papers_at_hand, removed_papers
from .snapshots import Compared, Snapshot, dossier_snapshot, form_as_submitted, versions_compared
from .vault import (
    SOON,
    Kept,
    Use,
    details_of,
    holds_paper,
    kept_paper,
    predecessors_of,
    uses_of,
    vault_of,
    vault_papers,
    writable_fields,
)

__all__ = [
    "Filled", "binding_seen_by", "content_to_bind", "filled", "form_facts", "pages_expected",
    "SOON", "Kept", "Use", "details_of", "holds_paper", "kept_paper", "predecessors_of", "uses_of", "vault_of",
    "vault_papers", "writable_fields",
    "Comparison", "Renewal", "basis_version", "carried_fields", "changes_of", "comparison",
    "comparison_as_submitted", "kind_reasons", "renewal_of",
    "Clocked", "CommuneCount", "Compared", "Event", "Form", "Page", "PartRows", "Row", "Snapshot", "Station",
    "board_of", "choices_of", "commune_dossiers", "content_now", "counts_by_commune", "doings_of", "dossier_seen_by",
    "dossier_snapshot", "dossiers_seen_by", "due_of", "evidence_seen_by", "form_as_submitted", "form_of",
    "is_officer_of", "is_province_office_of", "life_of", "own_dossier", "own_dossiers", "page_of", "papers_at_hand",
    "people_behind", "products_to_file", "province_dossiers", "removed_papers", "served_by", "set_of",
    "submitted_dossier", "versions_compared", "waiting_for", "way_of",
]  # fmt: skip
