"""Rows to test with. What a test does not name is plain: a count of 2024, reported by its activity's lead."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from activities.answers import IndicatorAnswer
from activities.models import Activity, Assignment, Indicator, ProgressReport, Target, Unit
from activities.services import (
    approve_report,
    open_report,
    refresh_stale_rollups,
    reopen_report,
    return_report,
    save_draft,
    submit_report,
)
from activities.workflow import Status
from institutions.models import Institution, User
from institutions.roles import Role
from priorities.models import Plan, ReportingPeriod, StrategicPriority


class InstitutionFactory(DjangoModelFactory):
    class Meta:
        model = Institution

    code = factory.Sequence(lambda number: f"MIN{number}")
    acronym = factory.SelfAttribute("code")
    name_en = factory.LazyAttribute(lambda institution: f"Ministry {institution.code}")
    name_km = factory.LazyAttribute(lambda institution: f"ក្រសួង {institution.code}")
    kind = Institution.Kind.GOVERNMENT
    function = Institution.Function.LEAD


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    full_name = factory.Sequence(lambda number: f"Person {number}")
    role = Role.FOCAL_POINT
    institution = factory.SubFactory(InstitutionFactory)
    language = User.Language.ENGLISH


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = Plan

    code = factory.Sequence(lambda number: f"PLAN{number}")
    acronym = "NAP"
    title_en = "Plan of the tests"
    title_km = "ផែនការសាកល្បង"
    starts_on = date(2024, 1, 1)
    ends_on = date(2025, 12, 31)
    coordinator = factory.SubFactory(InstitutionFactory)
    secretariat = factory.SelfAttribute("coordinator")
    stated_cost = Decimal(1000)
    government_share = Decimal("0.36")


class PriorityFactory(DjangoModelFactory):
    class Meta:
        model = StrategicPriority

    plan = factory.SubFactory(PlanFactory)
    number = factory.LazyAttribute(lambda priority: priority.plan.priorities.count() + 1)
    code = factory.LazyAttribute(lambda priority: f"SP{priority.number}")
    name_en = factory.LazyAttribute(lambda priority: f"Priority {priority.number}")
    name_km = factory.LazyAttribute(lambda priority: f"អាទិភាព {priority.number}")


class PeriodFactory(DjangoModelFactory):
    """A quarter; its reports are due 15 days after its end."""

    class Meta:
        model = ReportingPeriod

    plan = factory.SubFactory(PlanFactory)
    year = 2024
    quarter = 1
    starts_on = factory.LazyAttribute(lambda period: date(period.year, 3 * period.quarter - 2, 1))
    ends_on = factory.LazyAttribute(
        lambda period: date(period.year, 3 * period.quarter, monthrange(period.year, 3 * period.quarter)[1])
    )
    due_on = factory.LazyAttribute(lambda period: period.ends_on + timedelta(days=15))


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity

    priority = factory.SubFactory(PriorityFactory)
    order = factory.LazyAttribute(
        lambda activity: Activity.objects.filter(priority=activity.priority).count() + 1
    )
    code = factory.LazyAttribute(lambda activity: f"{activity.priority.number}.{activity.order}")
    title_en = factory.LazyAttribute(lambda activity: f"Activity {activity.code}")
    title_km = factory.LazyAttribute(lambda activity: f"សកម្មភាព {activity.code}")
    lead = factory.SubFactory(InstitutionFactory)
    starts_on = date(2024, 1, 1)
    ends_on = date(2025, 12, 31)
    planned_cost = Decimal(1000)


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit
        django_get_or_create = ("code",)

    code = "number"
    name_en = factory.SelfAttribute("code")
    name_km = factory.SelfAttribute("code")


class IndicatorFactory(DjangoModelFactory):
    """A count; share=True: per cent of the cases of the quarter; standing=True: a level.

    reporters: the institutions that report it, by default the lead of its activity.
    """

    class Meta:
        model = Indicator
        skip_postgeneration_save = True

    class Params:
        share = factory.Trait(
            preset=Indicator.Preset.QUARTER_SHARE,
            across=Indicator.Combination.RATIO,
            over_time=Indicator.Combination.RATIO,
            unit=factory.SubFactory(UnitFactory, code="percent"),
        )
        standing = factory.Trait(preset=Indicator.Preset.LEVEL, over_time=Indicator.Combination.LATEST)

    activity = factory.SubFactory(ActivityFactory)
    order = factory.LazyAttribute(lambda indicator: indicator.activity.indicators.count() + 1)
    code = factory.LazyAttribute(lambda indicator: f"{indicator.activity.code}.{indicator.order}")
    name_en = factory.LazyAttribute(lambda indicator: f"Indicator {indicator.code}")
    name_km = factory.LazyAttribute(lambda indicator: f"សូចនាករ {indicator.code}")
    level = Indicator.Level.OUTPUT
    unit = factory.SubFactory(UnitFactory)
    preset = Indicator.Preset.COUNT
    across = Indicator.Combination.SUM
    over_time = Indicator.Combination.SUM
    direction = Indicator.Direction.INCREASE
    frequency = Indicator.Frequency.QUARTERLY
    baseline_value = Decimal(0)
    baseline_year = 2023

    @factory.post_generation
    def reporters(self, create, extracted, **kwargs):
        for institution in [self.activity.lead] if extracted is None else extracted:
            Assignment.objects.create(indicator=self, institution=institution)


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = Target

    indicator = factory.SubFactory(IndicatorFactory)
    year = 2024
    value = Decimal(100)


def answer_to(indicator: Indicator, said) -> IndicatorAnswer:
    """`said`: a number; (numerator, denominator); a reason why it does not apply; or an answer as it is."""
    if isinstance(said, IndicatorAnswer):
        return said
    if isinstance(said, tuple):
        numerator, denominator = map(Decimal, said)
        return IndicatorAnswer(indicator.pk, "reported", numerator=numerator, denominator=denominator)
    if isinstance(said, str):
        return IndicatorAnswer(indicator.pk, "not_applicable", reason=said)
    return IndicatorAnswer(indicator.pk, "reported", value=Decimal(said))


def report_of(
    institution: Institution,
    period: ReportingPeriod,
    answers: Mapping[Indicator, object] | None = None,
    *,
    status: str = Status.APPROVED,
    at: datetime | None = None,
) -> ProgressReport:
    """A report of `institution`, brought to `status` through the services; `answers` as in `answer_to`."""
    at = at or moment(period.due_on)
    writer = UserFactory(institution=institution)
    reviewer = UserFactory(role=Role.SECRETARIAT, institution=None)
    report = open_report(institution, period, by=writer)
    said = [answer_to(indicator, value) for indicator, value in (answers or {}).items()]
    report = save_draft(report, indicators=said, by=writer)
    if status == Status.DRAFT:
        return report
    report = submit_report(report, by=writer, at=at, although_incomplete=True)
    if status == Status.RETURNED:
        return return_report(report, by=reviewer, at=at, reason="Please check.")
    return approve_report(report, by=reviewer, at=at) if status == Status.APPROVED else report


def moment(day: date, hour: int = 2) -> datetime:
    """Nine o'clock in Phnom Penh."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def year_of_reports(plan, periods, first: Institution, second: Institution) -> None:
    """Two institutions that report in every way there is, and one that never does; rolled up."""
    one, two = PriorityFactory(plan=plan), PriorityFactory(plan=plan)
    trained = IndicatorFactory(activity=ActivityFactory(priority=one, lead=first), reporters=[first, second])
    solved = IndicatorFactory(activity=trained.activity, share=True, reporters=[first, second])
    centres = IndicatorFactory(activity=ActivityFactory(priority=one, lead=second), standing=True)
    IndicatorFactory(activity=ActivityFactory(priority=two))  # its lead stays silent
    ActivityFactory(priority=two, lead=first)  # nothing measurable
    for indicator, value in ((trained, 100), (solved, 90), (centres, 10)):
        TargetFactory(indicator=indicator, value=value)
    late = [moment(period.due_on + timedelta(days=9)) for period in periods]
    report_of(first, periods[0], {trained: 40, solved: (3, 4)})
    published = answer_to(solved, Decimal("72.7"))._replace(source="Annual report 2024, page 12")
    report_of(first, periods[1], {trained: 0, solved: published}, at=late[1])
    report_of(first, periods[2], {trained: 5}, status=Status.RETURNED)
    report_of(first, periods[3], {trained: 6}, status=Status.DRAFT)
    report_of(second, periods[0], {trained: "No training was planned.", centres: 3})
    reopened = report_of(second, periods[1], {trained: 8, solved: (0, 0), centres: 4})
    reviewer = UserFactory(role=Role.SECRETARIAT, institution=None)
    reopen_report(reopened, by=reviewer, at=late[2], reason="Four centres, or five?")
    report_of(second, periods[3], {centres: 9}, status=Status.SUBMITTED, at=late[3])
    refresh_stale_rollups(today=date(2025, 3, 1))
