"""What the diary decides without a database: what an entry says, how it is sealed, which event it is."""

from .chain import GENESIS, canonical, digest_of, seal_of
from .codes import code_form
from .events import declaration_of, document_of, event_of
from .kinds import DETAILS, KINDS, RESULTS, Kind, kind_named
from .reading import read_entry
from .said import File, Said, Thing
from .units import UNITS, Unit, unit_named
from .uris import area_uri, batch_uri, event_uri, household_uri, site_uri, stranger_uri

__all__ = [
    "DETAILS", "GENESIS", "KINDS", "RESULTS", "UNITS", "File", "Kind", "Said", "Thing", "Unit", "area_uri", "batch_uri",
    "canonical", "code_form", "declaration_of", "digest_of", "document_of", "event_of", "event_uri", "household_uri",
    "kind_named", "read_entry", "seal_of", "site_uri", "stranger_uri", "unit_named",
]  # fmt: skip
