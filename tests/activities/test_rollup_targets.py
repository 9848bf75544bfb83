"""rollup.md, sections 4 and 5: achievement, what should stand by now, status."""

from decimal import Decimal

import pytest

from activities.rollup.presets import Combine, Rule
from activities.rollup.schedule import Frequency, Quarter, Span
from activities.rollup.status import Status, Thresholds, status
from activities.rollup.targets import IndicatorSpec, achievement, expected_by, share_from_per_cent

COUNT = Rule(Combine.SUM, Combine.SUM)
LEVEL = Rule(Combine.SUM, Combine.LATEST)
START = Quarter(2021, 3)
END = Quarter(2025, 4)


def spec_of(rule, start=START, end=END, **facts):
    if "targets" in facts:
        facts["targets"] = {year: number(value) for year, value in facts["targets"].items()}
    return IndicatorSpec(rule=rule, start=start, end=end, assignments={"A": Span()}, **facts)


def number(value):
    return None if value is None else Decimal(str(value))


def by_quarter(spec, year, **options):
    return [expected_by(spec, Quarter(year, quarter), **options) for quarter in (1, 2, 3, 4)]


# -- section 4


@pytest.mark.parametrize(
    ("actual", "baseline", "target", "achieved"),
    [
        (60, 10, 110, "0.5"),
        (10, 10, 110, "0"),
        (110, 10, 110, "1"),
        (120, 10, 110, "1.1"),
        (0, 10, 110, "-0.1"),
        (70, 100, 40, "0.5"),
        (40, 100, 40, "1"),
        (34, 100, 40, "1.1"),
        (106, 100, 40, "-0.1"),
        (0, 0, 50, "0"),
    ],
)
def test_achievement_is_the_distance_covered_rising_or_falling(actual, baseline, target, achieved):
    found = achievement(number(actual), number(baseline), number(target), rising=target > baseline)
    assert found == Decimal(achieved)


@pytest.mark.parametrize(
    ("actual", "rising", "achieved"),
    [(5, True, 1), (6, True, 1), (4, True, 0), (5, False, 1), (4, False, 1), (6, False, 0)],
)
def test_maintain_is_all_or_nothing(actual, rising, achieved):
    assert achievement(number(actual), Decimal(5), Decimal(5), rising=rising) == achieved


@pytest.mark.parametrize(
    ("actual", "target", "rising", "achieved"),
    [(45, 90, True, "0.5"), (45, 90, False, None), (45, 0, True, None), (0, 90, True, "0")],
)
def test_without_a_baseline(actual, target, rising, achieved):
    assert achievement(number(actual), None, number(target), rising=rising) == number(achieved)


@pytest.mark.parametrize(("actual", "target"), [(None, 5), (5, None), (None, None)])
@pytest.mark.parametrize("is_flow", [True, False])
def test_a_missing_value_or_target_gives_none(actual, target, is_flow):
    assert achievement(number(actual), Decimal(0), number(target), is_flow=is_flow) is None


def test_a_flow_starts_from_nothing_whatever_its_baseline():
    assert achievement(Decimal(30), Decimal(20), Decimal(60), is_flow=True) == Decimal("0.5")


@pytest.mark.parametrize("actual", [0, 7])
def test_a_flow_with_target_zero_has_no_target_this_year(actual):
    assert achievement(Decimal(actual), None, Decimal(0), is_flow=True) is None


@pytest.mark.parametrize(
    ("published", "target", "achieved"), [("72.7", "90", "0.808"), ("80", "80", "1.000")]
)
def test_per_cents_become_shares_once(published, target, achieved):
    actual, goal = share_from_per_cent(Decimal(published)), share_from_per_cent(Decimal(target))
    assert actual < 1
    assert round(achievement(actual, None, goal), 3) == Decimal(achieved)
    assert share_from_per_cent(None) is None


def test_final_target_of_a_flow_is_the_sum_of_its_years():
    spec = spec_of(COUNT, targets={2021: 30, 2022: 60, 2023: 80, 2024: 80, 2025: 60})
    assert (spec.target_in(2024), spec.final_target) == (80, 310)


def test_final_target_of_a_level_is_its_last_annual_target():
    spec = spec_of(LEVEL, targets={2021: 12, 2022: 20, 2024: 40, 2025: None})
    assert spec.final_target == 40


def test_no_target_at_all():
    spec = spec_of(COUNT, targets={2022: None})
    assert (spec.final_target, spec.target_in(2022)) == (None, None)
    assert expected_by(spec, Quarter(2022, 4)) is None
    assert expected_by(spec_of(LEVEL), Quarter(2022, 4)) is None


def test_where_a_year_has_no_target_a_level_keeps_the_last_one_and_a_flow_or_survey_has_none():
    targets = {2022: 5, 2024: 8}
    assert [spec_of(LEVEL, targets=targets).target_in(year) for year in range(2021, 2026)] == [
        None,
        5,
        5,
        8,
        8,
    ]
    assert [spec_of(COUNT, targets=targets).target_in(year) for year in (2022, 2023)] == [5, None]
    survey = spec_of(LEVEL, frequency=Frequency.SURVEY, targets=targets)
    assert [survey.target_in(year) for year in (2022, 2023, 2024)] == [5, None, 8]


def test_quarterly_targets_make_an_annual_one_where_none_is_stated():
    quarterly = {(2022, 2): Decimal(100), (2022, 3): Decimal(300), (2022, 4): Decimal(400)}
    assert spec_of(COUNT, quarterly_targets=quarterly).target_in(2022) == 800
    assert spec_of(LEVEL, quarterly_targets=quarterly).target_in(2022) == 400
    assert spec_of(COUNT, quarterly_targets=quarterly, targets={2022: 900}).target_in(2022) == 900


@pytest.mark.parametrize(
    ("rule", "facts", "target", "has_goal"),
    [
        (COUNT, {}, 5, True),
        (COUNT, {}, 0, False),
        (COUNT, {}, None, False),
        (LEVEL, {"baseline": Decimal(0)}, 0, False),
        (LEVEL, {}, 0, False),
        (LEVEL, {"baseline": Decimal(5)}, 5, True),
        (LEVEL, {"baseline": Decimal(5)}, 0, True),
        (LEVEL, {"baseline": Decimal(0), "rising": False}, 0, True),
        (LEVEL, {"rising": False}, 20, False),
        (Rule(Combine.SUM, Combine.NONE), {}, 5, False),
        (Rule(Combine.NONE, Combine.LATEST), {}, 5, True),
    ],
)
def test_where_progress_can_be_measured(rule, facts, target, has_goal):
    assert spec_of(rule, **facts).has_goal(number(target)) is has_goal


def test_what_is_never_added_up_cannot_be_measured_for_several_institutions():
    spec = IndicatorSpec(
        rule=Rule(Combine.NONE, Combine.LATEST), start=START, end=END, assignments={"A": Span(), "B": Span()}
    )
    assert spec.has_goal(Decimal(5)) is False


# -- section 5: what should stand by now


def test_expected_of_a_flow_is_past_targets_plus_the_planned_part_of_this_year():
    spec = spec_of(COUNT, targets={2021: 30, 2022: 60, 2023: 80, 2024: 80, 2025: 60})
    assert [expected_by(spec, Quarter(2021, quarter)) for quarter in (3, 4)] == [15, 30]
    assert by_quarter(spec, 2022) == [45, 60, 75, 90]
    assert by_quarter(spec, 2024) == [190, 210, 230, 250]
    assert by_quarter(spec, 2024, this_year_only=True) == [20, 40, 60, 80]


@pytest.mark.parametrize(
    ("frequency", "planned", "expected"),
    [
        (Frequency.QUARTERLY, {}, [15, 30, 45, 60]),
        (Frequency.SEMESTER, {}, [0, 30, 30, 60]),
        (Frequency.ANNUAL, {}, [0, 0, 0, 60]),
        (Frequency.QUARTERLY, {2022: (2, 3, 4)}, [0, 20, 40, 60]),
        (Frequency.QUARTERLY, {2022: (1,)}, [60, 60, 60, 60]),
        (Frequency.QUARTERLY, {2022: ()}, [0, 0, 0, 60]),
    ],
)
def test_expected_of_a_flow_follows_its_planned_quarters(frequency, planned, expected):
    spec = spec_of(COUNT, frequency=frequency, planned_quarters=planned, targets={2022: 60})
    assert by_quarter(spec, 2022, this_year_only=True) == expected


@pytest.mark.parametrize(
    ("annual", "quarterly", "expected"),
    [
        (800, {2: 100, 3: 300, 4: 400}, [0, 100, 400, 800]),
        (None, {2: 100, 3: 300, 4: 400}, [0, 100, 400, 800]),
        (100, {2: 70}, [10, 80, 90, 100]),
        (60, {2: 70}, [0, 70, 70, 70]),
        (10, {1: 0, 2: 0, 3: 0}, [0, 0, 0, 10]),
    ],
)
def test_quarterly_targets_of_a_flow_take_precedence(annual, quarterly, expected):
    spec = spec_of(
        COUNT,
        targets={2022: annual},
        quarterly_targets={(2022, quarter): Decimal(value) for quarter, value in quarterly.items()},
    )
    assert by_quarter(spec, 2022, this_year_only=True) == expected


def test_a_flow_without_a_target_this_year_expects_what_past_years_did():
    spec = spec_of(COUNT, targets={2021: 10})
    assert expected_by(spec, Quarter(2022, 2)) == 10
    assert expected_by(spec, Quarter(2022, 2), this_year_only=True) is None


def test_expected_of_a_level_is_the_line_from_last_years_target_to_this_years():
    spec = spec_of(LEVEL, baseline=Decimal(10), targets={2021: 12, 2022: 20, 2023: 30})
    assert by_quarter(spec, 2022) == [14, 16, 18, 20]
    assert by_quarter(spec, 2023) == [Decimal("22.5"), 25, Decimal("27.5"), 30]


def test_in_the_first_year_the_line_runs_from_the_baseline_at_the_activitys_start():
    spec = spec_of(LEVEL, baseline=Decimal(10), targets={2021: 12})
    assert by_quarter(spec, 2021) == [None, None, 11, 12]
    whole_year = spec_of(LEVEL, start=Quarter(2021, 1), baseline=Decimal(10), targets={2021: 12})
    assert by_quarter(whole_year, 2021) == [Decimal("10.5"), 11, Decimal("11.5"), 12]


def test_a_falling_line_is_the_same_arithmetic():
    spec = spec_of(LEVEL, rising=False, baseline=Decimal(100), targets={2021: 80, 2022: 60})
    assert by_quarter(spec, 2021)[2:] == [90, 80]
    assert by_quarter(spec, 2022) == [75, 70, 65, 60]


def test_without_a_baseline_a_rising_line_starts_from_zero_and_a_falling_one_with_its_first_target():
    targets = {2021: 40, 2022: 60}
    assert by_quarter(spec_of(LEVEL, targets=targets), 2021)[2:] == [20, 40]
    falling = spec_of(LEVEL, rising=False, targets={2021: 60, 2022: 40})
    assert by_quarter(falling, 2021)[2:] == [None, 60]
    assert by_quarter(falling, 2022) == [55, 50, 45, 40]


def test_years_without_a_target_keep_what_stood():
    spec = spec_of(LEVEL, baseline=Decimal(2), targets={2022: 6, 2024: 10})
    assert by_quarter(spec, 2021)[2:] == [2, 2]
    assert by_quarter(spec, 2022) == [3, 4, 5, 6]
    assert by_quarter(spec, 2023) == [6, 6, 6, 6]
    assert by_quarter(spec, 2024) == [7, 8, 9, 10]
    assert by_quarter(spec, 2025) == [10, 10, 10, 10]


def test_the_line_ends_with_the_activity():
    spec = spec_of(LEVEL, end=Quarter(2022, 2), baseline=Decimal(0), targets={2021: 10, 2022: 20})
    assert by_quarter(spec, 2022) == [15, 20, 20, 20]


def test_quarterly_targets_bend_the_line():
    spec = spec_of(
        LEVEL,
        baseline=Decimal(0),
        targets={2021: 10, 2022: 30},
        quarterly_targets={(2022, 2): Decimal(28)},
    )
    assert by_quarter(spec, 2022) == [19, 28, 29, 30]
    at_the_end = spec_of(LEVEL, targets={2021: 10, 2022: 30}, quarterly_targets={(2022, 4): Decimal(26)})
    assert by_quarter(at_the_end, 2022) == [14, 18, 22, 26]


@pytest.mark.parametrize(
    ("frequency", "expected"),
    [
        (Frequency.QUARTERLY, [14, 16, 18, 20]),
        (Frequency.SEMESTER, [12, 16, 16, 20]),
        (Frequency.ANNUAL, [12, 12, 12, 20]),
    ],
)
def test_the_line_is_read_where_a_report_was_last_due(frequency, expected):
    spec = spec_of(LEVEL, frequency=frequency, baseline=Decimal(10), targets={2021: 12, 2022: 20})
    assert by_quarter(spec, 2022) == expected


def test_a_survey_is_expected_in_its_years_only():
    spec = spec_of(
        LEVEL, frequency=Frequency.SURVEY, rising=False, baseline=Decimal(11), targets={2023: 10, 2025: 9}
    )
    assert by_quarter(spec, 2022) == [None] * 4
    assert by_quarter(spec, 2023) == [None, None, None, 10]
    assert by_quarter(spec, 2025) == [10, 10, 10, 9]


def test_a_milestone_is_expected_when_its_date_comes_and_not_bit_by_bit():
    milestone = Rule(Combine.MEAN, Combine.LATEST)
    facts = {"baseline": Decimal(0), "targets": {2021: 0, 2022: 1, 2023: 1}}
    spec = spec_of(milestone, is_milestone=True, **facts)
    assert by_quarter(spec, 2022) == [0, 0, 0, 1]
    dated = spec_of(milestone, is_milestone=True, quarterly_targets={(2022, 2): Decimal(1)}, **facts)
    assert by_quarter(dated, 2022) == [0, 1, 1, 1]


# -- section 5: the words


@pytest.mark.parametrize(
    ("achieved", "ratio", "word"),
    [
        ("1", "0.4", Status.COMPLETED),
        ("1.2", None, Status.COMPLETED),
        ("0.99", "1.3", Status.ON_TRACK),
        ("0.4", "0.85", Status.ON_TRACK),
        ("0.4", "0.8499999", Status.DELAYED),
        ("0.4", "0.50", Status.DELAYED),
        ("0.4", "0.4999999", Status.OFF_TRACK),
        ("0", "0", Status.OFF_TRACK),
        ("-0.0001", "-0.1", Status.REGRESSED),
        ("-0.1", None, Status.REGRESSED),
        ("0", None, Status.NOT_DUE),
        (None, None, Status.NOT_DUE),
    ],
)
def test_status_of_what_was_reported(achieved, ratio, word):
    assert status(achievement=number(achieved), ratio=number(ratio), has_answer=True) is word


@pytest.mark.parametrize(
    ("has_started", "was_due", "word"),
    [
        (False, False, Status.NOT_STARTED),
        (True, False, Status.NOT_DUE),
        (True, True, Status.NO_DATA),
    ],
)
def test_status_when_nothing_was_reported(has_started, was_due, word):
    found = status(achievement=None, ratio=None, has_answer=False, has_started=has_started, was_due=was_due)
    assert found is word


def test_what_cannot_be_computed_says_so():
    found = status(achievement=None, ratio=None, has_answer=True, is_computable=False)
    assert found is Status.NOT_COMPUTABLE


def test_thresholds_are_the_plans():
    strict = Thresholds(on_track=Decimal("0.95"), delayed=Decimal("0.70"))
    words = [
        status(achievement=Decimal("0.5"), ratio=Decimal(ratio), has_answer=True, thresholds=strict)
        for ratio in ("0.95", "0.94", "0.70", "0.69")
    ]
    assert words == [Status.ON_TRACK, Status.DELAYED, Status.DELAYED, Status.OFF_TRACK]
