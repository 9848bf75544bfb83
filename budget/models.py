import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from institutions.models import Institution, User
from institutions.names import BilingualName
from institutions.roles import Role, own_institution, sees_all_reports
from priorities.models import Plan, ReportingPeriod

MONEY = {"max_digits": 14, "decimal_places": 2}


class FundingSourceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who pays for the plan is read by everybody who is signed in, as the planned budget is."""
        return self if user.is_authenticated else self.none()


class FundingSource(BilingualName):
    """Where money comes from: a government budget or a development partner."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("Royal Government")
        DEVELOPMENT_PARTNER = "development_partner", _("Development partners")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    code = models.CharField(_("code"), max_length=20)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    holder = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("held by")
    )

    objects = FundingSourceQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "code"]
        verbose_name = _("funding source")
        verbose_name_plural = _("funding sources")
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="funding_source_unique_in_plan")]


class BudgetLineQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The planned budget is part of the plan; who is signed in may read it."""
        return self if user.is_authenticated else self.none()

    def kept_by(self, institution_id):
        return self.filter(institution=institution_id)


@pghistory.track()
class BudgetLine(models.Model):
    """Money planned for an activity, a year and a source, kept by one institution."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+", verbose_name=_("activity"))
    code = models.CharField(_("code"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"))
    funding_source = models.ForeignKey(
        FundingSource, models.PROTECT, related_name="lines", verbose_name=_("funding source")
    )
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name=_("kept by"))
    amount = models.DecimalField(_("planned (USD)"), **MONEY)

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        ordering = ["activity", "year", "code"]
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        constraints = [
            models.UniqueConstraint(fields=["activity", "code"], name="budget_line_code_unique"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="budget_line_amount_not_negative"),
        ]

    def __str__(self):
        return self.code


class ExpenditureQuerySet(models.QuerySet):
    def visible_to(self, user):
        """An institution's entries are its own and the secretariat's; an observer reads all of them."""
        if not user.is_authenticated:
            return self.none()
        if sees_all_reports(user) or user.role == Role.OBSERVER:
            return self
        return self.filter(institution=own_institution(user))


class Expenditure(models.Model):
    """Money spent on a budget line in a quarter. A ledger: a mistake is reversed, never edited."""

    budget_line = models.ForeignKey(
        BudgetLine, models.PROTECT, related_name="expenditures", verbose_name=_("budget line")
    )
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="+", verbose_name=_("quarter"))
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", verbose_name=_("institution")
    )
    amount = models.DecimalField(_("spent (USD)"), **MONEY)
    spent_on = models.DateField(_("spent on"))
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    note = models.TextField(_("note"), blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name=_("reverses")
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded at"))

    objects = ExpenditureQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        verbose_name = _("expenditure")
        verbose_name_plural = _("expenditures")
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0),
                name="expenditure_positive_or_reversal",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | ~Q(note=""), name="reversal_has_a_reason"
            ),
        ]
        triggers = [pgtrigger.Protect(name="ledger_is_final", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.budget_line_id} {self.period_id}: {self.amount}"
