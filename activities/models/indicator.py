import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from activities.models.activity import WEIGHT, Activity, Disaggregation, Unit
from institutions.models import Institution
from institutions.names import BilingualName, in_reader_language

QUANTITY = {"max_digits": 20, "decimal_places": 4}


class IndicatorQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What the plan measures is public."""
        return self


@pghistory.track()
class Indicator(BilingualName):
    """What an activity is measured by, with the two rules by which its values combine."""

    class Level(models.TextChoices):
        OUTPUT = "output", _("Output")
        OUTCOME = "outcome", _("Outcome")
        IMPACT = "impact", _("Impact")

    class Preset(models.TextChoices):
        COUNT = "count", _("Count in the quarter")
        RUNNING_TOTAL = "running_total", _("Running total")
        LEVEL = "level", _("Level at the end of the quarter")
        QUARTER_SHARE = "quarter_share", _("Share of cases in the quarter")
        END_SHARE = "end_share", _("Share at the end of the quarter")
        MILESTONE = "milestone", _("Milestone")

    class Combination(models.TextChoices):
        SUM = "sum", _("sum")
        MEAN = "mean", _("mean")
        MAX = "max", _("largest")
        MIN = "min", _("smallest")
        LATEST = "latest", _("latest")
        RATIO = "ratio", _("ratio")
        NONE = "none", _("cannot be added up")

    class Direction(models.TextChoices):
        INCREASE = "increase", _("should rise")
        DECREASE = "decrease", _("should fall")

    class Frequency(models.TextChoices):
        QUARTERLY = "quarterly", _("every quarter")
        SEMESTER = "semester", _("every half-year")
        ANNUAL = "annual", _("every year")
        SURVEY = "survey", _("in survey years")

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="indicators", verbose_name=_("activity")
    )
    code = models.CharField(_("code"), max_length=10)
    order = models.PositiveSmallIntegerField(_("order"))
    level = models.CharField(_("level of result"), max_length=10, choices=Level)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    preset = models.CharField(_("what is reported"), max_length=15, choices=Preset)
    across = models.CharField(_("across institutions"), max_length=10, choices=Combination)
    over_time = models.CharField(_("over time"), max_length=10, choices=Combination)
    rule_version = models.PositiveSmallIntegerField(_("version of the rule"), default=1)
    direction = models.CharField(_("direction"), max_length=10, choices=Direction)
    frequency = models.CharField(_("frequency"), max_length=10, choices=Frequency)
    baseline_value = models.DecimalField(_("baseline"), null=True, blank=True, **QUANTITY)
    baseline_year = models.PositiveSmallIntegerField(_("baseline year"), null=True, blank=True)
    baseline_source = models.CharField(_("source of the baseline"), max_length=200, blank=True)
    numerator_en = models.CharField(_("numerator (English)"), max_length=300, blank=True)
    numerator_km = models.CharField(_("numerator (Khmer)"), max_length=300, blank=True)
    denominator_en = models.CharField(_("denominator (English)"), max_length=300, blank=True)
    denominator_km = models.CharField(_("denominator (Khmer)"), max_length=300, blank=True)
    verification_en = models.CharField(_("means of verification (English)"), max_length=300, blank=True)
    verification_km = models.CharField(_("means of verification (Khmer)"), max_length=300, blank=True)
    disaggregations = models.ManyToManyField(
        Disaggregation, related_name="+", blank=True, verbose_name=_("disaggregations")
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    weight = models.DecimalField(_("weight"), **WEIGHT)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["activity", "order"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            models.UniqueConstraint(fields=["activity", "code"], name="indicator_code_unique_in_activity"),
            models.CheckConstraint(condition=~Q(across="latest"), name="indicator_across_is_not_latest"),
            models.CheckConstraint(
                condition=Q(weight__isnull=True) | Q(weight__gte=0), name="indicator_weight_not_negative"
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"

    @property
    def is_share(self) -> bool:
        """Reported as numerator and denominator."""
        return self.across == self.Combination.RATIO

    @property
    def is_per_cent(self) -> bool:
        """Written as per cent 0-100 in plan and form, computed and stored as a share 0-1. Needs the unit."""
        return self.unit.code == "percent"

    @property
    def is_flow(self) -> bool:
        """Starts from nothing each quarter; the others are levels or running totals."""
        return self.over_time == self.Combination.SUM

    @property
    def numerator(self) -> str:
        return in_reader_language(self, "numerator")

    @property
    def denominator(self) -> str:
        return in_reader_language(self, "denominator")

    @property
    def verification(self) -> str:
        return in_reader_language(self, "verification")


@pghistory.track()
class Assignment(models.Model):
    """An institution reports an indicator, for the whole activity or between two dates."""

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="assignments", verbose_name=_("indicator")
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", verbose_name=_("institution")
    )
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    class Meta:
        ordering = ["indicator", "institution"]
        verbose_name = _("reporting institution")
        verbose_name_plural = _("reporting institutions")
        constraints = [
            models.UniqueConstraint(fields=["indicator", "institution"], name="assignment_unique"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="assignment_dates_in_order",
            ),
        ]

    def __str__(self):
        return f"{self.indicator_id} · {self.institution_id}"


@pghistory.track()
class Target(models.Model):
    """The value wanted for a year or quarter: the plan's, or one institution's own."""

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="targets", verbose_name=_("indicator")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"), null=True, blank=True)
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("institution"),
        help_text=_("Empty: the plan's own target."),
    )
    value = models.DecimalField(_("value"), **QUANTITY)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        ordering = ["indicator", "year", "quarter"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year", "quarter", "institution"],
                nulls_distinct=False,
                name="target_unique",
            ),
            models.CheckConstraint(
                condition=Q(quarter__isnull=True) | Q(quarter__range=(1, 4)), name="target_quarter_1_to_4"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="target_not_negative"),
        ]

    def __str__(self):
        return f"{self.indicator_id} {self.year}: {self.value}"
