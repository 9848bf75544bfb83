from datetime import date
from decimal import Decimal

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from institutions.models import Institution
from institutions.names import BilingualName, BilingualTitle, in_reader_language

SHARE = {"max_digits": 5, "decimal_places": 4, "validators": [MinValueValidator(0), MaxValueValidator(1)]}


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A plan is a public document."""
        return self

    def current(self, on: date):
        """The plan that runs on `on`; the newest where several or none do."""
        is_over_or_to_come = Case(When(starts_on__lte=on, ends_on__gte=on, then=0), default=1)
        return self.order_by(is_over_or_to_come, "-starts_on").first()


@pghistory.track()
class Plan(BilingualTitle):
    """A national action plan, with what it says it costs and who pays."""

    class Weighting(models.TextChoices):
        PLANNED_COST = "planned_cost", _("Planned cost")
        EQUAL = "equal", _("Equal weights")
        EXPLICIT = "explicit", _("Weights set by the plan")

    code = models.CharField(_("code"), max_length=40, unique=True)
    acronym = models.CharField(_("acronym"), max_length=20)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    launched_on = models.DateField(_("launched on"), null=True, blank=True)
    coordinator = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", verbose_name=_("coordinating institution")
    )
    secretariat = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", verbose_name=_("secretariat")
    )
    stated_cost = models.DecimalField(_("stated cost (USD)"), max_digits=14, decimal_places=2)
    government_share = models.DecimalField(_("government share"), **SHARE)
    on_track_share = models.DecimalField(_("on track from"), default=Decimal("0.85"), **SHARE)
    delayed_share = models.DecimalField(_("delayed from"), default=Decimal("0.50"), **SHARE)
    weighting = models.CharField(
        _("weights"), max_length=15, choices=Weighting, default=Weighting.PLANNED_COST
    )
    data_label_en = models.TextField(
        _("warning about the data (English)"),
        blank=True,
        help_text=_("Shown on every page and in every file."),
    )
    data_label_km = models.TextField(_("warning about the data (Khmer)"), blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="plan_dates_in_order"),
            models.CheckConstraint(condition=Q(stated_cost__gte=0), name="plan_cost_not_negative"),
            models.CheckConstraint(
                condition=Q(government_share__range=(0, 1)), name="plan_government_share_0_to_1"
            ),
            models.CheckConstraint(
                condition=Q(
                    delayed_share__gt=0, delayed_share__lt=F("on_track_share"), on_track_share__lte=1
                ),
                name="plan_thresholds_in_order",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def data_label(self) -> str:
        return in_reader_language(self, "data_label")

    @property
    def is_demonstration(self) -> bool:
        return bool(self.data_label_en)


class SourceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Sources are public."""
        return self


class Source(models.Model):
    """Where something in the plan is documented."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sources", verbose_name=_("plan"))
    code = models.CharField(_("code"), max_length=20)
    citation = models.TextField(_("citation"))

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="source_code_unique_in_plan")]

    def __str__(self):
        return self.code


class PolicyObjectiveQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The objectives of the policy are public."""
        return self


class PolicyObjective(models.Model):
    """One of the objectives of the plan's policy."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="objectives", verbose_name=_("plan"))
    code = models.CharField(_("code"), max_length=10)
    number = models.PositiveSmallIntegerField(_("number"))
    text_en = models.TextField(_("text (English)"))
    text_km = models.TextField(_("text (Khmer)"))

    objects = PolicyObjectiveQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "number"]
        verbose_name = _("policy objective")
        verbose_name_plural = _("policy objectives")
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="objective_code_unique_in_plan"),
            models.UniqueConstraint(fields=["plan", "number"], name="objective_number_unique_in_plan"),
        ]

    def __str__(self):
        return self.text

    @property
    def text(self) -> str:
        return in_reader_language(self, "text")


class CapabilityDomain(BilingualName):
    """A domain of the Model National Response."""

    code = models.CharField(_("code"), max_length=10, unique=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("capability domain")
        verbose_name_plural = _("capability domains")


class CapabilityQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The Model National Response is a public document."""
        return self


class Capability(BilingualName):
    """One of the 21 capabilities of the Model National Response."""

    code = models.CharField(_("code"), max_length=10, unique=True)
    number = models.PositiveSmallIntegerField(_("number"))
    domain = models.ForeignKey(
        CapabilityDomain, models.PROTECT, related_name="capabilities", verbose_name=_("domain")
    )
    summary_en = models.TextField(_("summary (English)"), blank=True)
    version = models.CharField(_("version of the model"), max_length=10)

    objects = CapabilityQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("capability")
        verbose_name_plural = _("capabilities")
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="capability_number_unique_in_version")
        ]


class StrategicPriorityQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The priorities of a plan are public."""
        return self


@pghistory.track()
class StrategicPriority(BilingualName):
    """One of the plan's strategic priorities."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="priorities", verbose_name=_("plan"))
    code = models.CharField(_("code"), max_length=10)
    number = models.PositiveSmallIntegerField(_("number"))
    domain = models.ForeignKey(
        CapabilityDomain, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("domain")
    )
    weight = models.DecimalField(
        _("weight"), max_digits=8, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(0)]
    )

    objects = StrategicPriorityQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "number"]
        verbose_name = _("strategic priority")
        verbose_name_plural = _("strategic priorities")
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="priority_code_unique_in_plan"),
            models.UniqueConstraint(fields=["plan", "number"], name="priority_number_unique_in_plan"),
            models.CheckConstraint(
                condition=Q(weight__isnull=True) | Q(weight__gte=0), name="priority_weight_not_negative"
            ),
        ]


class ReportingPeriodQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Which quarters a plan has is public."""
        return self

    def ended(self, today: date):
        """Quarters that are over, so that their reports can be asked for."""
        return self.filter(ends_on__lt=today)


@pghistory.track()
class ReportingPeriod(models.Model):
    """A quarter of the plan: when it runs and when its reports are due."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="periods", verbose_name=_("plan"))
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(
        _("quarter"), validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    due_on = models.DateField(_("reports are due on"))
    is_published = models.BooleanField(_("figures are published"), default=False)

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "year", "quarter"]
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        constraints = [
            models.UniqueConstraint(fields=["plan", "year", "quarter"], name="period_unique_in_plan"),
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="period_quarter_1_to_4"),
            models.CheckConstraint(
                condition=Q(starts_on__lt=F("ends_on"), ends_on__lt=F("due_on")), name="period_dates_in_order"
            ),
        ]

    def __str__(self):
        return self.code

    @property
    def code(self) -> str:
        """`2022Q3`, as it stands in files and addresses."""
        return f"{self.year}Q{self.quarter}"

    @property
    def ordinal(self) -> int:
        """Quarters counted from year 0, so that neighbours differ by one."""
        return self.year * 4 + self.quarter - 1
