"""What must hold for any plan and any reports (rollup.md, sections 2 to 6)."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from activities.rollup.disaggregation import total_of_leaves
from activities.rollup.figures import Entry, State, figure_in_quarter, figure_over
from activities.rollup.indicators import roll_up_indicator
from activities.rollup.presets import PRESETS, Combine, Rule, RuleError, validate_rule
from activities.rollup.schedule import Frequency, Quarter, Span, quarters_between
from activities.rollup.scopes import roll_up_activity, roll_up_scope, weighted_mean
from activities.rollup.targets import IndicatorSpec, achievement, expected_by

START, END = Quarter(2021, 3), Quarter(2023, 4)
QUARTERS = quarters_between(START, END)
INSTITUTIONS = "ABCD"


def is_allowed(rule):
    try:
        validate_rule(rule)
    except RuleError:
        return False
    return True


RULES = [Rule(a, t) for a in Combine for t in Combine if is_allowed(Rule(a, t))]
BLENDS = [Combine.MEAN, Combine.MAX, Combine.MIN]

values = st.decimals(min_value=0, max_value=1000, places=2)
weights = st.decimals(min_value=Decimal("0.01"), max_value=1_000_000, places=2)
shares = st.decimals(min_value=0, max_value=1, places=6)


@st.composite
def answers(draw):
    """One entry: a value and a share of cases, or none because it is not due, not applicable or a draft."""
    state = draw(st.sampled_from([State.REPORTED, State.REPORTED, *State]))
    if state is not State.REPORTED:
        return Entry(state)
    numerator = draw(st.integers(0, 50))
    denominator = numerator + draw(st.integers(0, 50))
    has_cases = draw(st.integers(0, 4)) > 0
    cases = (Decimal(numerator), Decimal(denominator)) if has_cases else (None, None)
    return Entry(state, draw(values), *cases)


keys = st.tuples(st.sampled_from(INSTITUTIONS), st.sampled_from(QUARTERS))
all_entries = st.dictionaries(keys, answers(), max_size=30)


any_rule = st.sampled_from(RULES)


@st.composite
def specs(draw, rules=any_rule):
    targets = draw(st.dictionaries(st.integers(2021, 2023), st.one_of(st.none(), values), max_size=3))
    return IndicatorSpec(
        rule=draw(rules),
        start=draw(st.sampled_from(QUARTERS[:4])),
        end=draw(st.sampled_from(QUARTERS[5:])),
        assignments=dict.fromkeys(draw(st.sets(st.sampled_from(INSTITUTIONS), min_size=1)), Span()),
        frequency=draw(st.sampled_from(Frequency)),
        rising=draw(st.booleans()),
        baseline=draw(st.one_of(st.none(), values)),
        targets=targets,
        quarterly_targets=draw(
            st.dictionaries(st.tuples(st.integers(2021, 2023), st.integers(1, 4)), values, max_size=2)
        ),
        is_milestone=draw(st.booleans()),
    )


def figures(result):
    return (result.quarter, result.year.figure, result.plan.figure)


@given(specs(), all_entries)
def test_nothing_crashes_and_coverage_adds_up(spec, entries):
    for result in roll_up_indicator(spec, entries, QUARTERS):
        for figure in figures(result):
            assert figure.expected == figure.reported + len(figure.missing)
            assert (figure.state == "none") <= (figure.value is None)
            assert all(quarter < result.period for _, quarter in figure.carried_forward)
            if spec.rule.over_time != Combine.LATEST:
                assert figure.carried_forward == ()
        assert result.quarter.expected == len(result.expected_from)
        for lens in (result.year, result.plan):
            assert lens.has_goal or lens.achievement is None


@given(specs(), all_entries, st.randoms())
def test_the_order_of_rows_and_institutions_changes_nothing(spec, entries, random):
    rows, spans = list(entries.items()), list(spec.assignments.items())
    random.shuffle(rows)
    random.shuffle(spans)
    shuffled = IndicatorSpec(**{**_facts(spec), "assignments": dict(spans)})
    expected = roll_up_indicator(spec, entries, QUARTERS)
    assert roll_up_indicator(shuffled, dict(rows), QUARTERS) == expected


def _facts(spec):
    return {name: getattr(spec, name) for name in IndicatorSpec.__dataclass_fields__}


@given(specs(), all_entries, st.sampled_from(QUARTERS))
def test_one_pass_gives_what_each_figure_gives_by_itself(spec, entries, quarter):
    until = quarters_between(START, quarter)
    result = roll_up_indicator(spec, entries, QUARTERS)[len(until) - 1]
    assert result.quarter == figure_in_quarter(spec, entries, until)
    assert result.plan.figure == figure_over(spec, entries, until, since=START)
    assert result.year.figure == figure_over(spec, entries, until, since=Quarter(quarter.year, 1))


@given(specs(), all_entries, st.sampled_from(QUARTERS))
def test_later_reports_change_no_earlier_figure(spec, entries, last):
    until = quarters_between(START, last)
    known = {key: entry for key, entry in entries.items() if key[1] <= last}
    whole = roll_up_indicator(spec, entries, QUARTERS)[: len(until)]
    then = roll_up_indicator(spec, known, until)
    assert [result.plan.figure.value for result in whole] == [result.plan.figure.value for result in then]


@given(specs(st.builds(Rule, st.sampled_from(BLENDS), st.sampled_from(BLENDS))), all_entries)
def test_a_mean_maximum_or_minimum_lies_between_its_parts(spec, entries):
    reported = [entry.value for entry in entries.values() if entry.state is State.REPORTED]
    for result in roll_up_indicator(spec, entries, QUARTERS):
        for figure in figures(result):
            assert figure.value is None or min(reported) <= figure.value <= max(reported)


@given(specs(st.just(PRESETS["quarter_share"][0])), all_entries)
def test_a_share_of_cases_stays_a_share(spec, entries):
    for result in roll_up_indicator(spec, entries, QUARTERS):
        for figure in figures(result):
            if figure.numerator is not None and figure.value is not None:
                assert 0 <= figure.value <= 1


@given(specs(), all_entries)
def test_an_institution_that_never_reports_changes_coverage_and_no_combined_value(spec, entries):
    silent = IndicatorSpec(**{**_facts(spec), "assignments": {**spec.assignments, "Z": Span()}})
    due = set(spec.due_quarters)
    before = roll_up_indicator(spec, entries, QUARTERS)
    for with_z, without in zip(roll_up_indicator(silent, entries, QUARTERS), before, strict=True):
        new, old = with_z.quarter, without.quarter
        assert new.expected == old.expected + (with_z.period in due)
        assert new.reported == old.reported
        if spec.rule.across not in (Combine.NONE, Combine.RATIO):
            assert new.value == old.value
            assert with_z.plan.figure.value == without.plan.figure.value
        if old.numerator is not None:
            assert (new.numerator, new.denominator) == (old.numerator, old.denominator)


@given(st.lists(st.tuples(st.one_of(st.none(), shares), weights), max_size=12), st.randoms())
def test_weighted_mean(pairs, random):
    mean = weighted_mean(pairs)
    known = [value for value, _ in pairs if value is not None]
    shuffled = random.sample(pairs, len(pairs))
    assert weighted_mean(shuffled) == mean
    assert weighted_mean([(value, 2 * weight) for value, weight in pairs]) == mean
    assert weighted_mean([*pairs, (None, Decimal(99))]) == mean
    assert (mean is None) == (not known)
    assert mean is None or min(known) <= mean <= max(known)


@st.composite
def activities(draw):
    """Activities in the last quarter: (indicator results with weights) of each."""
    plan = draw(
        st.lists(st.lists(st.tuples(specs(), all_entries, weights), min_size=1, max_size=2), max_size=3)
    )
    return [
        [(roll_up_indicator(spec, entries, QUARTERS)[-1], weight) for spec, entries, weight in activity]
        for activity in plan
    ]


def activity_of(pairs):
    return roll_up_activity(END, pairs, start=START, end=END, self_assessed_share=Decimal("0.3"), lead="A")


@settings(max_examples=50)
@given(activities(), st.lists(weights, min_size=3, max_size=3), st.randoms())
def test_scopes_order_doubling_and_bounds(plan, costs, random):
    parts = [(activity_of(pairs), cost) for pairs, cost in zip(plan, costs, strict=False)]
    whole = roll_up_scope(parts)

    doubled = [
        (activity_of([(result, 2 * weight) for result, weight in pairs]), 2 * cost)
        for pairs, cost in zip(plan, costs, strict=False)
    ]
    assert roll_up_scope(doubled) == whole
    assert roll_up_scope(random.sample(parts, len(parts))) == whole

    for lens in ("year", "plan"):
        found = getattr(whole, lens)
        below = [getattr(part, lens).progress for part, _ in parts]
        known = [progress for progress in below if progress is not None]
        assert (found.progress is None) == (not known)
        assert not known or min(known) <= found.progress <= max(known)
        assert 0 <= found.weight_share <= 1
        assert found.measured <= found.measurable
    assert whole.reported + len(whole.missing) == whole.expected


different = st.tuples(values, values).filter(lambda pair: pair[0] != pair[1])


@given(different, values)
def test_achievement_is_the_same_for_rising_and_falling(ends, actual):
    baseline, target = ends
    top = Decimal(2000)
    straight = achievement(actual, baseline, target, rising=target > baseline)
    mirrored = achievement(top - actual, top - baseline, top - target, rising=target < baseline)
    assert straight == mirrored
    assert achievement(target, baseline, target, rising=target > baseline) == 1
    assert achievement(baseline, baseline, target, rising=target > baseline) == 0


@given(specs(), st.sampled_from(QUARTERS))
def test_what_is_expected_by_the_end_is_the_target(spec, quarter):
    expected = expected_by(spec, quarter)
    bounds = [spec.start_value, *spec.targets.values(), *spec.quarterly_targets.values()]
    known = [value for value in bounds if value is not None]
    if expected is not None and not spec.rule.is_flow:
        assert min(known) <= expected <= max(known)
    if spec.rule.is_flow and expected is not None:
        assert expected >= 0


@given(st.lists(st.one_of(st.none(), values), max_size=8), st.one_of(st.none(), values))
def test_leaves_plus_not_stated_are_the_total(leaves, not_stated):
    total = total_of_leaves(leaves, not_stated)
    known = [value for value in [*leaves, not_stated] if value is not None]
    assert total == (sum(known) if known else None)
    if known:
        assert total_of_leaves(reversed(leaves), not_stated, typed_total=total) == total
