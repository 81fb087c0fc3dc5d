"""What people type about scans: one file per family of forms."""

from .reporting import ReportForm

__all__ = ["ReportForm"]
