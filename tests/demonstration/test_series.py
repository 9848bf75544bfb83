"""Made-up values of one indicator."""

from decimal import Decimal
from random import Random

import pytest

from activities.rollup.presets import Preset
from activities.rollup.schedule import Quarter, quarters_between
from ocse_nap.demonstration.series import Answered, Measure, series

QUARTERS = tuple(quarters_between(Quarter(2022, 1), Quarter(2023, 4)))
YEAR_ENDS = (Quarter(2022, 4), Quarter(2023, 4))
ONE = Decimal(1)


def make(preset, targets, *, pace="1", part="1", seed=1, **facts) -> dict[Quarter, Answered]:
    targets = {year: Decimal(value) for year, value in targets.items()}
    measure = Measure(preset, targets, facts.pop("quarters", QUARTERS), **facts)
    return series(measure, Random(seed), pace=Decimal(pace), part=Decimal(part))


@pytest.mark.parametrize("seed", range(20))
def test_counts_are_whole_and_their_year_is_near_the_target(seed):
    answers = make(Preset.COUNT, {2022: 100, 2023: 200}, seed=seed)

    for year, target in ((2022, 100), (2023, 200)):
        values = [answer.value for quarter, answer in answers.items() if quarter.year == year]
        assert all(value == value.to_integral_value() and value >= 0 for value in values)
        assert target * 0.89 < sum(values) < target * 1.11


def test_a_year_without_a_target_is_not_planned():
    answers = make(Preset.COUNT, {2022: 0, 2023: 8})

    assert [answers[quarter].is_planned for quarter in QUARTERS] == [False] * 4 + [True] * 4


def test_an_institution_reaches_its_part():
    whole = sum(answer.value for answer in make(Preset.COUNT, {2022: 1000, 2023: 0}).values() if answer.value)
    part = make(Preset.COUNT, {2022: 1000, 2023: 0}, part="0.2")

    assert sum(answer.value for answer in part.values() if answer.value) == pytest.approx(whole / 5, abs=1)


def test_a_level_rises_is_kept_and_stops_at_the_last_target():
    answers = make(Preset.LEVEL, {2022: 10, 2023: 25}, pace="1.5", baseline=Decimal(0))
    values = [answers[quarter].value for quarter in QUARTERS]

    assert values == sorted(values)
    assert values[-1] == 25


def test_a_falling_level_falls():
    answers = make(Preset.LEVEL, {2022: 60, 2023: 20}, is_rising=False, is_fine=True)
    values = [answers[quarter].value for quarter in QUARTERS]

    assert values == sorted(values, reverse=True)
    assert values[-1] == pytest.approx(Decimal(20), abs=6)


@pytest.mark.parametrize(("is_rising", "baseline", "target"), [(True, 3, 20), (False, 40, 10)])
def test_a_negative_pace_regresses(is_rising, baseline, target):
    answers = make(Preset.LEVEL, {2023: target}, pace="-0.3", is_rising=is_rising, baseline=Decimal(baseline))
    last = answers[QUARTERS[-1]].value

    assert last < baseline if is_rising else last > baseline


def test_a_milestone_is_reached_in_its_year_or_late():
    targets = {2022: 1, 2023: 1}
    on_time = make(Preset.MILESTONE, targets, quarters=YEAR_ENDS)
    late = make(Preset.MILESTONE, targets, quarters=YEAR_ENDS, milestone_delay=1)

    assert [on_time[quarter].value for quarter in YEAR_ENDS] == [1, 1]
    assert [late[quarter].value for quarter in YEAR_ENDS] == [0, 1]


@pytest.mark.parametrize("pace", ["0.3", "1", "1.6"])
def test_a_share_is_so_many_out_of_so_many(pace):
    answers = make(Preset.END_SHARE, {2022: 60, 2023: 90}, pace=pace, denominator=40)

    for answer in answers.values():
        assert answer.value is None
        assert 0 <= answer.numerator <= answer.denominator
    last = answers[QUARTERS[-1]]
    expected = min(Decimal("0.9") * Decimal(pace), Decimal("0.98"))
    assert last.numerator / last.denominator == pytest.approx(expected, abs=Decimal("0.06"))
