"""The word, the icon and the look of every status, and of every kind of nothing.

Word first, then icon, then colour: nothing is told by colour alone. Screen, chart and workbook
take their words from here, so that one thing never has two names. `look` is the end of a class
name in `static/site.css`.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Mark(NamedTuple):
    word: Promise
    icon: str
    look: str


# Of an activity, a priority or the plan (rollup rules, section 5).
PROGRESS = {
    "completed": Mark(_("Completed"), "check-circle-fill", "completed"),
    "on_track": Mark(_("On track"), "arrow-right-circle", "on-track"),
    "delayed": Mark(_("Delayed"), "clock-history", "delayed"),
    "off_track": Mark(_("Off track"), "exclamation-triangle", "off-track"),
    "regressed": Mark(_("Regressed"), "arrow-down-right", "regressed"),
    "not_started": Mark(_("Not started"), "circle", "not-started"),
    "no_data": Mark(_("No data"), "question-circle", "no-data"),
    "not_due": Mark(_("Not due"), "dash", "not-due"),
    "not_computable": Mark(_("Not computable"), "question-circle", "no-data"),
}

# Of a progress report. `on_time` and `late` are submitted reports that wait for review.
REPORT = {
    "draft": Mark(_("Draft"), "pencil", "draft"),
    "submitted": Mark(_("Submitted"), "send", "on-time"),
    "on_time": Mark(_("On time, to review"), "envelope-check", "on-time"),
    "late": Mark(_("Late, to review"), "clock", "late"),
    "returned": Mark(pgettext_lazy("report", "Returned"), "arrow-return-left", "returned"),
    "approved": Mark(_("Approved"), "check-lg", "approved"),
    "approved_late": Mark(_("Approved, first sent late"), "check-lg", "approved"),
    "not_reported": Mark(_("Not reported"), "x-lg", "not-reported"),
    "not_due": PROGRESS["not_due"],
}

# The order of the matrix legend.
MATRIX = ["approved", "approved_late", "on_time", "late", "returned", "draft", "not_reported", "not_due"]

# Of a part of a form, and of a figure.
TASK = {
    "complete": Mark(_("Complete"), "check-circle-fill", "approved"),
    "in_progress": Mark(_("In progress"), "pencil", "on-time"),
    "to_correct": Mark(_("To correct"), "exclamation-triangle", "off-track"),
    "provisional": Mark(_("Provisional"), "send", "on-time"),
}

MARKS = PROGRESS | REPORT | TASK

# Why there is no figure. Zero is not among them: it is a figure.
NOTHING = {
    "not_reported": Mark(_("not reported"), "x-lg", "not-reported"),
    "not_approved": Mark(_("not approved yet"), "x-lg", "not-reported"),
    "not_due": Mark(_("not due"), "dash", "not-due"),
    "not_applicable": Mark(_("not applicable"), "", "not-applicable"),
    "no_target": Mark(_("no target"), "", "not-due"),
    "not_computable": Mark(_("cannot be computed"), "", "not-due"),
    "not_added": Mark(_("cannot be added up"), "", "not-due"),
    "few": Mark(_("fewer than 5"), "shield-lock", "few"),
    "withheld": Mark(_("withheld"), "shield-lock", "few"),
}
