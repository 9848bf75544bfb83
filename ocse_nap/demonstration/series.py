"""Made-up values of one indicator, as one institution reports it over the years. No Django, no clock.

They follow the plan's targets at the institution's pace, with some chance. Counts are whole; numbers are
Decimal. The order of the calls does not matter: every series has its own source of chance.
"""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from random import Random
from typing import NamedTuple

from activities.rollup.presets import Preset
from activities.rollup.schedule import Quarter

ZERO, ONE = Decimal(0), Decimal(1)


class Answered(NamedTuple):
    """A value, or a share's numerator and denominator; all None: nothing was planned."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def is_planned(self) -> bool:
        return self != Answered()


class Measure(NamedTuple):
    """What a series needs to know of an indicator. `targets`: year → value; `is_fine`: decimals are usual."""

    preset: str
    targets: Mapping[int, Decimal]
    quarters: tuple[Quarter, ...]  # in which it is due
    is_rising: bool = True
    is_fine: bool = False
    baseline: Decimal | None = None
    denominator: int = 30
    milestone_delay: int = 0  # years


def series(measure: Measure, rng: Random, *, pace: Decimal, part: Decimal = ONE) -> dict[Quarter, Answered]:
    """Quarter → what is reported. `pace`: reached ÷ planned; `part`: the institution's part of the target."""
    if measure.preset == Preset.COUNT:
        return _counts(measure, rng, pace * part)
    if measure.preset == Preset.MILESTONE:
        return _milestones(measure)
    if measure.preset in (Preset.QUARTER_SHARE, Preset.END_SHARE):
        return _shares(measure, rng, pace)
    return _levels(measure, rng, pace)


def chance(rng: Random, low: str, high: str) -> Decimal:
    """A number between the two, in hundredths."""
    return Decimal(rng.randint(int(Decimal(low) * 100), int(Decimal(high) * 100))) / 100


def _counts(measure: Measure, rng: Random, pace: Decimal) -> dict[Quarter, Answered]:
    """Each year's target, spread over its quarters; in some of them nothing happens: a real zero."""
    answers = {}
    for year, group in groupby(measure.quarters, key=lambda quarter: quarter.year):
        quarters = list(group)
        target = measure.targets.get(year, ZERO)
        if target == 0:
            answers |= {quarter: Answered() for quarter in quarters}
            continue
        weights = [ZERO if rng.random() < 0.08 else chance(rng, "0.60", "1.40") for _quarter in quarters]
        wanted = target * pace * chance(rng, "0.90", "1.10")
        answers |= zip(quarters, _spread(wanted, weights), strict=True)
    return answers


def _spread(total: Decimal, weights: list[Decimal]) -> Iterable[Answered]:
    """Whole numbers in proportion to `weights`, adding up to `total` rounded (to 0 where all weights are)."""
    everything = sum(weights) or ONE
    passed, given = ZERO, ZERO
    for weight in weights:
        passed += weight
        due = _whole(total * passed / everything)
        yield Answered(value=due - given)
        given = due


def _milestones(measure: Measure) -> dict[Quarter, Answered]:
    """0 until the year of the first target of 1, or some years later."""
    done_in = min((year for year, target in measure.targets.items() if target == 1), default=9999)
    return {
        quarter: Answered(value=ONE if quarter.year >= done_in + measure.milestone_delay else ZERO)
        for quarter in measure.quarters
    }


def _levels(measure: Measure, rng: Random, pace: Decimal) -> dict[Quarter, Answered]:
    """Along the line of the targets. What was reached is kept, and the last target is not exceeded."""
    line = _line(measure)
    start, last = line[0][1], line[-1][1]
    answers, reached = {}, start
    for quarter in measure.quarters:
        way = (_on_line(line, quarter.index) - start) * pace * chance(rng, "0.92", "1.08")
        value = max(start + way, ZERO)
        if pace > 0:
            better = max if measure.is_rising else min
            worse = min if measure.is_rising else max
            reached = value = worse(better(value, reached), last)
        answers[quarter] = Answered(value=round(value, 1) if measure.is_fine else _whole(value))
    return answers


def _shares(measure: Measure, rng: Random, pace: Decimal) -> dict[Quarter, Answered]:
    """Per cents of the targets' line as so many out of so many."""
    line = _line(measure)
    answers = {}
    for number, quarter in enumerate(measure.quarters):
        denominator = Decimal(measure.denominator + rng.randint(0, measure.denominator // 4) + number)
        share = _on_line(line, quarter.index) / 100 * pace + chance(rng, "-0.04", "0.04")
        numerator = _whole(denominator * min(max(share, Decimal("0.02")), Decimal("0.98")))
        answers[quarter] = Answered(numerator=numerator, denominator=denominator)
    return answers


def _line(measure: Measure) -> list[tuple[int, Decimal]]:
    """Where things should stand: (quarter index, value) at the start and at the end of each target's year."""
    years = sorted(measure.targets)
    first = measure.targets[years[0]]
    start = measure.baseline
    if start is None:
        start = first * Decimal("0.7") if measure.is_rising else first * Decimal("1.5")
    before = min(Quarter(years[0], 1), measure.quarters[0]).index - 1
    return [(before, start), *((Quarter(year, 4).index, measure.targets[year]) for year in years)]


def _on_line(line: list[tuple[int, Decimal]], index: int) -> Decimal:
    for (left, low), (right, high) in zip(line, line[1:], strict=False):
        if index <= right:
            return low + (high - low) * (index - left) / (right - left)
    return line[-1][1]


def _whole(value: Decimal) -> Decimal:
    return value.quantize(ONE, rounding=ROUND_HALF_UP)
