"""From indicators to activities, strategic priorities and the plan. No Django, no clock, no float.

Source: rollup.md, section 6.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext
from typing import NamedTuple

from activities.rollup.figures import Institution, Report
from activities.rollup.indicators import IndicatorResult, Lens
from activities.rollup.schedule import Quarter, quarters_between
from activities.rollup.status import DEFAULT_THRESHOLDS, Status, Thresholds, status
from activities.rollup.targets import ONE, ZERO


class ScopeLens(NamedTuple):
    """Progress of an activity, a priority or the plan, in one lens.

    `progress`, `expected`: shares 0..1, over the same parts; None = nothing reported.
    `measured` of `measurable`: how many indicators are in the mean, of those that have a goal.
    `weight_share`: the share of all weight that is behind `progress`.
    """

    progress: Decimal | None
    expected: Decimal | None
    ratio: Decimal | None
    status: Status
    measured: int
    measurable: int
    weight_share: Decimal


class ScopeResult(NamedTuple):
    """`expected_from`, `missing`: institutions that were to report this quarter; missing any of it counts."""

    year: ScopeLens
    plan: ScopeLens
    expected_from: tuple[Institution, ...]
    missing: tuple[Institution, ...]
    carried_forward: tuple[Report, ...]
    is_self_assessed: bool  # some of it is an institution's own per cent, not measured

    @property
    def expected(self) -> int:
        return len(self.expected_from)

    @property
    def reported(self) -> int:
        return len(self.expected_from) - len(self.missing)


def weighted_mean(pairs: Iterable[tuple[Decimal | None, Decimal]]) -> Decimal | None:
    """Mean of (value, weight), over the values that are not None; None if there are none.

    Where no value left carries weight, they count equally. Raises ValueError for a negative weight.
    """
    known = [(value, weight) for value, weight in pairs if value is not None]
    if any(weight < 0 for _, weight in known):
        raise ValueError("a weight is negative")
    if not known:
        return None
    if not any(weight for _, weight in known):
        known = [(value, ONE) for value, _ in known]
    with localcontext() as exact:  # 28-digit shares times money: the products must not be rounded
        exact.prec = 80
        mean = sum(value * weight for value, weight in known) / sum(weight for _, weight in known)
    return +mean


def roll_up_activity(
    quarter: Quarter,
    indicators: Sequence[tuple[IndicatorResult, Decimal]],
    *,
    start: Quarter,
    end: Quarter,
    self_assessed_share: Decimal | None = None,
    lead: Institution | None = None,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
) -> ScopeResult:
    """An activity in one quarter: weighted mean of its indicators' achievement.

    `indicators`: (result of this quarter, weight). `start`, `end`: the activity's.
    `self_assessed_share`: what `lead` itself gives, 0..1; used, for the whole plan lens only, where no
    indicator has a goal. It is then expected to grow evenly from start to end.
    """
    has_started = quarter >= start
    results = [result for result, _ in indicators]
    year = _scope_lens([_indicator_part(r.year, w) for r, w in indicators], has_started, thresholds)
    plan = _scope_lens([_indicator_part(r.plan, w) for r, w in indicators], has_started, thresholds)
    expected_from = {institution for r in results for institution in r.expected_from}
    missing = {institution for r in results for institution, _ in r.quarter.missing}
    is_self_assessed = not any(r.plan.has_goal for r in results)
    if is_self_assessed:
        plan = _self_assessed_lens(self_assessed_share, quarter, start, end, thresholds)
        if lead is not None and start <= quarter <= end:
            expected_from.add(lead)
            missing |= {lead} if self_assessed_share is None else set()
    return ScopeResult(
        year=year,
        plan=plan,
        expected_from=tuple(sorted(expected_from)),
        missing=tuple(sorted(missing)),
        carried_forward=_union(r.quarter.carried_forward for r in results),
        is_self_assessed=is_self_assessed,
    )


def roll_up_scope(
    parts: Sequence[tuple[ScopeResult, Decimal]], *, thresholds: Thresholds = DEFAULT_THRESHOLDS
) -> ScopeResult:
    """A strategic priority from its activities, or the plan from its priorities, in one quarter.

    `parts`: (result, weight); the weights are normalised over the parts that have a figure.
    """
    results = [result for result, _ in parts]
    return ScopeResult(
        year=_scope_lens([_scope_part(r.year, w) for r, w in parts], True, thresholds),
        plan=_scope_lens([_scope_part(r.plan, w) for r, w in parts], True, thresholds),
        expected_from=_union(r.expected_from for r in results),
        missing=_union(r.missing for r in results),
        carried_forward=_union(r.carried_forward for r in results),
        is_self_assessed=any(r.is_self_assessed for r in results),
    )


class _Part(NamedTuple):
    """One part of a scope, in one lens, as it enters the mean."""

    weight: Decimal
    progress: Decimal | None
    expected: Decimal | None
    weight_share: Decimal
    measured: int
    measurable: int
    status: Status


def _indicator_part(lens: Lens, weight: Decimal) -> _Part:
    is_measured = lens.has_goal and lens.achievement is not None
    return _Part(
        weight=weight,
        progress=_clamp(lens.achievement) if is_measured else None,
        expected=_clamp(lens.expected_share) if is_measured else None,
        weight_share=ONE if is_measured else ZERO,
        measured=int(is_measured),
        measurable=int(lens.has_goal),
        status=lens.status,
    )


def _scope_part(lens: ScopeLens, weight: Decimal) -> _Part:
    return _Part(
        weight=weight,
        progress=lens.progress,
        expected=lens.expected,
        weight_share=lens.weight_share,
        measured=lens.measured,
        measurable=lens.measurable,
        status=lens.status,
    )


def _scope_lens(parts: Sequence[_Part], has_started: bool, thresholds: Thresholds) -> ScopeLens:
    progress = weighted_mean((part.progress, part.weight) for part in parts)
    expected = weighted_mean((part.expected, part.weight) for part in parts)
    ratio = progress / expected if progress is not None and expected else None
    measured = sum(part.measured for part in parts)
    measurable = sum(part.measurable for part in parts)
    # A scope is completed when all of it is, not when the part that reported is.
    is_whole = measured == measurable
    word = status(
        achievement=progress if is_whole else None,
        ratio=ratio,
        has_answer=progress is not None,
        has_started=has_started,
        thresholds=thresholds,
    )
    if progress is None and has_started:
        word = _status_without_progress(parts)
    return ScopeLens(
        progress=progress,
        expected=expected,
        ratio=ratio,
        status=word,
        measured=measured,
        measurable=measurable,
        weight_share=weighted_mean((part.weight_share, part.weight) for part in parts) or ZERO,
    )


def _status_without_progress(parts: Sequence[_Part]) -> Status:
    words = {part.status for part in parts}
    if Status.NO_DATA in words:
        return Status.NO_DATA
    return words.pop() if len(words) == 1 else Status.NOT_DUE


def _self_assessed_lens(
    share: Decimal | None, quarter: Quarter, start: Quarter, end: Quarter, thresholds: Thresholds
) -> ScopeLens:
    elapsed = len(quarters_between(start, min(quarter, end)))
    expected = Decimal(elapsed) / len(quarters_between(start, end))
    ratio = share / expected if share is not None and expected else None
    has_answer = share is not None
    return ScopeLens(
        progress=share,
        expected=expected if has_answer else None,
        ratio=ratio,
        status=status(
            achievement=share,
            ratio=ratio,
            has_answer=has_answer,
            has_started=quarter >= start,
            was_due=quarter >= start,
            thresholds=thresholds,
        ),
        measured=int(has_answer),
        measurable=1,
        weight_share=ONE if has_answer else ZERO,
    )


def _clamp(share: Decimal) -> Decimal:
    """0..1, for a mean only: no indicator makes up for another."""
    return min(max(share, ZERO), ONE)


def _union(tuples: Iterable[tuple]) -> tuple:
    return tuple(sorted({item for items in tuples for item in items}))
