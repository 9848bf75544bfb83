"""Made-up spending: behind the plan, unevenly, and by some not recorded at all."""

from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from activities.rollup.schedule import Quarter, quarters_between
from budget.execution import cents, split_by_shares
from budget.models import BudgetLine
from budget.services import record_expenditure, reverse_expenditure
from institutions.models import Institution
from ocse_nap.demonstration.characters import LAST_QUARTER, character_of
from ocse_nap.demonstration.figures import language_of
from ocse_nap.demonstration.series import chance
from ocse_nap.demonstration.stage import Stage
from ocse_nap.demonstration.texts import sentence
from priorities.models import ReportingPeriod

# How much of a source's money is spent, and how it spreads over the quarters of a year.
SOURCE_RATES = {"RGC-N": "1.00", "RGC-S": "0.70", "DP-UNICEF": "1.00", "DP-OTHER": "0.85"}
USUAL_RATE = "0.90"
QUARTER_WEIGHTS = {1: "0.3", 2: "0.8", 3: "1.1", 4: "1.6"}
MOST = Decimal("1.05")  # a line is hardly ever overspent


def record_spending(stage: Stage) -> None:
    """Expenditures on every line, in the quarters of its year that are over."""
    numbers: Counter = Counter()  # of vouchers, by institution
    lines = BudgetLine.objects.filter(activity__priority__plan=stage.plan)
    for line in lines.select_related("activity", "funding_source", "institution").order_by("code"):
        rng = stage.chance("spending", line.code)
        for period, amount in _amounts(stage, line, rng):
            numbers[line.institution.code] += 1
            reference = f"{line.institution.code}-{period.code}-{numbers[line.institution.code]:03}"
            _record(stage, line, period, amount, reference, rng)


def _amounts(stage: Stage, line: BudgetLine, rng: Random) -> list[tuple[ReportingPeriod, Decimal]]:
    """What is spent in which quarter; the parts add up to the cent. Not every quarter has a payment."""
    over = [
        period
        for period in stage.periods
        if period.year == line.year
        and period.ends_on > line.activity.starts_on
        and not (stage.is_last(period) and not _has_begun(line.institution))
    ]
    rate = Decimal(character_of(line.institution.code).spending)
    rate *= Decimal(SOURCE_RATES.get(line.funding_source.code, USUAL_RATE)) * chance(rng, "0.75", "1.15")
    share_over = sum(map(_weight, over)) / sum(map(_weight, _quarters_of_year(line)))
    spent = cents(line.amount * min(rate, MOST) * share_over)
    if spent <= 0:
        return []
    paid = [period for period in over if rng.random() < 0.6] or over[-1:]
    return list(zip(paid, split_by_shares(spent, [_weight(period) for period in paid]), strict=True))


def _weight(quarter: Quarter | ReportingPeriod) -> Decimal:
    return Decimal(QUARTER_WEIGHTS[quarter.quarter])


def _quarters_of_year(line: BudgetLine) -> list[Quarter]:
    """The quarters of the line's year in which its activity runs."""
    start = max(Quarter(line.year, 1), Quarter.containing(line.activity.starts_on))
    return quarters_between(start, Quarter(line.year, 4))


def _has_begun(institution: Institution) -> bool:
    """Whether somebody of the institution was at work in the last quarter's form."""
    return any(institution.code in codes for codes in LAST_QUARTER.values())


def _record(stage: Stage, line, period, amount: Decimal, reference: str, rng: Random) -> None:
    """One expenditure; now and then mistyped, reversed, and recorded again."""
    by = stage.focal_point(line.institution.code)
    at = _recorded_at(stage, period, rng)
    spent_on = min(period.starts_on + timedelta(days=rng.randint(5, 85)), at.date())

    def record(value: Decimal, reference: str, at: datetime):
        return record_expenditure(
            line, period=period, amount=value, spent_on=spent_on, reference=reference, by=by, at=at
        )

    if rng.random() < 0.008:
        mistyped = record(amount * 10, reference, at)
        at = stage.later(at, rng.randint(1, 6))
        reason = sentence(rng, "reversal", language_of(line.institution, rng))
        reverse_expenditure(mistyped, reason=reason, by=by, at=at)
    record(amount, reference, at)


def _recorded_at(stage: Stage, period: ReportingPeriod, rng: Random) -> datetime:
    if stage.is_last(period):
        return stage.morning(stage.today - timedelta(days=rng.randint(2, 9)))
    return stage.morning(period.ends_on + timedelta(days=rng.randint(3, 25)))
