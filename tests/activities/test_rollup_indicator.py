"""rollup.md, sections 3 to 5 together: an indicator, quarter by quarter, in both lenses."""

from decimal import Decimal

import pytest

from activities.rollup.figures import Entry, State
from activities.rollup.indicators import roll_up_indicator
from activities.rollup.presets import Combine, Rule
from activities.rollup.schedule import Frequency, Quarter, Span, quarters_between
from activities.rollup.status import Status, Thresholds
from activities.rollup.targets import IndicatorSpec, share_from_per_cent

START, END = Quarter(2021, 3), Quarter(2025, 4)
COUNT = Rule(Combine.SUM, Combine.SUM)
LEVEL = Rule(Combine.SUM, Combine.LATEST)
MILESTONE = Rule(Combine.MEAN, Combine.LATEST)


def spec_of(rule, institutions="A", start=START, **facts):
    facts["targets"] = {
        year: None if value is None else Decimal(str(value)) for year, value in facts["targets"].items()
    }
    spans = dict.fromkeys(institutions, Span())
    return IndicatorSpec(rule=rule, start=start, end=END, assignments=spans, **facts)


def series(values, institution="A", first=START):
    """One value a quarter; None = not reported."""
    return {
        (institution, Quarter.from_index(first.index + step)): Entry(value=Decimal(str(value)))
        for step, value in enumerate(values)
        if value is not None
    }


def at(spec, entries, quarter, **options):
    return roll_up_indicator(spec, entries, quarters_between(START, quarter), **options)[-1]


# Social workers trained: reported quarter by quarter, one quarter missing, one not yet approved.
TRAINED = [12, 15, 10, None, 26, 14, 20, 22, 18, 24, 18, 21, None]
TRAINED_TARGETS = {2021: 30, 2022: 60, 2023: 80, 2024: 80, 2025: 60}


def test_a_count_in_both_lenses():
    result = at(spec_of(COUNT, targets=TRAINED_TARGETS), series(TRAINED), Quarter(2024, 3))

    plan, year = result.plan, result.year
    assert (plan.figure.value, plan.figure.reported, plan.figure.expected) == (200, 11, 13)
    assert (plan.target, plan.expected) == (310, 230)
    assert (plan.achievement, plan.expected_share) == (Decimal(200) / 310, Decimal(230) / 310)
    assert plan.ratio == Decimal(200) / 230
    assert plan.status is Status.ON_TRACK
    assert (year.figure.value, year.figure.reported, year.figure.expected) == (39, 2, 3)
    assert (year.target, year.expected) == (80, 60)
    assert (year.achievement, year.ratio) == (Decimal("0.4875"), Decimal("0.65"))
    assert year.status is Status.DELAYED


def test_the_quarters_figure_stands_beside_the_lenses():
    result = at(spec_of(COUNT, targets=TRAINED_TARGETS), series(TRAINED), Quarter(2024, 3))
    assert result.period == (2024, 3)
    assert (result.quarter.value, result.quarter.state) == (None, "none")
    assert result.quarter.missing == (("A", Quarter(2024, 3)),)
    assert result.expected_from == ("A",)


def test_the_year_begins_anew_and_the_plan_does_not():
    results = roll_up_indicator(
        spec_of(COUNT, targets=TRAINED_TARGETS), series(TRAINED), quarters_between(START, Quarter(2022, 1))
    )
    assert [result.year.figure.value for result in results] == [12, 27, 10]
    assert [result.plan.figure.value for result in results] == [12, 27, 37]


def test_a_level_has_one_expectation_and_two_targets():
    spec = spec_of(LEVEL, baseline=Decimal(10), targets={2021: 12, 2022: 20, 2023: 30, 2024: 40, 2025: 50})
    result = at(spec, series([11, 12, 13, 15]), Quarter(2022, 2))
    assert (result.year.target, result.plan.target) == (20, 50)
    assert result.year.expected == result.plan.expected == 16
    assert (result.year.achievement, result.plan.achievement) == (Decimal("0.5"), Decimal("0.125"))
    assert result.year.ratio == result.plan.ratio == Decimal(5) / 6
    assert result.plan.status is Status.DELAYED


def test_falling_and_rising_are_judged_alike():
    rising = spec_of(LEVEL, baseline=Decimal(0), targets={2021: 20, 2022: 60})
    falling = spec_of(LEVEL, rising=False, baseline=Decimal(100), targets={2021: 80, 2022: 40})
    up = at(rising, series([10, 20, 25]), Quarter(2022, 1)).plan
    down = at(falling, series([90, 80, 75]), Quarter(2022, 1)).plan
    assert (up.achievement, up.ratio, up.status) == (down.achievement, down.ratio, down.status)
    assert up.status is Status.DELAYED


def test_a_level_below_its_baseline_has_regressed():
    spec = spec_of(LEVEL, baseline=Decimal(10), targets={2021: 12, 2025: 50})
    result = at(spec, series([9]), START)
    assert result.plan.status is Status.REGRESSED
    assert result.plan.achievement == Decimal(-1) / 40


def test_completed_as_soon_as_the_target_is_met():
    spec = spec_of(COUNT, targets={2021: 10, 2022: 10})
    result = at(spec, series([25]), START)
    assert (result.year.status, result.plan.status) == (Status.COMPLETED, Status.COMPLETED)
    assert result.plan.achievement == Decimal("1.25")


def test_before_it_starts():
    result = at(spec_of(LEVEL, start=Quarter(2023, 1), targets={2023: 5}), {}, Quarter(2022, 4))
    assert (result.year.status, result.plan.status) == (Status.NOT_STARTED, Status.NOT_STARTED)
    assert result.quarter.expected == 0


def test_nothing_reported_where_due_is_no_data_and_not_off_track():
    result = at(spec_of(COUNT, targets={2021: 10}), {}, Quarter(2021, 4))
    assert (result.year.status, result.plan.status) == (Status.NO_DATA, Status.NO_DATA)
    assert (result.plan.achievement, result.plan.ratio) == (None, None)


def test_a_reported_zero_is_off_track():
    assert at(spec_of(COUNT, targets={2021: 10}), series([0]), START).plan.status is Status.OFF_TRACK


def test_not_applicable_is_not_due():
    entries = {("A", START): Entry(State.NOT_APPLICABLE)}
    result = at(spec_of(COUNT, targets={2021: 10}), entries, START)
    assert (result.plan.status, result.quarter.expected) == (Status.NOT_DUE, 0)


def test_between_annual_reports_this_year_is_not_due_and_the_plan_stands_on_last_year():
    spec = spec_of(
        LEVEL, frequency=Frequency.ANNUAL, baseline=Decimal(0), targets={2021: 3, 2022: 7, 2025: 13}
    )
    result = at(spec, {("A", Quarter(2021, 4)): Entry(value=Decimal(3))}, Quarter(2022, 3))
    assert (result.year.figure.value, result.year.status) == (None, Status.NOT_DUE)
    assert (result.plan.figure.value, result.plan.ratio) == (3, 1)
    assert result.plan.status is Status.ON_TRACK
    assert result.plan.figure.carried_forward == (("A", Quarter(2021, 4)),)


def test_silent_this_year_is_no_data_this_year_while_the_plan_stands_on_what_is_carried():
    spec = spec_of(LEVEL, baseline=Decimal(0), targets={2021: 10, 2022: 20})
    result = at(spec, series([5, 10]), Quarter(2022, 2))
    assert (result.year.figure.value, result.year.status) == (None, Status.NO_DATA)
    assert (result.plan.figure.value, result.plan.figure.state) == (10, "partial")
    assert (result.plan.ratio, result.plan.status) == (Decimal(10) / 15, Status.DELAYED)


def test_a_milestone_of_a_later_year_is_neither_achieved_nor_late():
    spec = spec_of(
        MILESTONE,
        frequency=Frequency.ANNUAL,
        is_milestone=True,
        baseline=Decimal(0),
        targets={2021: 0, 2022: 0, 2023: 1, 2024: 1},
    )
    not_yet = {("A", Quarter(year, 4)): Entry(value=Decimal(0)) for year in (2021, 2022, 2023)}
    early = at(spec, not_yet, Quarter(2022, 4))
    assert (early.year.achievement, early.year.status, early.year.has_goal) == (None, Status.NOT_DUE, False)
    assert (early.plan.achievement, early.plan.status) == (0, Status.NOT_DUE)
    late = at(spec, not_yet, Quarter(2023, 4))
    assert (late.year.status, late.plan.status) == (Status.OFF_TRACK, Status.OFF_TRACK)
    done = not_yet | {("A", Quarter(2023, 4)): Entry(value=Decimal(1))}
    assert at(spec, done, Quarter(2023, 4)).plan.status is Status.COMPLETED


@pytest.mark.parametrize(("value", "achieved", "word"), [(5, 1, Status.COMPLETED), (4, 0, Status.OFF_TRACK)])
def test_maintain_is_always_due(value, achieved, word):
    spec = spec_of(LEVEL, baseline=Decimal(5), targets={2021: 5, 2022: 10})
    year = at(spec, series([value]), START).year
    assert (year.achievement, year.ratio, year.expected_share) == (achieved, achieved, 1)
    assert year.status is word


def test_a_flow_with_target_zero_has_nothing_due_this_year():
    spec = spec_of(COUNT, targets={2021: 0, 2022: 1})
    result = at(spec, series([0, 2]), Quarter(2021, 4))
    assert (result.year.figure.value, result.year.achievement) == (2, None)
    assert (result.year.status, result.year.has_goal) == (Status.NOT_DUE, False)
    assert result.plan.achievement == 2


def test_a_falling_indicator_without_baseline_is_not_computable():
    spec = spec_of(Rule(Combine.MEAN, Combine.LATEST), rising=False, targets={2021: 60, 2025: 20})
    result = at(spec, series([70]), START)
    assert result.plan.figure.value == 70
    assert (result.plan.achievement, result.plan.ratio) == (None, None)
    assert (result.plan.status, result.plan.has_goal) == (Status.NOT_COMPUTABLE, False)
    assert at(spec, {}, START).plan.status is Status.NO_DATA


def test_a_survey_is_not_due_in_other_years():
    spec = spec_of(
        LEVEL, frequency=Frequency.SURVEY, rising=False, baseline=Decimal("0.11"), targets={2025: "0.09"}
    )
    before = at(spec, {}, Quarter(2024, 4))
    assert (before.year.status, before.plan.status) == (Status.NOT_DUE, Status.NOT_DUE)
    surveyed = {("A", Quarter(2025, 4)): Entry(value=Decimal("0.10"))}
    result = at(spec, surveyed, Quarter(2025, 4))
    assert (result.plan.achievement, result.plan.status) == (Decimal("0.5"), Status.DELAYED)


def test_zero_of_zero_cases_is_not_computable():
    spec = spec_of(Rule(Combine.RATIO, Combine.RATIO), targets={2021: "0.4"})
    entries = {("A", START): Entry(numerator=Decimal(0), denominator=Decimal(0))}
    lens = at(spec, entries, START).plan
    assert (lens.figure.value, lens.achievement, lens.status) == (None, None, Status.NOT_COMPUTABLE)


def test_thresholds_are_passed_on():
    spec = spec_of(COUNT, targets={2021: 10})
    strict = Thresholds(on_track=Decimal("0.95"), delayed=Decimal("0.90"))
    assert at(spec, series(["4.5"]), START).plan.status is Status.ON_TRACK
    assert at(spec, series(["4.5"]), START, thresholds=strict).plan.status is Status.DELAYED


# What a partner published for 2022 (IATI activity NL-KVK-41149287-KHCE0425), against its own targets.


def test_published_officials_trained_44_against_30():
    spec = spec_of(COUNT, targets={2022: 30}, planned_quarters={2022: (4,)}, start=Quarter(2022, 2))
    entries = series([0, 0, 44], first=Quarter(2022, 2))
    year = at(spec, entries, Quarter(2022, 4)).year
    assert (year.figure.value, year.status) == (44, Status.COMPLETED)
    assert round(year.achievement, 4) == Decimal("1.4667")
    assert at(spec, entries, Quarter(2022, 3)).year.status is Status.NOT_DUE


def test_published_children_using_the_chatbot_70_125_277_against_quarterly_targets():
    spec = spec_of(
        COUNT,
        targets={},
        quarterly_targets={(2022, 2): Decimal(100), (2022, 3): Decimal(300), (2022, 4): Decimal(400)},
        start=Quarter(2022, 2),
    )
    entries = series([70, 125, 277], first=Quarter(2022, 2))
    lenses = [at(spec, entries, Quarter(2022, quarter)).year for quarter in (2, 3, 4)]
    assert [lens.figure.value for lens in lenses] == [70, 195, 472]
    assert [lens.expected for lens in lenses] == [100, 400, 800]
    assert [lens.status for lens in lenses] == [Status.DELAYED, Status.OFF_TRACK, Status.DELAYED]
    assert lenses[-1].achievement == Decimal("0.59")


def test_published_bare_percentage_72_7_against_90():
    spec = spec_of(
        Rule(Combine.RATIO, Combine.LATEST),
        targets={2022: share_from_per_cent(Decimal(90))},
        frequency=Frequency.ANNUAL,
        start=Quarter(2022, 2),
    )
    entries = {("A", Quarter(2022, 4)): Entry(value=share_from_per_cent(Decimal("72.7")))}
    year = at(spec, entries, Quarter(2022, 4)).year
    assert year.figure.value == Decimal("0.727")
    assert round(year.achievement, 3) == Decimal("0.808")
    assert year.status is Status.DELAYED
