"""An indicator with everything that is shown beside it: rule, figures, targets, the answers behind them."""

from dataclasses import dataclass, field

from activities.models import (
    Activity,
    Assignment,
    Indicator,
    IndicatorResult,
    IndicatorValue,
    Lens,
    Target,
)
from activities.queries.results import approved_values, indicator_results, own_targets, reporters_of
from activities.queries.timeliness import official_only
from activities.wording import ACROSS_SENTENCES, OVER_TIME_SENTENCES, PRESET_SENTENCES
from institutions.models import Institution
from priorities.models import Plan, ReportingPeriod


@dataclass
class Answer:
    """One approved answer, with the target that the institution had set itself for that quarter."""

    value: IndicatorValue
    target: Target | None

    @property
    def period(self) -> ReportingPeriod:
        return self.value.revision.report.period

    @property
    def institution(self):
        return self.value.revision.report.institution


@dataclass
class IndicatorPanel:
    """`quarter`, `year`, `plan`: the figures of the quarter shown, or None before the first roll-up."""

    indicator: Indicator
    sentences: list[str]
    quarter: IndicatorResult | None
    year: IndicatorResult | None
    plan: IndicatorResult | None
    plan_series: list[IndicatorResult]
    quarter_series: list[IndicatorResult]
    answers: list[Answer]
    reporters: list[Assignment]
    chart: dict = field(default_factory=dict)

    @property
    def sources(self) -> list[str]:
        """Where published answers come from, each once."""
        return sorted({answer.value.source for answer in self.answers if answer.value.source})

    @property
    def by_quarter(self) -> list[tuple[IndicatorResult, IndicatorResult]]:
        """(in the quarter, plan to date), oldest first as in the chart."""
        return list(zip(self.quarter_series, self.plan_series, strict=True))


def indicator_panels(
    *, viewer, activity: Activity, plan: Plan, period: ReportingPeriod
) -> list[IndicatorPanel]:
    """The indicators of an activity as of one quarter. Five queries at any number of indicators."""
    until = (period.year, period.quarter)
    results = [
        row
        for row in indicator_results(viewer=viewer, activity_id=activity.pk)
        if (row.period.year, row.period.quarter) <= until
    ]
    values = approved_values(viewer=viewer, activity_id=activity.pk)
    targets = own_targets(viewer=viewer, activity_id=activity.pk)
    reporters = reporters_of(viewer=viewer, activity_id=activity.pk)
    indicators = Indicator.objects.visible_to(viewer).filter(activity=activity)
    return [
        _panel(indicator, period, results, values, targets, reporters.get(indicator.pk, []))
        for indicator in indicators.select_related("unit").order_by("order")
    ]


def _panel(indicator, period, results, values, targets, reporters) -> IndicatorPanel:
    own = [row for row in results if row.indicator_id == indicator.pk]
    now = {row.lens: row for row in own if row.period_id == period.pk}
    return IndicatorPanel(
        indicator=indicator,
        sentences=[
            PRESET_SENTENCES[indicator.preset],
            ACROSS_SENTENCES[indicator.across],
            OVER_TIME_SENTENCES[indicator.over_time],
        ],
        quarter=now.get(Lens.QUARTER),
        year=now.get(Lens.YEAR),
        plan=now.get(Lens.PLAN),
        plan_series=[row for row in own if row.lens == Lens.PLAN],
        quarter_series=[row for row in own if row.lens == Lens.QUARTER],
        answers=[_answer(value, targets) for value in values if _belongs(value, indicator, period)],
        reporters=reporters,
    )


def _belongs(value: IndicatorValue, indicator: Indicator, period: ReportingPeriod) -> bool:
    said = value.revision.report.period
    return value.indicator_id == indicator.pk and said.starts_on <= period.starts_on


def _answer(value: IndicatorValue, targets: dict) -> Answer:
    report = value.revision.report
    key = (value.indicator_id, report.institution_id, report.period.year, report.period.quarter)
    return Answer(value, targets.get(key))


def values_of_quarter(*, viewer, institution_id: int, period: ReportingPeriod) -> list[IndicatorValue]:
    """What an institution's approved report of a quarter says, in plan order. One query."""
    values = IndicatorValue.objects.filter(
        official_only(viewer, "revision__"),
        revision__report__institution=institution_id,
        revision__report__period=period,
    ).exclude(state="")
    values = values.select_related("indicator__unit", "indicator__activity")
    return list(
        values.order_by(
            "indicator__activity__priority__number", "indicator__activity__order", "indicator__order"
        )
    )


@dataclass
class Publication:
    """What one institution published in one source: a line for each indicator, a column for each quarter."""

    source: str
    institution: Institution
    periods: list[ReportingPeriod]
    rows: list[tuple[Indicator, list[Answer | None]]]


def publications(*, viewer, plan: Plan) -> list[Publication]:
    """Every official answer that was published elsewhere, by source and institution. Two queries."""
    groups: dict[tuple, list[Answer]] = {}
    for answer in _sourced_answers(viewer, plan):
        groups.setdefault((answer.value.source, answer.institution.pk), []).append(answer)
    return [_publication(answers) for answers in groups.values()]


def _publication(answers: list[Answer]) -> Publication:
    periods = sorted({answer.period for answer in answers}, key=lambda period: period.ordinal)
    lines: dict[Indicator, dict] = {}
    for answer in answers:
        lines.setdefault(answer.value.indicator, {})[answer.period] = answer
    rows = [(indicator, [said.get(period) for period in periods]) for indicator, said in lines.items()]
    return Publication(answers[0].value.source, answers[0].institution, periods, rows)


def _sourced_answers(viewer, plan: Plan) -> list[Answer]:
    values = (
        IndicatorValue.objects.filter(
            official_only(viewer, "revision__"), indicator__activity__priority__plan=plan
        )
        .exclude(source="")
        .select_related("indicator__unit", "revision__report__institution", "revision__report__period")
        .select_related("indicator__activity__priority")
        .order_by(
            "indicator__activity__priority__number",
            "indicator__activity__order",
            "indicator__order",
            "revision__report__period__year",
            "revision__report__period__quarter",
        )
    )
    targets = Target.objects.filter(
        indicator__activity__priority__plan=plan, institution__isnull=False, quarter__isnull=False
    )
    own = {(each.indicator_id, each.institution_id, each.year, each.quarter): each for each in targets}
    return [_answer(value, own) for value in values]


def activity_by_code(*, viewer, plan: Plan, code: str) -> Activity | None:
    """One activity with its priority and lead. One query, and one for each of its lists when read."""
    activities = Activity.objects.visible_to(viewer).of_plan(plan.pk).filter(code=code)
    return activities.select_related("priority", "lead").first()
