"""How long the pure roll-up takes: 150 indicators x 20 quarters x 25 institutions, against a plain sum.

python benchmarks/rollup_speed.py          (from the project root; needs no database)

Floor and product are run in turn (A B A B ...); the median of the ratios and their range are printed.
"""

import random
import sys
from decimal import Decimal
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from activities.rollup.figures import Entry
from activities.rollup.indicators import roll_up_indicator
from activities.rollup.presets import PRESETS
from activities.rollup.schedule import Quarter, Span, quarters_between
from activities.rollup.scopes import roll_up_activity, roll_up_scope
from activities.rollup.targets import IndicatorSpec

ROUNDS = 7
INSTITUTIONS = range(25)
START, END = Quarter(2021, 1), Quarter(2025, 4)
QUARTERS = quarters_between(START, END)
RULES = [rule for rules in PRESETS.values() for rule in rules]


def made_up_plan(indicators: int, silent_share: float) -> list[tuple[IndicatorSpec, dict]]:
    """Specs of every preset in turn, with entries for all institutions and quarters but the silent ones."""
    chance = random.Random(1)
    plan = []
    for number in range(indicators):
        spec = IndicatorSpec(
            rule=RULES[number % len(RULES)],
            start=START,
            end=END,
            assignments=dict.fromkeys(INSTITUTIONS, Span()),
            baseline=Decimal(0),
            targets={year: Decimal(500 + 100 * (year - 2021)) for year in range(2021, 2026)},
        )
        entries = {}
        for institution in INSTITUTIONS:
            for quarter in QUARTERS:
                if chance.random() >= silent_share:
                    count = Decimal(chance.randint(0, 50))
                    entries[institution, quarter] = Entry(
                        value=count, numerator=count, denominator=Decimal(50)
                    )
        plan.append((spec, entries))
    return plan


def plain_sum(plan) -> dict:
    """The floor: one total per indicator and quarter, no rules, no coverage, no targets."""
    totals = {}
    for number, (_, entries) in enumerate(plan):
        for (_, quarter), entry in entries.items():
            cell = (number, quarter)
            totals[cell] = totals.get(cell, 0) + entry.value
    return totals


def roll_up(plan) -> list:
    """The product: every indicator and quarter, then 60 activities, 6 priorities and the plan."""
    one = Decimal(1)
    results = [roll_up_indicator(spec, entries, QUARTERS) for spec, entries in plan]
    plans = []
    for at, quarter in enumerate(QUARTERS):
        activities = [
            roll_up_activity(
                quarter, [(series[at], one) for series in results[number::60]], start=START, end=END
            )
            for number in range(60)
        ]
        priorities = [roll_up_scope([(each, one) for each in activities[number::6]]) for number in range(6)]
        plans.append(roll_up_scope([(each, one) for each in priorities]))
    return plans


def seconds(work, plan) -> float:
    start = perf_counter()
    work(plan)
    return perf_counter() - start


def main() -> None:
    for indicators, silent_share in ((150, 0.0), (150, 0.25), (300, 0.0)):
        plan = made_up_plan(indicators, silent_share)
        pairs = [(seconds(plain_sum, plan), seconds(roll_up, plan)) for _ in range(ROUNDS)]
        ratios = [product / floor for floor, product in pairs]
        print(
            f"{indicators} indicators, {silent_share:.0%} silent: "
            f"plain sum {1000 * median(floor for floor, _ in pairs):.0f} ms, "
            f"roll-up {1000 * median(product for _, product in pairs):.0f} ms, "
            f"ratio {median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})"
        )


if __name__ == "__main__":
    main()
