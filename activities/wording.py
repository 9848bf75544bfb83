"""The rule of an indicator in a sentence, as the reporter and the reader see it (rollup.md, section 2)."""

from django.utils.translation import gettext_lazy as _

PRESET_SENTENCES = {
    "count": _("Only what happened in this quarter."),
    "running_total": _("Everything since the start of the plan."),
    "level": _("How things stand at the end of the quarter."),
    "quarter_share": _("How many of the cases of this quarter."),
    "end_share": _("How many of all, at the end of the quarter."),
    "milestone": _("Done or not yet done: 1 when it is done, 0 until then."),
}

ACROSS_SENTENCES = {
    "sum": _("Institutions are added up."),
    "mean": _("The mean of the institutions that reported."),
    "max": _("The largest of the institutions' values."),
    "min": _("The smallest of the institutions' values."),
    "ratio": _("All parts together, out of all totals together."),
    "none": _("Institutions cannot be added up here."),
}

OVER_TIME_SENTENCES = {
    "sum": _("Quarters are added up."),
    "mean": _("The mean of the quarters."),
    "max": _("The largest quarter counts."),
    "min": _("The smallest quarter counts."),
    "latest": _("The latest quarter counts."),
    "ratio": _("All parts of all quarters together, out of all their totals."),
    "none": _("Quarters cannot be added up here."),
}
