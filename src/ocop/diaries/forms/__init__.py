"""What people type about the diary in pages of ours; without script, the same act as a device's sync."""

from .attesting import AttestForm
from .entries import EntryForm
from .households import HouseholdForm, KeeperForm
from .places import AreaForm, SiteForm

__all__ = ["AreaForm", "AttestForm", "EntryForm", "HouseholdForm", "KeeperForm", "SiteForm"]
