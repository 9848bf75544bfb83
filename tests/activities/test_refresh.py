"""The roll-up as a service: what is stored is what the arithmetic says, however it came about."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from activities import services
from activities.answers import LARGEST, ActivityAnswer, IndicatorAnswer
from activities.models import (
    Activity,
    ActivityResult,
    IndicatorResult,
    PlanResult,
    PriorityResult,
)
from activities.rollup.figures import Entry, State
from activities.rollup.indicators import roll_up_indicator
from activities.rollup.presets import Combine, Rule
from activities.rollup.rounding import round_half_up
from activities.rollup.schedule import Quarter, Span
from activities.rollup.targets import IndicatorSpec
from activities.workflow import Status
from priorities.models import Plan
from tests.activities.stored import MODELS, stored_results
from tests.factories import (
    ActivityFactory,
    IndicatorFactory,
    PeriodFactory,
    PriorityFactory,
    TargetFactory,
    UserFactory,
    answer_to,
    moment,
    report_of,
)

TODAY = date(2025, 3, 1)
SUMS = Rule(Combine.SUM, Combine.SUM)
RATIOS = Rule(Combine.RATIO, Combine.RATIO)
OPEN = Span(None, None)


@pytest.fixture
def activity(priority, institution):
    return ActivityFactory(priority=priority, lead=institution)


@pytest.fixture
def count(activity, institution, other_institution):
    indicator = IndicatorFactory(activity=activity, reporters=[institution, other_institution])
    TargetFactory(indicator=indicator, value=100)
    return indicator


@pytest.fixture
def share(activity, institution, other_institution):
    indicator = IndicatorFactory(
        activity=activity, share=True, reporters=[institution, other_institution], baseline_value=20
    )
    TargetFactory(indicator=indicator, value=90)
    return indicator


def refresh(today=TODAY) -> int:
    return services.refresh_stale_rollups(today=today)


def figure(indicator, period, lens="quarter") -> IndicatorResult:
    return IndicatorResult.objects.get(indicator=indicator, period=period, lens=lens)


# --- stored = computed ------------------------------------------------------------------------------


def test_an_approval_waits_to_be_computed_and_is_then_shown(institution, period, activity, count):
    refresh()
    assert not Activity.objects.stale().exists()

    report_of(institution, period, {count: 5})
    assert list(Activity.objects.stale()) == [activity]
    assert refresh() == 1

    assert not Activity.objects.stale().exists()
    assert figure(count, period).value == 5


def test_a_submission_or_return_computes_nothing(institution, periods, count):
    refresh()
    report_of(institution, periods[0], {count: 5}, status=Status.SUBMITTED)
    report_of(institution, periods[1], {count: 5}, status=Status.RETURNED)

    assert not Activity.objects.stale().exists()
    assert refresh() == 0


def test_what_is_stored_is_what_the_arithmetic_says(institution, other_institution, periods, count, share):
    report_of(institution, periods[0], {count: 10, share: (3, 4)})
    report_of(other_institution, periods[0], {count: 7, share: (1, 8)})
    report_of(institution, periods[1], {count: 0, share: 72})
    report_of(other_institution, periods[3], {count: "Flooded.", share: (0, 0)})
    refresh()

    us, them = institution.pk, other_institution.pk
    first, second, fourth = Quarter(2024, 1), Quarter(2024, 2), Quarter(2024, 4)
    expected = {
        count: (
            _spec(SUMS, us, them, baseline="0", target="100"),
            {
                (us, first): Entry(value=Decimal(10)),
                (them, first): Entry(value=Decimal(7)),
                (us, second): Entry(value=Decimal(0)),
                (them, fourth): Entry("not_applicable"),
            },
        ),
        share: (
            _spec(RATIOS, us, them, baseline="0.2", target="0.9"),
            {
                (us, first): Entry(numerator=Decimal(3), denominator=Decimal(4)),
                (them, first): Entry(numerator=Decimal(1), denominator=Decimal(8)),
                (us, second): Entry(value=Decimal("0.72")),
                (them, fourth): Entry(numerator=Decimal(0), denominator=Decimal(0)),
            },
        ),
    }
    quarters = [Quarter(period.year, period.quarter) for period in periods]
    for indicator, (spec, entries) in expected.items():
        entries = {key: entry._replace(state=_state(entry)) for key, entry in entries.items()}
        for period, result in zip(periods, roll_up_indicator(spec, entries, quarters), strict=True):
            _assert_figure(figure(indicator, period), result.quarter)
            for lens in ("year", "plan"):
                stored, computed = figure(indicator, period, lens), getattr(result, lens)
                _assert_figure(stored, computed.figure)
                assert stored.status == computed.status
                assert stored.target == computed.target
                for name in ("achievement", "expected_share", "ratio"):
                    assert getattr(stored, name) == round_half_up(getattr(computed, name), 10)


def _spec(rule, *institutions, baseline, target) -> IndicatorSpec:
    return IndicatorSpec(
        rule=rule,
        start=Quarter(2024, 1),
        end=Quarter(2025, 4),
        assignments=dict.fromkeys(institutions, OPEN),
        baseline=Decimal(baseline),
        targets={2024: Decimal(target)},
    )


def _state(entry: Entry):
    return State(entry.state)


def _assert_figure(stored: IndicatorResult, computed) -> None:
    for name in ("value", "numerator", "denominator"):
        assert getattr(stored, name) == round_half_up(getattr(computed, name), 10)
    assert (stored.state, stored.reported, stored.expected) == (
        computed.state,
        computed.reported,
        computed.expected,
    )
    for name in ("missing", "carried_forward", "not_combined"):
        assert getattr(stored, name) == sorted({each for each, _quarter in getattr(computed, name)})


def test_worked_by_hand(institution, other_institution, periods, activity, count, share, priority, plan):
    """Two ministries, two indicators, the first two quarters; the numbers can be checked on paper."""
    report_of(institution, periods[0], {count: 10, share: (3, 4)})
    report_of(other_institution, periods[0], {count: 15, share: (1, 4)})
    report_of(institution, periods[1], {count: 25})
    refresh()

    in_q1, in_q2 = figure(count, periods[0]), figure(count, periods[1])
    assert (in_q1.value, in_q1.state, in_q1.reported, in_q1.expected) == (25, "complete", 2, 2)
    assert (in_q2.value, in_q2.state, in_q2.reported, in_q2.expected) == (25, "partial", 1, 2)
    assert in_q2.missing == [other_institution.pk]
    to_date = figure(count, periods[1], "plan")
    assert (to_date.value, to_date.target, to_date.achievement) == (50, 100, Decimal("0.5"))
    assert (to_date.expected_value, to_date.ratio, to_date.status) == (50, 1, "on_track")
    assert (to_date.reported, to_date.expected) == (3, 4)  # reports, over a window

    shares = figure(share, periods[0], "plan")
    assert (shares.numerator, shares.denominator, shares.value) == (4, 8, Decimal("0.5"))
    assert shares.achievement == round_half_up(Decimal(30) / 70, 10)  # (50 - 20) / (90 - 20)

    now = {"period": periods[1], "lens": "plan"}
    expected = round_half_up((Decimal("0.5") + round_half_up(Decimal(30) / 70, 10)) / 2, 10)
    of_activity = ActivityResult.objects.get(activity=activity, **now)
    assert of_activity.progress == pytest.approx(expected, abs=Decimal("1e-9"))
    assert (of_activity.measured, of_activity.measurable) == (2, 2)
    assert PriorityResult.objects.get(priority=priority, **now).progress == of_activity.progress
    assert PlanResult.objects.get(plan=plan, **now).progress == of_activity.progress


def test_nothing_reported_is_none_and_never_zero(periods, count):
    refresh()

    for lens in ("quarter", "year", "plan"):
        result = figure(count, periods[0], lens)
        assert (result.value, result.state, result.reported, result.expected) == (None, "none", 0, 2)
    result = figure(count, periods[0], "plan")
    assert (result.achievement, result.status) == (None, "no_data")
    for model in (ActivityResult, PriorityResult, PlanResult):
        row = model.objects.get(period=periods[0], lens="plan")
        assert (row.progress, row.state, row.status) == (None, "none", "no_data")


def test_zero_is_a_value(institution, other_institution, period, count):
    report_of(institution, period, {count: 0})
    report_of(other_institution, period, {count: 0})
    refresh()

    assert (figure(count, period).value, figure(count, period).state) == (0, "complete")


def test_a_quarter_that_is_not_over_has_no_result(institution, periods, count):
    report_of(institution, periods[1], {count: 5})
    refresh(periods[1].ends_on)  # its last day

    for model in MODELS:
        assert set(model.objects.values_list("period", flat=True)) == {periods[0].pk}
    refresh(periods[1].ends_on + timedelta(days=1))
    assert figure(count, periods[1]).value == 5


def test_when_a_quarter_ends_everything_gets_its_result_without_being_asked(institution, periods, priority):
    """Also where the nightly run was missed, and where only one activity had something approved."""
    indicators = [IndicatorFactory(activity=ActivityFactory(priority=priority)) for _number in range(3)]
    refresh(periods[0].ends_on + timedelta(days=1))

    report_of(indicators[0].activity.lead, periods[0], {indicators[0]: 5})
    assert refresh(periods[1].ends_on + timedelta(days=1)) == 3
    assert refresh(periods[1].ends_on + timedelta(days=1)) == 0
    assert refresh(periods[2].ends_on + timedelta(days=1)) == 3

    for indicator in indicators:
        assert IndicatorResult.objects.filter(indicator=indicator, lens="quarter").count() == 3


def test_before_the_first_quarter_is_over(count, periods):
    assert refresh(periods[0].starts_on) >= 0
    assert stored_results() == {}


def test_an_empty_installation(db):
    assert refresh() == 0


def test_a_plan_without_activities(periods):
    assert refresh() == 0


def test_a_second_run_changes_nothing(institution, periods, count, share):
    report_of(institution, periods[0], {count: 10, share: (3, 4)})
    refresh()
    before = [list(model.objects.order_by("pk").values()) for model in MODELS]

    assert refresh() == 0
    services.mark_all_stale()
    assert refresh() == 1

    assert [list(model.objects.order_by("pk").values()) for model in MODELS] == before


def test_one_plan_does_not_touch_another(institution, periods, count):
    foreign = IndicatorFactory()
    PeriodFactory(plan=foreign.activity.priority.plan)
    refresh()
    before = stored_results()

    report_of(institution, periods[0], {count: 5})
    refresh()

    after = stored_results()
    changed = {key for key in after if after[key] != before[key]}
    assert ("indicator", count.pk, periods[0].pk, "quarter") in changed
    assert not {key for key in changed if key[:2] == ("indicator", foreign.pk)}


def test_a_reopened_report_counts_until_it_is_replaced(institution, period, count, secretariat, focal_point):
    report = report_of(institution, period, {count: 5})
    later = moment(date(2024, 9, 1))
    steps = [
        lambda: services.reopen_report(report, by=secretariat, at=later, reason="Correct it."),
        lambda: services.save_draft(report, indicators=[answer_to(count, 8)], by=focal_point),
        lambda: services.submit_report(report, by=focal_point, at=later, although_incomplete=True),
    ]
    for step in steps:
        step()
        services.mark_all_stale()
        refresh()
        assert figure(count, period).value == 5

    services.approve_report(report, by=secretariat, at=later)
    refresh()
    assert figure(count, period).value == 8


def test_an_answer_that_was_taken_back_no_longer_counts(institution, period, count, secretariat, focal_point):
    report = report_of(institution, period, {count: 5})
    later = moment(date(2024, 9, 1))
    services.reopen_report(report, by=secretariat, at=later, reason="That was another quarter.")
    services.save_draft(report, indicators=[IndicatorAnswer(count.pk)], by=focal_point)
    services.submit_report(report, by=focal_point, at=later, although_incomplete=True)
    services.approve_report(report, by=secretariat, at=later)
    refresh()

    assert (figure(count, period).value, figure(count, period).state) == (None, "none")


@pytest.mark.parametrize(
    ("weighting", "progress"), [("planned_cost", "0.35"), ("equal", "0.5"), ("explicit", "0.8")]
)
def test_the_plans_choice_of_weights(weighting, progress, institution, plan, priority, period):
    """Activities at 80 % and 20 % of the way, that cost 1 : 3 and weigh 4 : 0."""
    Plan.objects.update(weighting=weighting)
    answers = {}
    for value, cost, weight in ((80, 1000, 4), (20, 3000, 0)):
        activity = ActivityFactory(priority=priority, lead=institution, planned_cost=cost, weight=weight)
        indicator = IndicatorFactory(activity=activity, standing=True)
        TargetFactory(indicator=indicator, value=100)
        answers[indicator] = value
    report_of(institution, period, answers)
    refresh()

    result = PriorityResult.objects.get(priority=priority, period=period, lens="plan")
    assert result.progress == Decimal(progress)


def test_the_leads_own_estimate_stands_where_nothing_is_measured(
    institution, periods, activity, focal_point, secretariat
):
    report = report_of(institution, periods[0], status=Status.DRAFT)
    estimate = ActivityAnswer(activity.pk, "ongoing", Decimal("0.25"))
    services.save_draft(report, activities=[estimate], by=focal_point)
    later = moment(date(2024, 9, 1))
    services.submit_report(report, by=focal_point, at=later)
    services.approve_report(report, by=secretariat, at=later)
    refresh()

    for period in periods[:2]:  # it stands until the lead gives another
        result = ActivityResult.objects.get(activity=activity, period=period, lens="plan")
        assert (result.progress, result.is_self_assessed) == (Decimal("0.25"), True)


def test_the_largest_number_that_can_be_reported_does_not_stop_the_roll_up(
    institution, other_institution, period, activity, count
):
    tiny = IndicatorFactory(activity=activity, standing=True, baseline_value=Decimal("0.9998"))
    TargetFactory(indicator=tiny, value=1)
    largest = LARGEST - Decimal("0.0001")
    report_of(institution, period, {count: largest, tiny: largest})
    report_of(other_institution, period, {count: largest})
    refresh()

    assert figure(count, period).value == 2 * largest
    assert figure(tiny, period, "plan").achievement > 10**15


# --- however it came about --------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_after_any_sequence_of_moves_incremental_equals_full(seed, plan, periods):
    rng = random.Random(seed)
    world = _World(plan, periods[:3], rng)
    for _step in range(30):
        world.move()
        if rng.random() < 0.4:
            refresh()
    refresh()
    incremental = stored_results()

    services.mark_all_stale()
    refresh()

    assert stored_results() == incremental
    for model in MODELS:
        model.objects.all().delete()
    services.mark_all_stale()
    refresh()
    assert stored_results() == incremental


class _World:
    """Three institutions that report on three activities of two priorities, and move at random."""

    def __init__(self, plan, periods, rng):
        self.rng, self.periods = rng, periods
        self.at = moment(date(2025, 1, 1))
        activities = [
            ActivityFactory(priority=priority)
            for priority in (PriorityFactory(plan=plan), PriorityFactory(plan=plan))
            for _number in range(2)
        ][:3]
        self.institutions = [activity.lead for activity in activities]
        self.indicators = []
        for activity in activities:
            for kind in ({}, {"share": True}, {"standing": True}):
                indicator = IndicatorFactory(activity=activity, reporters=self.institutions, **kind)
                TargetFactory(indicator=indicator, value=50)
                self.indicators.append(indicator)
        self.reviewer = UserFactory(role="secretariat", institution=None)
        self.reports = [
            report_of(institution, period, status=Status.DRAFT)
            for institution in self.institutions
            for period in periods
        ]
        self.writers = {each.pk: each.users.first() for each in self.institutions}

    def move(self):
        """One more thing that somebody may do with one of the reports."""
        report = self.rng.choice(self.reports)
        report.refresh_from_db()
        writer = self.writers[report.institution_id]
        self.at += timedelta(hours=1)
        if report.is_editable:
            services.save_draft(report, indicators=self.answers(), by=writer)
            services.submit_report(report, by=writer, at=self.at, although_incomplete=True)
        elif report.status == Status.APPROVED:
            services.reopen_report(report, by=self.reviewer, at=self.at, reason="Correct it.")
        elif self.rng.random() < 0.25:
            services.return_report(report, by=self.reviewer, at=self.at, reason="Check it.")
        else:
            services.approve_report(report, by=self.reviewer, at=self.at)

    def answers(self):
        chosen = self.rng.sample(self.indicators, k=self.rng.randint(1, len(self.indicators)))
        return [answer_to(indicator, self.said_about(indicator)) for indicator in chosen]

    def said_about(self, indicator):
        if self.rng.random() < 0.15:
            return "Does not apply."
        number = self.rng.randint(0, 60)
        if not indicator.is_share:
            return number
        return number if self.rng.random() < 0.2 else (number, number + self.rng.randint(0, 20))
