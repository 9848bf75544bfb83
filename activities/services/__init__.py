"""Everything that writes: the life of a report, and the roll-up of what was approved."""

from activities.services.reports import (
    ReportIncomplete,
    approve_report,
    open_report,
    reopen_report,
    return_report,
    save_draft,
    submit_report,
)
from activities.services.rollups import refresh_stale_rollups
from activities.services.staleness import mark_all_stale

__all__ = [
    "ReportIncomplete",
    "approve_report",
    "mark_all_stale",
    "open_report",
    "refresh_stale_rollups",
    "reopen_report",
    "return_report",
    "save_draft",
    "submit_report",
]
