"""From approved answers to the figures of an indicator, in one pass. No Django, no clock, no float.

Source: rollup.md, sections 3 to 5.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from activities.rollup.figures import Completeness, Entries, Figure, Institution, Reader, Window
from activities.rollup.schedule import Quarter
from activities.rollup.status import DEFAULT_THRESHOLDS, Status, Thresholds, status
from activities.rollup.targets import ONE, ZERO, IndicatorSpec, achievement, expected_by


class Lens(NamedTuple):
    """A figure against its target: of this year, or of the whole plan.

    `expected`: the value that should stand by now; `expected_share`: how much of the way that is, 0..1.
    `ratio`: way covered over way expected. `has_goal`: progress can be measured here at all; an indicator
    without a goal (no target this year, a survey in another year) is in no mean of this lens.
    """

    figure: Figure
    target: Decimal | None
    achievement: Decimal | None
    expected: Decimal | None
    expected_share: Decimal | None
    ratio: Decimal | None
    status: Status
    has_goal: bool


class IndicatorResult(NamedTuple):
    period: Quarter
    quarter: Figure
    year: Lens
    plan: Lens
    expected_from: tuple[Institution, ...]  # who was to report this quarter


def roll_up_indicator(
    spec: IndicatorSpec,
    entries: Entries,
    quarters: Sequence[Quarter],
    *,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
) -> list[IndicatorResult]:
    """One result per quarter, in one pass.

    `entries`: (institution, quarter) -> Entry; what is absent is not reported or not due, as the spec says.
    `quarters`: every quarter from the start of the plan to the last one wanted, in order. A quarter of the
    future must not be among them: there is no clock here, so it would count as missing.
    For one institution against its own targets, give a spec with that one assignment and its entries.
    """
    reader, plan, year = Reader(spec, entries), Window(spec.rule), Window(spec.rule)
    results = []
    for quarter in quarters:
        if results and quarter.year != results[-1].period.year:
            year = Window(spec.rule)
        answers = reader.read(quarter)
        plan.add(answers)
        year.add(answers)
        year_target = spec.target_in(quarter.year)
        due_this_year = expected_by(spec, quarter, this_year_only=True)
        results.append(
            IndicatorResult(
                period=quarter,
                quarter=answers.figure(),
                year=_lens(spec, quarter, year.figure(answers), year_target, due_this_year, thresholds),
                plan=_lens(
                    spec,
                    quarter,
                    plan.figure(answers),
                    spec.final_target,
                    expected_by(spec, quarter) if spec.rule.is_flow else due_this_year,
                    thresholds,
                ),
                expected_from=tuple(answers.expected_from),
            )
        )
    return results


def _lens(
    spec: IndicatorSpec,
    quarter: Quarter,
    figure: Figure,
    target: Decimal | None,
    expected: Decimal | None,
    thresholds: Thresholds,
) -> Lens:
    has_goal = spec.has_goal(target)
    achieved = expected_share = ratio = None
    if has_goal:
        achieved = achievement(
            figure.value, spec.baseline, target, rising=spec.rising, is_flow=spec.rule.is_flow
        )
        expected_share = _expected_share(spec, target, expected)
        ratio = _ratio(spec, figure.value, target, expected, achieved)
    return Lens(
        figure=figure,
        target=target,
        achievement=achieved,
        expected=expected,
        expected_share=expected_share,
        ratio=ratio,
        status=status(
            achievement=achieved,
            ratio=ratio,
            has_answer=figure.state is not Completeness.NONE,
            has_started=quarter >= spec.start,
            was_due=figure.expected > 0,
            is_computable=figure.value is not None and spec.start_value is not None,
            thresholds=thresholds,
        ),
        has_goal=has_goal,
    )


def _expected_share(spec: IndicatorSpec, target: Decimal, expected: Decimal | None) -> Decimal:
    if target == spec.start_value:  # "maintain": all of it, always
        return ONE
    return ZERO if expected is None else (expected - spec.start_value) / (target - spec.start_value)


def _ratio(spec, actual, target, expected, achieved) -> Decimal | None:
    """Way covered over way expected. Nothing expected yet: None, except "maintain", which is always due."""
    if actual is None or expected is None:
        return None
    if expected == spec.start_value:
        return achieved if target == spec.start_value else None
    return (actual - spec.start_value) / (expected - spec.start_value)
