"""Pages of scanning: one file per family of pages."""

from .looking_up import how_read, look_up, report, report_photo, reports, resolver

__all__ = ["how_read", "look_up", "report", "report_photo", "reports", "resolver"]
