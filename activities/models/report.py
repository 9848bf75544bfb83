import pghistory
import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activities.models.activity import Activity
from activities.models.indicator import QUANTITY, Indicator
from activities.workflow import Action, Status
from institutions.models import Institution, User
from institutions.roles import own_institution, sees_all_reports
from priorities.models import ReportingPeriod

APPROVED_CONTENT_IS_FIXED = pgtrigger.Trigger(
    name="approved_content_is_fixed",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM activities_reportrevision
                                         WHERE id = OLD.revision_id AND approved_at IS NOT NULL) THEN
            RAISE EXCEPTION 'an approved revision never changes (revision %)', OLD.revision_id;
        END IF;
        IF TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM activities_reportrevision
                                         WHERE id = NEW.revision_id AND approved_at IS NOT NULL) THEN
            RAISE EXCEPTION 'an approved revision never changes (revision %)', NEW.revision_id;
        END IF;
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    """,
)
APPROVAL_IS_FINAL = pgtrigger.Trigger(
    name="approval_is_final",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__approved_at__isnull=False),
    func="""
        IF OLD.superseded_at IS NOT NULL OR
           (OLD.report_id, OLD.number, OLD.submitted_at, OLD.approved_at, OLD.approved_by_id)
           IS DISTINCT FROM
           (NEW.report_id, NEW.number, NEW.submitted_at, NEW.approved_at, NEW.approved_by_id) THEN
            RAISE EXCEPTION 'an approval is final (revision %)', OLD.id;
        END IF;
        RETURN NEW;
    """,
)
FIRST_SUBMISSION_IS_FINAL = pgtrigger.Trigger(
    name="first_submission_is_final",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__first_submitted_at__isnull=False)
    & pgtrigger.Q(old__first_submitted_at__df=pgtrigger.F("new__first_submitted_at")),
    func="RAISE EXCEPTION 'first_submitted_at never changes (report %)', OLD.id;",
)


class ProgressReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rows `user` may read. Anonymous: approved and published."""
        official = Exists(ReportRevision.objects.official().filter(report=OuterRef("pk")))
        if not user.is_authenticated:
            return self.filter(official, period__is_published=True)
        if sees_all_reports(user):
            return self
        return self.filter(official | Q(institution=own_institution(user)))

    def waiting_for_review(self):
        return self.filter(status=Status.SUBMITTED)


class ProgressReport(models.Model):
    """One institution's quarterly progress form. What it says stands in its revisions."""

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", verbose_name=_("institution")
    )
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="+", verbose_name=_("quarter"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    first_submitted_at = models.DateTimeField(_("first submitted at"), null=True, blank=True)
    return_due_on = models.DateField(_("corrections are due on"), null=True, blank=True)

    objects = ProgressReportQuerySet.as_manager()

    class Meta:
        ordering = ["period", "institution"]
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "period"], name="one_report_per_institution_and_quarter"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT) | Q(first_submitted_at__isnull=False),
                name="report_beyond_draft_was_submitted",
            ),
        ]
        triggers = [FIRST_SUBMISSION_IS_FINAL]

    def __str__(self):
        return f"{self.institution} · {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("activities:report", args=[self.pk])

    @property
    def current(self) -> "ReportRevision":
        """The revision that is being worked on, or the approved one."""
        return self.revisions.latest("number")

    @property
    def is_editable(self) -> bool:
        return self.status in (Status.DRAFT, Status.RETURNED)


class ReportRevisionQuerySet(models.QuerySet):
    def newest(self):
        """The last revision of each report: in work, or approved."""
        later = ReportRevision.objects.filter(report=OuterRef("report"), number__gt=OuterRef("number"))
        return self.exclude(Exists(later))

    def official(self):
        """Approved and not replaced: what figures are made of."""
        return self.filter(approved_at__isnull=False, superseded_at__isnull=True)


class ReportRevision(models.Model):
    """One version of a report's contents. Official: approved and not superseded."""

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField(_("revision"), default=1)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    superseded_at = models.DateTimeField(_("superseded at"), null=True, blank=True)

    objects = ReportRevisionQuerySet.as_manager()

    class Meta:
        ordering = ["report", "number"]
        verbose_name = _("revision of a report")
        verbose_name_plural = _("revisions of reports")
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="revision_number_unique_in_report"),
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(approved_at__isnull=False, superseded_at__isnull=True),
                name="one_official_revision_per_report",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | Q(submitted_at__lte=F("approved_at")),
                name="revision_submitted_before_approved",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(approved_at__lte=F("superseded_at")),
                name="revision_approved_before_superseded",
            ),
        ]
        triggers = [APPROVAL_IS_FINAL]

    def __str__(self):
        return f"{self.report} · {self.number}"


@pghistory.track()
class ActivityEntry(models.Model):
    """What an institution says about one activity in one quarter."""

    class ActivityStatus(models.TextChoices):
        NOT_STARTED = "not_started", _("Not started")
        ONGOING = "ongoing", _("Under way")
        DELAYED = "delayed", _("Delayed")
        COMPLETED = "completed", _("Completed")
        CANCELLED = "cancelled", _("Cancelled")

    revision = models.ForeignKey(ReportRevision, models.CASCADE, related_name="activity_entries")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+", verbose_name=_("activity"))
    status = models.CharField(_("status of the activity"), max_length=15, choices=ActivityStatus, blank=True)
    self_assessed_share = models.DecimalField(
        _("own estimate"), max_digits=5, decimal_places=4, null=True, blank=True
    )
    results = models.TextField(_("results"), blank=True)
    challenges = models.TextField(_("challenges"), blank=True)
    requests = models.TextField(_("requests"), blank=True)
    next_directions = models.TextField(_("next directions"), blank=True)

    class Meta:
        ordering = ["revision", "activity"]
        verbose_name = _("entry for an activity")
        verbose_name_plural = _("entries for activities")
        constraints = [
            models.UniqueConstraint(fields=["revision", "activity"], name="one_entry_per_activity"),
            models.CheckConstraint(
                condition=Q(self_assessed_share__isnull=True) | Q(self_assessed_share__range=(0, 1)),
                name="self_assessed_share_0_to_1",
            ),
        ]
        triggers = [APPROVED_CONTENT_IS_FIXED]

    def __str__(self):
        return f"{self.revision_id} · {self.activity_id}"


@pghistory.track()
class IndicatorValue(models.Model):
    """What an institution says about one indicator in one quarter.

    A count or level stands in `value`. A share stands in numerator and denominator; where only the
    percentage is known (`value`, 0-100) it is shown for its institution and never combined.
    An empty state means that nothing was said: never zero.
    """

    class ValueState(models.TextChoices):
        REPORTED = "reported", _("Reported")
        NOT_DUE = "not_due", _("Not due")
        NOT_APPLICABLE = "not_applicable", _("Not applicable")

    revision = models.ForeignKey(ReportRevision, models.CASCADE, related_name="indicator_values")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name=_("indicator"))
    state = models.CharField(_("state"), max_length=15, choices=ValueState, blank=True)
    value = models.DecimalField(_("value"), null=True, blank=True, **QUANTITY)
    numerator = models.DecimalField(_("numerator"), null=True, blank=True, **QUANTITY)
    denominator = models.DecimalField(_("denominator"), null=True, blank=True, **QUANTITY)
    reason = models.TextField(_("reason"), blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        ordering = ["revision", "indicator"]
        verbose_name = _("indicator value")
        verbose_name_plural = _("indicator values")
        constraints = [
            models.UniqueConstraint(fields=["revision", "indicator"], name="one_value_per_indicator"),
            models.CheckConstraint(
                condition=(
                    Q(state="reported", value__isnull=False)
                    | Q(state="reported", numerator__isnull=False, denominator__isnull=False)
                    | (
                        ~Q(state="reported")
                        & Q(value__isnull=True, numerator__isnull=True, denominator__isnull=True)
                    )
                ),
                name="value_where_reported_and_only_there",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0), name="value_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True)
                | Q(numerator__gte=0, denominator__isnull=False, numerator__lte=F("denominator")),
                name="numerator_within_denominator",
            ),
            models.CheckConstraint(
                condition=~Q(state="not_applicable") | ~Q(reason=""), name="not_applicable_has_a_reason"
            ),
        ]
        triggers = [APPROVED_CONTENT_IS_FIXED]

    def __str__(self):
        return f"{self.revision_id} · {self.indicator_id}"


class StatusChange(models.Model):
    """One move of a report: who, when, from, to, why. Rows are never changed."""

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="status_changes")
    revision = models.ForeignKey(ReportRevision, models.PROTECT, related_name="+")
    action = models.CharField(_("action"), max_length=10, choices=Action)
    from_status = models.CharField(_("from"), max_length=10, choices=Status)
    to_status = models.CharField(_("to"), max_length=10, choices=Status)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    note = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["report", "at", "pk"]
        verbose_name = _("change of status")
        verbose_name_plural = _("changes of status")
        constraints = [
            models.CheckConstraint(
                condition=~Q(action__in=[Action.RETURN, Action.REOPEN]) | ~Q(note=""),
                name="return_and_reopen_have_a_reason",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="status_changes_are_final", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self):
        return f"{self.report_id}: {self.action}"
