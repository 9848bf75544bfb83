"""What an institution answers in a quarter of the made-up history."""

from decimal import ROUND_HALF_UP, Decimal
from random import Random

from activities.answers import NOT_APPLICABLE, NOT_DUE, REPORTED, ActivityAnswer, IndicatorAnswer
from activities.duties import Duty, duties_of_plan, quarters_due
from activities.models import Activity, ActivityEntry, Indicator
from activities.rollup.schedule import Quarter
from institutions.models import Institution
from ocse_nap.demonstration.accounts import ENGLISH_READERS
from ocse_nap.demonstration.characters import (
    DENOMINATOR,
    DENOMINATORS,
    MILESTONE_DELAYS,
    SHARES_OF_CASES,
    pace_of,
    part_of,
)
from ocse_nap.demonstration.series import Answered, Measure, series
from ocse_nap.demonstration.stage import Stage
from ocse_nap.demonstration.texts import sentence
from priorities.models import ReportingPeriod

STEP = Decimal("0.05")  # own estimates are round
Answers = tuple[list[ActivityAnswer], list[IndicatorAnswer]]


class Figures:
    """Everybody's answers. Reads the plan once, so that a quarter costs no query."""

    def __init__(self, stage: Stage):
        self.stage = stage
        self.duties = duties_of_plan(stage.plan.pk, stage.periods)
        self.activities = Activity.objects.of_plan(stage.plan.pk).in_bulk()
        indicators = Indicator.objects.filter(activity__priority__plan=stage.plan)
        indicators = indicators.select_related("activity", "unit").prefetch_related("targets")
        self.indicators = {indicator.pk: indicator for indicator in indicators}
        self.measures = {pk: _measure(indicator) for pk, indicator in self.indicators.items()}
        self.series: dict[tuple[str, str], dict[Quarter, Answered]] = {}

    def duty(self, institution: Institution, period: ReportingPeriod) -> Duty | None:
        """What is due; None where nothing is."""
        duty = self.duties.get((institution.pk, period.pk))
        return duty if duty and duty.is_due else None

    def code_of(self, answer: IndicatorAnswer) -> str:
        return self.indicators[answer.indicator_id].code

    def is_count(self, answer: IndicatorAnswer) -> bool:
        return self.indicators[answer.indicator_id].is_flow

    def answers(self, institution: Institution, period: ReportingPeriod) -> Answers:
        """A complete form: every activity, every indicator that is due."""
        rng = self.stage.chance("answers", institution.code, period.code)
        duty = self.duty(institution, period)
        language = language_of(institution, rng)
        return (
            [self._activity(institution, pk, period, language, rng) for pk in self._in_order(duty)],
            [self._indicator(institution, pk, period, language, rng) for pk in duty.due_indicator_ids],
        )

    def _in_order(self, duty: Duty) -> list[int]:
        """Not by primary key: chance must fall alike in every database."""
        return sorted(duty.activity_ids, key=lambda pk: self.activities[pk].code)

    def _indicator(self, institution, pk: int, period, language: str, rng: Random) -> IndicatorAnswer:
        answered = self._series(institution, pk)[Quarter(period.year, period.quarter)]
        if not answered.is_planned:
            return IndicatorAnswer(pk, NOT_DUE, reason=sentence(rng, "not_due", language))
        if self.indicators[pk].code in SHARES_OF_CASES and rng.random() < 0.15:
            return IndicatorAnswer(pk, NOT_APPLICABLE, reason=sentence(rng, "not_applicable", language))
        return IndicatorAnswer(pk, REPORTED, *answered)

    def _series(self, institution: Institution, pk: int) -> dict[Quarter, Answered]:
        code = self.indicators[pk].code
        key = (institution.code, code)
        if key not in self.series:
            self.series[key] = series(
                self.measures[pk],
                self.stage.chance("series", *key),
                pace=pace_of(*key),
                part=part_of(*key),
            )
        return self.series[key]

    def _activity(self, institution, pk: int, period, language: str, rng: Random) -> ActivityAnswer:
        activity = self.activities[pk]
        total = (activity.ends_on - activity.starts_on).days
        passed = Decimal((min(period.ends_on, activity.ends_on) - activity.starts_on).days) / total
        pace = pace_of(institution.code, "")
        share = min((passed * pace / STEP).quantize(Decimal(1), ROUND_HALF_UP) * STEP, Decimal(1))
        texts = {
            "results": sentence(rng, "results", language),
            "challenges": sentence(rng, "challenges", language) if rng.random() < 0.6 else "",
            "requests": sentence(rng, "requests", language) if rng.random() < 0.3 else "",
            "next_directions": sentence(rng, "next_directions", language) if rng.random() < 0.7 else "",
        }
        return ActivityAnswer(pk, _status(share, pace, rng), share, **texts)


def _status(share: Decimal, pace: Decimal, rng: Random) -> str:
    status = ActivityEntry.ActivityStatus
    if share >= 1:
        return status.COMPLETED
    if share == 0:
        return status.NOT_STARTED
    return status.DELAYED if pace < Decimal("0.8") and rng.random() < 0.6 else status.ONGOING


def language_of(institution: Institution, rng: Random) -> str:
    """Partners write English, ministries Khmer, now and then English."""
    is_english = institution.kind in ENGLISH_READERS or rng.random() < 0.1
    return "en" if is_english else "km"


def _measure(indicator: Indicator) -> Measure:
    targets = {each.year: each.value for each in indicator.targets.all() if each.institution_id is None}
    is_mean_level = (
        indicator.preset == Indicator.Preset.LEVEL and indicator.across == Indicator.Combination.MEAN
    )
    return Measure(
        preset=indicator.preset,
        targets=targets,
        quarters=quarters_due(indicator),
        is_rising=indicator.direction == Indicator.Direction.INCREASE,
        is_fine=is_mean_level or indicator.unit.code == "percent",
        baseline=indicator.baseline_value,
        denominator=DENOMINATORS.get(indicator.code, DENOMINATOR),
        milestone_delay=MILESTONE_DELAYS.get(indicator.code, 0),
    )
