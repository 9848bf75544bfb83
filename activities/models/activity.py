import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from institutions.models import Institution
from institutions.names import BilingualName, BilingualTitle
from priorities.models import Capability, PolicyObjective, Source, StrategicPriority

WEIGHT = {
    "max_digits": 8,
    "decimal_places": 4,
    "null": True,
    "blank": True,
    "validators": [MinValueValidator(0)],
}


class Unit(BilingualName):
    """What an indicator counts: people, per cent, days …"""

    code = models.CharField(_("code"), max_length=20, unique=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")


class Disaggregation(BilingualName):
    """A way to split an indicator: by sex, age, province …"""

    code = models.CharField(_("code"), max_length=20, unique=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("disaggregation")
        verbose_name_plural = _("disaggregations")


class DisaggregationCategory(BilingualName):
    """One part of a disaggregation. Where provinces or institutions are the parts, it has none here."""

    disaggregation = models.ForeignKey(Disaggregation, models.CASCADE, related_name="categories")
    code = models.CharField(_("code"), max_length=20)
    order = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        ordering = ["disaggregation", "order"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.UniqueConstraint(fields=["disaggregation", "code"], name="category_code_unique")
        ]


class ActivityQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What the plan contains is public."""
        return self

    def of_plan(self, plan_id):
        return self.filter(priority__plan=plan_id)

    def stale(self):
        """Activities about which something was approved that the stored results do not contain yet."""
        return self.exclude(changes=F("changes_rolled_up"))


@pghistory.track(exclude=["changes", "changes_rolled_up"])
class Activity(BilingualTitle):
    """Something the plan sets out to do, led by one institution.

    `changes` counts what was approved about it, `changes_rolled_up` how much of that the stored results
    contain: while the two differ, the results are stale. Two numbers instead of a flag, so that an
    approval that arrives during a roll-up is never lost.
    """

    priority = models.ForeignKey(
        StrategicPriority, models.PROTECT, related_name="+", verbose_name=_("strategic priority")
    )
    code = models.CharField(_("code"), max_length=10)
    order = models.PositiveSmallIntegerField(_("order"))
    lead = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", verbose_name=_("lead institution")
    )
    co_implementers = models.ManyToManyField(
        Institution, related_name="+", blank=True, verbose_name=_("co-implementers")
    )
    capabilities = models.ManyToManyField(
        Capability, related_name="+", blank=True, verbose_name=_("capabilities")
    )
    objectives = models.ManyToManyField(
        PolicyObjective, related_name="+", blank=True, verbose_name=_("policy objectives")
    )
    sources = models.ManyToManyField(Source, related_name="+", blank=True, verbose_name=_("sources"))
    sdg_targets = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    planned_cost = models.DecimalField(_("planned cost (USD)"), max_digits=14, decimal_places=2)
    weight = models.DecimalField(_("weight"), **WEIGHT)
    is_sub_national = models.BooleanField(_("carried out in the provinces"), default=False)
    changes = models.PositiveBigIntegerField(default=1, editable=False)
    changes_rolled_up = models.PositiveBigIntegerField(default=0, editable=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["priority", "order"]
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.UniqueConstraint(fields=["priority", "code"], name="activity_code_unique_in_priority"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="activity_dates_in_order"),
            models.CheckConstraint(condition=Q(planned_cost__gte=0), name="activity_cost_not_negative"),
            models.CheckConstraint(
                condition=Q(weight__isnull=True) | Q(weight__gte=0), name="activity_weight_not_negative"
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"
