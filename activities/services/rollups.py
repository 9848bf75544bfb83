"""The roll-up: recompute what is stale from approved values, and store it.

An approval marks the activities that it touches (`Activity.changes`). Here their indicators are computed anew
for every quarter, then the activities, their priorities and the plan. A stored share has ten decimals; the
next floor up reads the stored one, so that it does not matter what else was recomputed.
"""

from datetime import date
from decimal import Decimal

from django.db import transaction

from activities.models import Activity, ActivityResult, IndicatorResult, PlanResult, PriorityResult
from activities.models import Lens as LensName
from activities.rollup.figures import Completeness
from activities.rollup.indicators import roll_up_indicator
from activities.rollup.rounding import round_half_up
from activities.rollup.schedule import Quarter
from activities.rollup.scopes import ScopeLens, ScopeResult, roll_up_activity, roll_up_scope
from activities.rollup.status import Status, Thresholds
from activities.services.rollup_inputs import (
    ONE,
    activity_weight,
    entries_of,
    indicators_of,
    priority_weight,
    self_assessments_of,
    specs_of,
)
from activities.services.staleness import lock_activities, plans_to_refresh, stale_of
from priorities.models import Plan, ReportingPeriod, StrategicPriority

STORED_DECIMALS = 10
SCOPE_LENSES = (LensName.YEAR, LensName.PLAN)


def refresh_stale_rollups(*, today: date) -> int:
    """Recompute the stale activities of every plan; how many there were. Quarters count once they are over.

    Safe to run twice and at once: one worker at a time works on a plan, and an approval that arrives
    meanwhile leaves its activity stale.
    """
    return sum(_refresh_plan(plan_id, today) for plan_id in plans_to_refresh(today))


@transaction.atomic
def _refresh_plan(plan_id: int, today: date) -> int:
    plan = Plan.objects.select_for_update(no_key=True).get(pk=plan_id)
    periods = list(ReportingPeriod.objects.filter(plan=plan).ended(today))
    activities = list(Activity.objects.of_plan(plan_id).order_by("priority__number", "order"))
    stale = stale_of(plan, periods, activities)
    if not stale:
        return 0
    if periods:
        _Refresh(plan, periods, activities, stale).run()
    for activity in stale:
        activity.changes_rolled_up = activity.changes
    lock_activities(activity.pk for activity in stale)
    Activity.objects.bulk_update(stale, ["changes_rolled_up"])
    return len(stale)


class _Refresh:
    """One recomputation of some activities of a plan, and of what stands above them."""

    def __init__(self, plan: Plan, periods: list[ReportingPeriod], activities, stale):
        self.plan, self.periods, self.activities, self.stale = plan, periods, activities, stale
        self.quarters = [Quarter(period.year, period.quarter) for period in periods]
        self.period_ids = [period.pk for period in periods]
        self.thresholds = Thresholds(plan.on_track_share, plan.delayed_share)

    def run(self) -> None:
        fresh = self._activity_results()
        _store(ActivityResult, "activity", self._scope_rows(ActivityResult, "activity_id", fresh))
        results = {**self._kept_results(fresh), **fresh}
        priorities = list(StrategicPriority.objects.filter(plan=self.plan).order_by("number"))
        by_priority = {priority.pk: self._priority_results(priority, results) for priority in priorities}
        touched = {activity.priority_id for activity in self.stale}
        touched |= {priority.pk for priority in priorities if not self._activities_of(priority)}
        changed = {pk: rows for pk, rows in by_priority.items() if pk in touched}
        _store(PriorityResult, "priority", self._scope_rows(PriorityResult, "priority_id", changed))
        plan_results = self._rolled_up(
            [
                (by_priority[each.pk], priority_weight(self.plan, each, self._activities_of(each)))
                for each in priorities
            ]
        )
        _store(PlanResult, "plan", self._scope_rows(PlanResult, "plan_id", {self.plan.pk: plan_results}))

    def _kept_results(self, fresh: dict[int, list[ScopeResult]]) -> dict[int, list[ScopeResult]]:
        """The stored results of the activities that are not stale."""
        rows = ActivityResult.objects.filter(
            period__in=self.period_ids,
            activity__in=[each.pk for each in self.activities if each.pk not in fresh],
        )
        return _stored_results(rows.order_by("activity", "period__year", "period__quarter"), "activity_id")

    def _priority_results(self, priority, results: dict[int, list[ScopeResult]]) -> list[ScopeResult]:
        return self._rolled_up(
            [
                (results[activity.pk], activity_weight(self.plan, activity))
                for activity in self._activities_of(priority)
                if activity.pk in results
            ]
        )

    def _activities_of(self, priority) -> list[Activity]:
        return [activity for activity in self.activities if activity.priority_id == priority.pk]

    def _activity_results(self) -> dict[int, list[ScopeResult]]:
        """One result per quarter of each stale activity; its indicators' results are stored on the way."""
        indicators = indicators_of(activity.pk for activity in self.stale)
        specs, entries = specs_of(indicators), entries_of(indicators)
        assessed = self_assessments_of(self.stale)
        rows, by_activity = [], {activity.pk: [] for activity in self.stale}
        for indicator in indicators:
            series = roll_up_indicator(
                specs[indicator.pk],
                entries.get(indicator.pk, {}),
                self.quarters,
                thresholds=self.thresholds,
            )
            rows += [
                row
                for period_id, result in zip(self.period_ids, series, strict=True)
                for row in _indicator_rows(indicator.pk, period_id, result)
            ]
            by_activity[indicator.activity_id].append((series, indicator.weight or ONE))
        _store(IndicatorResult, "indicator", rows)
        return {
            activity.pk: self._activity_series(activity, by_activity[activity.pk], assessed[activity.pk])
            for activity in self.stale
        }

    def _activity_series(self, activity: Activity, indicators, assessed: dict) -> list[ScopeResult]:
        series, share = [], None
        for number, quarter in enumerate(self.quarters):
            share = assessed.get(quarter, share)  # the lead's last estimate stands until it gives another
            result = roll_up_activity(
                quarter,
                [(results[number], weight) for results, weight in indicators],
                start=Quarter.containing(activity.starts_on),
                end=Quarter.containing(activity.ends_on),
                self_assessed_share=share,
                lead=activity.lead_id,
                thresholds=self.thresholds,
            )
            series.append(_as_stored(result))
        return series

    def _rolled_up(self, parts) -> list[ScopeResult]:
        return [
            _as_stored(
                roll_up_scope(
                    [(series[number], weight) for series, weight in parts], thresholds=self.thresholds
                )
            )
            for number in range(len(self.quarters))
        ]

    def _scope_rows(self, model, key: str, results: dict[int, list[ScopeResult]]) -> list:
        return [
            _scope_row(model, {key: pk}, period_id, lens, result)
            for pk, series in results.items()
            for period_id, result in zip(self.period_ids, series, strict=True)
            for lens in SCOPE_LENSES
        ]


def _indicator_rows(indicator_id: int, period_id: int, result) -> list[IndicatorResult]:
    """Three rows: the quarter, the year to date, the plan to date."""
    lenses = ((LensName.QUARTER, None), (LensName.YEAR, result.year), (LensName.PLAN, result.plan))
    return [
        _indicator_row(indicator_id, period_id, name, lens.figure if lens else result.quarter, lens)
        for name, lens in lenses
    ]


def _indicator_row(indicator_id, period_id, name, figure, lens) -> IndicatorResult:
    row = IndicatorResult(
        indicator_id=indicator_id,
        period_id=period_id,
        lens=name,
        state=figure.state,
        value=_stored(figure.value),
        numerator=_stored(figure.numerator),
        denominator=_stored(figure.denominator),
        reported=figure.reported,
        expected=figure.expected,
        missing=_institutions(figure.missing),
        carried_forward=_institutions(figure.carried_forward),
        not_combined=_institutions(figure.not_combined),
        rule_version=figure.rule_version,
    )
    if lens is not None:
        row.target = _stored(lens.target)
        row.achievement = _stored(lens.achievement)
        row.expected_value = _stored(lens.expected)
        row.expected_share = _stored(lens.expected_share)
        row.ratio = _stored(lens.ratio)
        row.status = lens.status
    return row


def _institutions(reports) -> list[int]:
    return sorted({institution for institution, _quarter in reports})


def _scope_row(model, key: dict, period_id: int, lens: str, result: ScopeResult):
    part = getattr(result, lens)
    return model(
        **key,
        period_id=period_id,
        lens=lens,
        state=_completeness(part),
        progress=part.progress,
        expected_progress=part.expected,
        ratio=part.ratio,
        status=part.status,
        weight_share=part.weight_share,
        measured=part.measured,
        measurable=part.measurable,
        reported=result.reported,
        expected=result.expected,
        expected_from=list(result.expected_from),
        missing=list(result.missing),
        carried_forward=_institutions(result.carried_forward),
        is_self_assessed=result.is_self_assessed,
    )


def _completeness(part: ScopeLens) -> Completeness:
    if part.progress is None:
        return Completeness.NONE
    return Completeness.COMPLETE if part.measured == part.measurable else Completeness.PARTIAL


def _stored_results(rows, key: str) -> dict[int, list[ScopeResult]]:
    """Stored rows back as what the arithmetic reads, one result per quarter in order."""
    found: dict[tuple, dict] = {}
    for row in rows:
        found.setdefault((getattr(row, key), row.period_id), {})[row.lens] = row
    series: dict[int, list[ScopeResult]] = {}
    for (pk, _period), lenses in found.items():
        year, plan = lenses[LensName.YEAR], lenses[LensName.PLAN]
        result = ScopeResult(
            year=_scope_lens(year),
            plan=_scope_lens(plan),
            expected_from=tuple(plan.expected_from),
            missing=tuple(plan.missing),
            carried_forward=tuple((institution, None) for institution in plan.carried_forward),
            is_self_assessed=plan.is_self_assessed,
        )
        series.setdefault(pk, []).append(result)
    return series


def _scope_lens(row) -> ScopeLens:
    return ScopeLens(
        progress=row.progress,
        expected=row.expected_progress,
        ratio=row.ratio,
        status=Status(row.status),
        measured=row.measured,
        measurable=row.measurable,
        weight_share=row.weight_share,
    )


def _as_stored(result: ScopeResult) -> ScopeResult:
    """With the decimals that the database keeps, so that the next floor computes from what is stored."""

    def rounded(lens: ScopeLens) -> ScopeLens:
        return lens._replace(
            progress=_stored(lens.progress),
            expected=_stored(lens.expected),
            ratio=_stored(lens.ratio),
            weight_share=_stored(lens.weight_share),
        )

    carried = tuple((institution, None) for institution in _institutions(result.carried_forward))
    return result._replace(year=rounded(result.year), plan=rounded(result.plan), carried_forward=carried)


def _stored(value: Decimal | None) -> Decimal | None:
    return round_half_up(value, STORED_DECIMALS)


def _store(model, key: str, rows: list) -> None:
    """Insert or overwrite result rows."""
    same = {"id", key, "period", "lens"}
    fields = [field.name for field in model._meta.fields if field.name not in same]
    model.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=[key, "period", "lens"],
        update_fields=fields,
        batch_size=500,
    )
