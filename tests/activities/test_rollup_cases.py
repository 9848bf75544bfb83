"""Worked examples of other monitoring systems (tests/data/rollup_cases.json, each with its source).

Where a source's own answer is recorded as wrong ("anchor"), the right one ("correct") is asserted.
`check` in the data names the function below; a case that does not apply says why.
"""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from activities.rollup.disaggregation import TotalMismatch, total_of_leaves
from activities.rollup.figures import Entry, State, figure_in_quarter, figure_over
from activities.rollup.indicators import roll_up_indicator
from activities.rollup.presets import Combine, Rule
from activities.rollup.rounding import per_cent, round_half_up
from activities.rollup.schedule import Quarter, Span, quarters_between
from activities.rollup.targets import IndicatorSpec, achievement, expected_by, share_from_per_cent

CASES = json.loads(
    (Path(__file__).parent.parent / "data" / "rollup_cases.json").read_text(encoding="utf-8"),
    parse_float=Decimal,
    parse_int=Decimal,
)
FIRST = Quarter(2021, 1)
COUNT = Rule(Combine.SUM, Combine.SUM)
RUNNING_TOTAL = Rule(Combine.SUM, Combine.LATEST)


def spec_of(institutions=("A",), rule=COUNT, **facts):
    spans = dict.fromkeys(institutions, Span())
    return IndicatorSpec(rule=rule, start=FIRST, end=Quarter(2026, 4), assignments=spans, **facts)


def value_of(number) -> Entry:
    return Entry(value=Decimal(number))


def quarters(count):
    return [Quarter.from_index(FIRST.index + step) for step in range(int(count))]


def rounded(values, places):
    return [round_half_up(value, places) for value in values]


def results_by_year(case, rule, targets):
    """One institution whose results of a year are reported in its first quarters; the year's last results."""
    years = [FIRST.year + step for step in range(len(targets))]
    entries = {
        ("A", Quarter(year, number)): value_of(value)
        for year, values in zip(years, case["input"]["results"], strict=True)
        for number, value in enumerate(values, start=1)
    }
    rising = not case["id"].endswith("-")
    spec = spec_of(rule=rule, rising=rising, targets=dict(zip(years, targets, strict=True)))
    until = Quarter(years[-1], 4)
    return spec, roll_up_indicator(spec, entries, quarters_between(FIRST, until))[3::4]


def check_years(case):
    rule = RUNNING_TOTAL if case["input"]["mode"] == "latest" else COUNT
    spec, results = results_by_year(case, rule, case["input"]["targets"])
    expected = case["expected"]
    assert [result.year.figure.value for result in results] == expected["actuals"]
    achieved = [result.year.achievement for result in results]
    if "met" in expected:
        assert rounded(achieved, 2) == expected["met"]
        assert spec.final_target == expected["lop_target"]
        assert results[-1].plan.figure.value == expected["lop_actual"]
        assert round_half_up(results[-1].plan.achievement, 2) == expected["lop_met"]
    else:
        assert [per_cent(share, 0) for share in achieved] == expected["pct"]
    if expected.get("lop"):
        last = results[-1].plan
        assert [last.target, last.figure.value, last.achievement * 100] == expected["lop"]


def check_to_date(case):
    cumulative = case["input"]["targets"]
    annual = [
        target - before for target, before in zip(cumulative, [Decimal(0), *cumulative[:-1]], strict=True)
    ]
    _, results = results_by_year(case, COUNT, annual)
    assert [result.plan.expected for result in results] == cumulative
    assert [result.plan.figure.value for result in results] == case["expected"]["actuals"]
    assert [per_cent(result.plan.ratio, 0) for result in results] == case["expected"]["pct"]


def check_running_total(case):
    entries = {}
    for period, person, value in case["input"]["updates"]:
        institution = person.partition("(")[2].rstrip(")").split(",")[0] or person
        entries[institution, quarters(period)[-1]] = value_of(value)
    institutions = {institution for institution, _ in entries}
    spec = spec_of(institutions, RUNNING_TOTAL)
    if isinstance(case["expected"], dict):
        assert figure_in_quarter(spec, entries, quarters(2)).value == case["expected"]["correct"]
        return
    for count, expected in enumerate(case["expected"], start=1):
        figure = figure_in_quarter(spec, entries, quarters(count))
        silent = {key for key in institutions if (key, quarters(count)[-1]) not in entries}
        assert figure.value == expected
        assert {institution for institution, _ in figure.carried_forward} == silent


def check_ratio(case):
    pairs = case["input"]["pairs"]
    entries = {
        (str(place), FIRST): Entry(numerator=numerator, denominator=denominator)
        for place, (numerator, denominator) in enumerate(pairs)
    }
    spec = spec_of([key for key, _ in entries], Rule(Combine.RATIO, Combine.RATIO))
    figure = figure_in_quarter(spec, entries, [FIRST])
    assert (figure.numerator, figure.denominator) == (case["expected"]["n"], case["expected"]["d"])
    assert per_cent(figure.value, 2) == case["expected"]["pct"]


def check_leaves(case):
    if "cells" in case["input"]:
        cells, expected = case["input"]["cells"], case["expected"]
        with pytest.raises(TotalMismatch) as refused:
            total_of_leaves(cells.values(), None, case["input"]["stale_total"])
        assert (refused.value.typed, refused.value.total) == (999, expected["total"])
        for axis, part in (("rows", slice(0, 2)), ("cols", slice(2, 4))):
            names = sorted({name[part] for name in cells})
            sums = [total_of_leaves([v for name, v in cells.items() if name[part] == n], None) for n in names]
            assert sums == expected[axis]
        return
    reports, expected = case["input"]["L2"], case["expected"]["L1"]
    for key in ("v", "M", "F"):
        entries = {(str(place), FIRST): value_of(report[key]) for place, report in enumerate(reports)}
        assert figure_in_quarter(spec_of("01"), entries, [FIRST]).value == expected[key]
    assert total_of_leaves([expected["M"], expected["F"]], None, expected["v"]) == expected["v"]


def check_missing(case):
    given = case["input"].get("L2") or case["input"].get("values") or case["input"]["approved"]
    drafts = case["input"].get("draft", [])
    entries = {
        (str(place), FIRST): value_of(value) if isinstance(value, Decimal) else Entry(State.NOT_REPORTED)
        for place, value in enumerate([*given, *[None for _ in drafts]])
    }
    names = [name for name, _ in entries]
    figure = figure_in_quarter(spec_of(names), entries, [FIRST])
    expected = case["expected"]
    assert figure.value == next(expected[key] for key in ("L1", "correct", "v") if key in expected)
    assert (figure.state, figure.reported, figure.expected) == ("partial", len(names) - 1, len(names))
    silent = next(key for key, entry in entries.items() if entry.state is State.NOT_REPORTED)
    assert figure.missing == (silent,)
    assert figure_in_quarter(spec_of(silent[:1]), {silent: entries[silent]}, [FIRST]).value is None


def check_over_time(case):
    updates = case["input"]["updates"]
    entries = {("A", quarters(at)[-1]): value_of(value) for at, value in enumerate(updates, start=1)}
    figure = figure_over(spec_of(), entries, quarters(len(updates)), since=FIRST)
    assert figure.value == Decimal(case["expected"].get("v") or case["expected"]["correct"])
    assert figure.state == "complete"


def check_across(case):
    values = case["input"].get("values") or case["input"]["approved"]
    entries = {(str(place), FIRST): value_of(value) for place, value in enumerate(values)}
    rules = {"v": Combine.SUM, "sum": Combine.SUM, "max": Combine.MAX, "avg": Combine.MEAN}
    for name, expected in case["expected"].items():
        spec = spec_of([key for key, _ in entries], Rule(rules[name], Combine.LATEST))
        assert figure_in_quarter(spec, entries, [FIRST]).value == Decimal(expected)


def check_categories(case):
    for category, expected in case["expected"].items():
        values = case["input"][category]
        entries = {(str(place), FIRST): value_of(value) for place, value in enumerate(values)}
        entries["draft", FIRST] = Entry(State.NOT_REPORTED)
        assert figure_in_quarter(spec_of(), entries, [FIRST]).value == Decimal(expected)


def check_grid(case):
    rows = case["input"]
    if "Jan" in rows:  # by month, by place
        entries = {
            (place, quarters(at)[-1]): value_of(value)
            for at, places in enumerate(rows.values(), start=1)
            for place, value in places.items()
        }
        figure = figure_over(spec_of("ABCDE"), entries, quarters(2), since=FIRST)
        assert figure.value == case["expected"]["Q1_ouA"]
        assert (figure.reported, figure.expected) == (6, 10)
        return
    entries = {
        (place, quarters(at)[-1]): value_of(value)
        for place, values in rows.items()
        for at, value in enumerate(values, start=1)
    }
    by_quarter = [figure_in_quarter(spec_of("AB"), entries, quarters(at)).value for at in (1, 2, 3)]
    assert by_quarter == case["expected"]["per_period"]
    assert figure_over(spec_of("AB"), entries, quarters(3), since=FIRST).value == case["expected"]["total"]
    unique_people = spec_of("AB", Rule(Combine.SUM, Combine.NONE))
    assert figure_over(unique_people, entries, quarters(3), since=FIRST).value is None


def check_to_date_sum(case):
    months = case["input"]["months"]
    entries = {("A", quarters(at)[-1]): value_of(v) for at, v in enumerate(months, start=1) if v is not None}
    figures = [figure_over(spec_of(), entries, quarters(at), since=FIRST) for at in range(1, 6)]
    assert [figure.value for figure in figures] == case["expected"]["ytd"]
    assert [figure.state for figure in figures] == ["complete"] * 3 + ["partial"] * 2
    assert all(not figure.carried_forward for figure in figures)


def check_coverage(case):
    reported, expected = case["input"]["actual"], case["input"]["expected"]
    names = [str(place) for place in range(int(expected))]
    entries = {(name, FIRST): value_of(0) for name in names[: int(reported)]}
    figure = figure_in_quarter(spec_of(names), entries, [FIRST])
    assert per_cent(Decimal(figure.reported) / figure.expected, 2) == case["expected"]["rate"]
    everybody = {(name, FIRST): value_of(0) for name in [*names, "not assigned"]}
    over = figure_in_quarter(spec_of(names), everybody, [FIRST])
    assert (over.reported, over.expected) == (4, 4)
    nobody = figure_in_quarter(spec_of(names), {}, [FIRST])
    assert (nobody.reported, nobody.expected) == (case["expected"]["null_actual"], 3)


def check_achievement(case):
    given = case["input"]
    if "actuals" in given:
        met = [achievement(actual, None, given["target"], is_flow=True) for actual in given["actuals"]]
        assert [per_cent(share, 0) for share in met] == case["expected"]["pct"]
        return
    base, target, actual = (
        share_from_per_cent(Decimal(given[key].rstrip("%"))) if isinstance(given[key], str) else given[key]
        for key in ("base", "target", "actual")
    )
    assert achievement(actual, base, target, rising=target > base) == case["expected"]["p"]


def check_expected(case):
    years = range(FIRST.year, FIRST.year + len(case["input"]["incremental"]))
    spec = spec_of(targets=dict(zip(years, case["input"]["incremental"], strict=True)))
    assert [expected_by(spec, Quarter(year, 4)) for year in years] == case["expected"]["cumulative"]


@pytest.mark.parametrize("case", [case for case in CASES if "check" in case], ids=lambda case: case["id"])
def test_worked_example(case):
    globals()[f"check_{case['check']}"](case)


def test_every_case_applies_or_says_why_not():
    assert len(CASES) == 37
    assert all(("check" in case) != bool(case.get("does_not_apply")) for case in CASES)
    assert all(case["source"] for case in CASES)
