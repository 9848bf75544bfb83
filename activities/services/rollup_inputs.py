"""From rows to what the pure arithmetic reads. Each function is one or two queries at any size."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from activities.duties import span_of
from activities.models import Activity, ActivityEntry, Assignment, Indicator, IndicatorValue, Target
from activities.rollup.figures import Entries, Entry, State
from activities.rollup.presets import Combine, Rule
from activities.rollup.schedule import Frequency, Quarter
from activities.rollup.targets import IndicatorSpec, share_from_per_cent
from priorities.models import Plan

OFFICIAL = {"revision__approved_at__isnull": False, "revision__superseded_at__isnull": True}
ONE = Decimal(1)


def indicators_of(activity_ids: Iterable[int]) -> list[Indicator]:
    """The indicators of some activities, with activity and unit at hand."""
    indicators = Indicator.objects.filter(activity__in=activity_ids)
    return list(indicators.select_related("activity", "unit").order_by("activity", "order"))


def specs_of(indicators: Iterable[Indicator]) -> dict[int, IndicatorSpec]:
    """What the arithmetic needs to know of each indicator; per cents become shares here."""
    indicators = list(indicators)
    spans: dict[int, dict] = defaultdict(dict)
    for assignment in Assignment.objects.filter(indicator__in=indicators):
        spans[assignment.indicator_id][assignment.institution_id] = span_of(assignment)
    annual: dict[int, dict] = defaultdict(dict)
    quarterly: dict[int, dict] = defaultdict(dict)
    plan_targets = Target.objects.filter(indicator__in=indicators, institution__isnull=True)
    for indicator, year, quarter, value in plan_targets.values_list("indicator", "year", "quarter", "value"):
        if quarter is None:
            annual[indicator][year] = value
        else:
            quarterly[indicator][year, quarter] = value
    return {
        indicator.pk: _spec(indicator, spans[indicator.pk], annual[indicator.pk], quarterly[indicator.pk])
        for indicator in indicators
    }


def _spec(indicator: Indicator, spans: dict, annual: dict, quarterly: dict) -> IndicatorSpec:
    convert = share_from_per_cent if indicator.is_per_cent else _as_it_is
    return IndicatorSpec(
        rule=Rule(Combine(indicator.across), Combine(indicator.over_time), indicator.rule_version),
        start=Quarter.containing(indicator.activity.starts_on),
        end=Quarter.containing(indicator.activity.ends_on),
        assignments=spans,
        frequency=Frequency(indicator.frequency),
        rising=indicator.direction == Indicator.Direction.INCREASE,
        baseline=convert(indicator.baseline_value),
        targets={year: convert(value) for year, value in annual.items()},
        quarterly_targets={key: convert(value) for key, value in quarterly.items()},
        is_milestone=indicator.preset == Indicator.Preset.MILESTONE,
    )


def _as_it_is(value: Decimal | None) -> Decimal | None:
    return value


def entries_of(indicators: Iterable[Indicator]) -> dict[int, Entries]:
    """Approved answers by indicator: (institution, quarter) -> Entry. One query."""
    per_cent = {indicator.pk for indicator in indicators if indicator.is_per_cent}
    ids = [indicator.pk for indicator in indicators]
    rows = IndicatorValue.objects.filter(indicator__in=ids, **OFFICIAL).exclude(state="")
    entries: dict[int, dict] = defaultdict(dict)
    for indicator, institution, year, quarter, state, value, numerator, denominator in rows.values_list(
        "indicator",
        "revision__report__institution",
        "revision__report__period__year",
        "revision__report__period__quarter",
        "state",
        "value",
        "numerator",
        "denominator",
    ):
        value = share_from_per_cent(value) if indicator in per_cent else value
        entry = Entry(State(state), value, numerator, denominator)
        entries[indicator][institution, Quarter(year, quarter)] = entry
    return entries


def self_assessments_of(activities: Iterable[Activity]) -> dict[int, dict[Quarter, Decimal]]:
    """The lead's own approved estimate (0-1) of each activity, by quarter. One query."""
    leads = {activity.pk: activity.lead_id for activity in activities}
    rows = ActivityEntry.objects.filter(activity__in=leads, self_assessed_share__isnull=False, **OFFICIAL)
    shares: dict[int, dict] = defaultdict(dict)
    for activity, institution, year, quarter, share in rows.values_list(
        "activity",
        "revision__report__institution",
        "revision__report__period__year",
        "revision__report__period__quarter",
        "self_assessed_share",
    ):
        if leads[activity] == institution:
            shares[activity][Quarter(year, quarter)] = share
    return shares


def activity_weight(plan: Plan, activity: Activity) -> Decimal:
    """How much an activity counts in its priority, by the plan's choice of weights."""
    return {
        Plan.Weighting.PLANNED_COST: activity.planned_cost,
        Plan.Weighting.EQUAL: ONE,
        Plan.Weighting.EXPLICIT: activity.weight or Decimal(0),
    }[Plan.Weighting(plan.weighting)]


def priority_weight(plan: Plan, priority, activities: Iterable[Activity]) -> Decimal:
    """How much a priority counts in the plan."""
    if plan.weighting == Plan.Weighting.PLANNED_COST:
        return sum((activity.planned_cost for activity in activities), Decimal(0))
    return ONE if plan.weighting == Plan.Weighting.EQUAL else priority.weight or Decimal(0)
