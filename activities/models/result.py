"""Stored results of the roll-up: one row for each figure, quarter and lens.

They are copies of what `activities.rollup` computed from approved values and can be made anew at any time.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.models.activity import Activity
from activities.models.indicator import Indicator
from priorities.models import Plan, ReportingPeriod, StrategicPriority

FIGURE = {"max_digits": 30, "decimal_places": 10, "null": True}


class Lens(models.TextChoices):
    QUARTER = "quarter", _("This quarter")
    YEAR = "year", _("This year")
    PLAN = "plan", _("Whole plan")


class ResultQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Results come from approved revisions only; the public sees published quarters."""
        return self if user.is_authenticated else self.filter(period__is_published=True)


class Result(models.Model):
    """What every figure carries (rollup.md, section 3)."""

    class Coverage(models.TextChoices):
        COMPLETE = "complete", _("complete")
        PARTIAL = "partial", _("partial")
        NONE = "none", _("nothing reported")

    period = models.ForeignKey(ReportingPeriod, models.CASCADE, related_name="+")
    lens = models.CharField(max_length=7, choices=Lens)
    state = models.CharField(max_length=8, choices=Coverage)
    reported = models.PositiveIntegerField(default=0)  # institutions; for a window of an indicator: reports
    expected = models.PositiveIntegerField(default=0)
    missing = ArrayField(models.BigIntegerField(), default=list)  # institutions
    carried_forward = ArrayField(models.BigIntegerField(), default=list)  # institutions
    ratio = models.DecimalField(**FIGURE)
    status = models.CharField(max_length=15, blank=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        abstract = True


class IndicatorResult(Result):
    """An indicator's figure in a quarter, in the year to date, or in the plan to date.

    Shares are stored 0-1, all else in the indicator's unit. `expected_value` is what should stand at the
    end of the quarter, `achievement` the distance covered from baseline to target (not clamped).
    """

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="+")
    value = models.DecimalField(**FIGURE)
    numerator = models.DecimalField(**FIGURE)
    denominator = models.DecimalField(**FIGURE)
    target = models.DecimalField(**FIGURE)
    achievement = models.DecimalField(**FIGURE)
    expected_value = models.DecimalField(**FIGURE)
    expected_share = models.DecimalField(**FIGURE)
    not_combined = ArrayField(models.BigIntegerField(), default=list)  # institutions
    rule_version = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("stored result of an indicator")
        verbose_name_plural = _("stored results of indicators")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period", "lens"], name="one_result_per_indicator_quarter_lens"
            )
        ]

    def __str__(self):
        return f"{self.indicator_id} {self.period_id} {self.lens}"


class ScopeResult(Result):
    """Progress (0-1) of an activity, a priority or the plan.

    It stands on `measured` of `measurable` indicators and on `weight_share` of all weight.
    """

    progress = models.DecimalField(**FIGURE)
    expected_progress = models.DecimalField(**FIGURE)
    weight_share = models.DecimalField(**FIGURE)
    measured = models.PositiveIntegerField(default=0)
    measurable = models.PositiveIntegerField(default=0)
    expected_from = ArrayField(models.BigIntegerField(), default=list)  # institutions
    is_self_assessed = models.BooleanField(default=False)  # some of it is an institution's own estimate

    class Meta:
        abstract = True


class ActivityResult(ScopeResult):
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("stored result of an activity")
        verbose_name_plural = _("stored results of activities")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "period", "lens"], name="one_result_per_activity_quarter_lens"
            )
        ]

    def __str__(self):
        return f"{self.activity_id} {self.period_id} {self.lens}"


class PriorityResult(ScopeResult):
    priority = models.ForeignKey(StrategicPriority, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("stored result of a priority")
        verbose_name_plural = _("stored results of priorities")
        constraints = [
            models.UniqueConstraint(
                fields=["priority", "period", "lens"], name="one_result_per_priority_quarter_lens"
            )
        ]

    def __str__(self):
        return f"{self.priority_id} {self.period_id} {self.lens}"


class PlanResult(ScopeResult):
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("stored result of the plan")
        verbose_name_plural = _("stored results of the plan")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "period", "lens"], name="one_result_per_plan_quarter_lens"
            )
        ]

    def __str__(self):
        return f"{self.plan_id} {self.period_id} {self.lens}"
