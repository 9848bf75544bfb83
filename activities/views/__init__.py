"""Doors of the quarterly form: an institution fills and sends it, the secretariat reviews it."""

from activities.views.form import check, form, form_activity, my_quarter, submit
from activities.views.review import approve, queue, reopen, report, return_

__all__ = [
    "approve",
    "check",
    "form",
    "form_activity",
    "my_quarter",
    "queue",
    "reopen",
    "report",
    "return_",
    "submit",
]
