"""rollup.md, sections 1 to 3: states, the two rules, coverage."""

from decimal import Decimal

import pytest

from activities.rollup.figures import Entry, State, figure_in_quarter, figure_over, state_of
from activities.rollup.presets import Combine, Rule
from activities.rollup.schedule import Frequency, Quarter, Span, quarters_between
from activities.rollup.targets import IndicatorSpec

Q1, Q2, Q3, Q4 = quarters_between(Quarter(2022, 1), Quarter(2022, 4))
COUNT = Rule(Combine.SUM, Combine.SUM)
RUNNING_TOTAL = Rule(Combine.SUM, Combine.LATEST)
MEAN_LEVEL = Rule(Combine.MEAN, Combine.LATEST)
QUARTER_SHARE = Rule(Combine.RATIO, Combine.RATIO)
END_SHARE = Rule(Combine.RATIO, Combine.LATEST)
BARE = Rule(Combine.NONE, Combine.LATEST)


def spec_of(rule, institutions="AB", **facts):
    spans = institutions if isinstance(institutions, dict) else dict.fromkeys(institutions, Span())
    return IndicatorSpec(rule=rule, start=Q1, end=Quarter(2023, 4), assignments=spans, **facts)


def said(value):
    return Entry(value=Decimal(value))


def share(numerator, denominator):
    return Entry(numerator=Decimal(numerator), denominator=Decimal(denominator))


def until(quarter):
    return quarters_between(Q1, quarter)


# -- section 1: what a reporter may say


@pytest.mark.parametrize(
    ("entry", "is_due", "state"),
    [
        (None, True, State.NOT_REPORTED),
        (None, False, State.NOT_DUE),
        (said(0), True, State.REPORTED),
        (said(0), False, State.REPORTED),
        (Entry(State.NOT_REPORTED), True, State.NOT_REPORTED),
        (Entry(State.NOT_REPORTED), False, State.NOT_DUE),
        (Entry(State.NOT_DUE), True, State.NOT_DUE),
        (Entry(State.NOT_APPLICABLE), True, State.NOT_APPLICABLE),
        (Entry(State.REPORTED), True, State.NOT_REPORTED),
        (share(1, 2), True, State.NOT_REPORTED),
    ],
)
def test_state_that_counts(entry, is_due, state):
    assert state_of(entry, is_due=is_due, rule=COUNT) is state


def test_under_a_ratio_both_a_share_and_a_bare_percentage_are_answers():
    assert state_of(share(1, 2), is_due=True, rule=QUARTER_SHARE) is State.REPORTED
    assert state_of(said("0.5"), is_due=True, rule=QUARTER_SHARE) is State.REPORTED
    half_a_share = Entry(numerator=Decimal(1))
    assert state_of(half_a_share, is_due=True, rule=QUARTER_SHARE) is State.NOT_REPORTED


@pytest.mark.parametrize(
    ("entry", "reported", "expected"),
    [
        (said(7), 1, 1),
        (said(0), 1, 1),
        (None, 0, 1),
        (Entry(State.NOT_REPORTED), 0, 1),
        (Entry(State.NOT_DUE), 0, 0),
        (Entry(State.NOT_APPLICABLE), 0, 0),
    ],
)
def test_which_states_count_as_reported_and_expected(entry, reported, expected):
    entries = {("A", Q1): entry} if entry else {}
    figure = figure_in_quarter(spec_of(COUNT, "A"), entries, [Q1])
    assert (figure.reported, figure.expected) == (reported, expected)


def test_zero_is_a_value_and_missing_is_none():
    zero = figure_in_quarter(spec_of(COUNT, "A"), {("A", Q1): said(0)}, [Q1])
    missing = figure_in_quarter(spec_of(COUNT, "A"), {}, [Q1])
    assert (zero.value, zero.state) == (0, "complete")
    assert (missing.value, missing.state, missing.missing) == (None, "none", (("A", Q1),))


def test_an_answer_that_was_not_due_counts_as_expected_and_reported():
    annual = spec_of(COUNT, "AB", frequency=Frequency.ANNUAL)
    figure = figure_in_quarter(annual, {("A", Q2): said(3)}, until(Q2))
    assert (figure.value, figure.reported, figure.expected, figure.state) == (3, 1, 1, "complete")


def test_nothing_due_is_neither_missing_nor_zero():
    annual = spec_of(COUNT, "AB", frequency=Frequency.ANNUAL)
    figure = figure_in_quarter(annual, {}, [Q1])
    assert (figure.value, figure.expected, figure.missing, figure.state) == (None, 0, (), "none")


def test_an_institution_is_expected_only_while_it_is_assigned():
    spec = spec_of(COUNT, {"A": Span(), "B": Span(start=Q2, end=Q3)})
    expected = [figure_in_quarter(spec, {}, until(quarter)).expected for quarter in (Q1, Q2, Q3, Q4)]
    assert expected == [1, 2, 2, 1]


# -- section 2: the two rules


@pytest.mark.parametrize(
    ("across", "value"),
    [(Combine.SUM, 30), (Combine.MEAN, 15), (Combine.MAX, 20), (Combine.MIN, 10), (Combine.NONE, None)],
)
def test_across_institutions_only_those_that_reported_count(across, value):
    entries = {("A", Q1): said(10), ("B", Q1): said(20)}
    figure = figure_in_quarter(spec_of(Rule(across, Combine.MAX), "ABC"), entries, [Q1])
    assert figure.value == value
    assert (figure.reported, figure.expected, figure.missing) == (2, 3, (("C", Q1),))
    assert figure.state == "partial"


@pytest.mark.parametrize(
    ("over_time", "value"),
    [
        (Combine.SUM, 60),
        (Combine.MEAN, 30),
        (Combine.MAX, 40),
        (Combine.MIN, 20),
        (Combine.LATEST, 40),
        (Combine.NONE, None),
    ],
)
def test_over_time_the_totals_of_the_quarters_are_combined(over_time, value):
    entries = {("A", Q1): said(15), ("B", Q1): said(5), ("A", Q3): said(30), ("B", Q3): said(10)}
    figure = figure_over(spec_of(Rule(Combine.SUM, over_time)), entries, until(Q3), since=Q1)
    assert figure.value == value
    assert (figure.reported, figure.expected) == (4, 6)


def test_a_sum_over_a_window_is_never_carried_forward():
    figure = figure_over(spec_of(COUNT, "A"), {("A", Q1): said(5)}, until(Q3), since=Q1)
    assert (figure.value, figure.state) == (5, "partial")
    assert figure.missing == (("A", Q2), ("A", Q3))
    assert figure.carried_forward == ()


def test_running_total_carries_the_silent_institution_and_flags_it():
    entries = {("A", Q1): said(100), ("B", Q1): said(40), ("A", Q2): said(130)}
    figure = figure_in_quarter(spec_of(RUNNING_TOTAL), entries, until(Q2))
    assert figure.value == 170
    assert figure.carried_forward == (("B", Q1),)
    assert figure.missing == (("B", Q2),)
    assert (figure.reported, figure.expected, figure.state) == (1, 2, "partial")


def test_all_silent_the_quarter_stands_on_what_is_carried():
    figure = figure_in_quarter(spec_of(RUNNING_TOTAL), {("A", Q1): said(9), ("B", Q1): said(1)}, until(Q2))
    assert (figure.value, figure.reported, figure.expected, figure.state) == (10, 0, 2, "partial")


def test_an_answer_from_later_is_not_carried_back():
    figure = figure_in_quarter(spec_of(RUNNING_TOTAL), {("A", Q2): said(9)}, [Q1])
    assert (figure.value, figure.state) == (None, "none")


def test_a_correction_downwards_replaces_the_running_total():
    entries = {("A", Q1): said(100), ("A", Q2): said(90)}
    assert figure_in_quarter(spec_of(RUNNING_TOTAL, "A"), entries, until(Q2)).value == 90


def test_the_mean_of_a_level_includes_what_is_carried_and_never_the_silent():
    entries = {("A", Q1): said(10), ("B", Q2): said(20)}
    figure = figure_in_quarter(spec_of(MEAN_LEVEL, "ABC"), entries, until(Q2))
    assert figure.value == 15
    assert figure.carried_forward == (("A", Q1),)


def test_what_an_institution_reached_stands_when_its_assignment_ends_or_it_says_not_applicable():
    spec = spec_of(RUNNING_TOTAL, {"A": Span(), "B": Span(end=Q1)})
    entries = {("A", Q1): said(1), ("B", Q1): said(5), ("A", Q2): Entry(State.NOT_APPLICABLE)}
    figure = figure_in_quarter(spec, entries, until(Q2))
    assert (figure.value, figure.expected) == (6, 0)
    assert figure.carried_forward == (("A", Q1), ("B", Q1))
    assert figure.state == "complete"


def test_between_annual_reports_the_figure_is_partial_as_long_as_one_is_overdue():
    spec = spec_of(RUNNING_TOTAL, frequency=Frequency.ANNUAL)
    entries = {("A", Q4): said(5)}
    next_quarter = Quarter(2023, 1)
    figure = figure_in_quarter(spec, entries, until(next_quarter))
    assert (figure.value, figure.expected, figure.state) == (5, 0, "partial")
    entries["B", Q4] = said(2)
    assert figure_in_quarter(spec, entries, until(next_quarter)).state == "complete"


def test_share_of_cases_is_the_sum_of_numerators_over_the_sum_of_denominators():
    entries = {("A", Q1): share(1, 2), ("B", Q1): share(9, 10), ("A", Q2): share(5, 8)}
    quarter = figure_in_quarter(spec_of(QUARTER_SHARE), entries, [Q1])
    window = figure_over(spec_of(QUARTER_SHARE), entries, until(Q2), since=Q1)
    assert (quarter.value, quarter.numerator, quarter.denominator) == (Decimal(10) / 12, 10, 12)
    assert (window.value, window.numerator, window.denominator) == (Decimal("0.75"), 15, 20)


def test_share_at_the_end_of_the_quarter_takes_each_institutions_latest():
    entries = {("A", Q1): share(10, 20), ("B", Q1): share(5, 30), ("A", Q2): share(15, 20)}
    figure = figure_over(spec_of(END_SHARE), entries, until(Q2), since=Q1)
    assert (figure.value, figure.numerator, figure.denominator) == (Decimal("0.4"), 20, 50)
    assert figure.carried_forward == (("B", Q1),)


def test_a_denominator_of_zero_is_not_computable_though_reported():
    figure = figure_in_quarter(spec_of(QUARTER_SHARE, "A"), {("A", Q1): share(0, 0)}, [Q1])
    assert (figure.value, figure.state) == (None, "complete")
    assert (figure.numerator, figure.denominator, figure.reported) == (0, 0, 1)


def test_zero_of_some_is_zero():
    assert figure_in_quarter(spec_of(QUARTER_SHARE, "A"), {("A", Q1): share(0, 5)}, [Q1]).value == 0


def test_milestone_is_the_share_of_institutions_that_achieved_it():
    entries = {("A", Q1): said(1), ("B", Q1): said(0), ("B", Q2): said(0), ("C", Q2): said(1)}
    figure = figure_in_quarter(spec_of(Rule(Combine.MEAN, Combine.LATEST), "ABC"), entries, until(Q2))
    assert figure.value == Decimal(2) / 3


def test_a_bare_percentage_is_shown_for_the_only_institution():
    figure = figure_in_quarter(spec_of(BARE, "A"), {("A", Q1): said("0.727")}, [Q1])
    assert (figure.value, figure.not_combined, figure.state) == (Decimal("0.727"), (), "complete")


@pytest.mark.parametrize("rule", [BARE, END_SHARE, QUARTER_SHARE])
def test_bare_percentages_of_two_institutions_are_never_combined(rule):
    entries = {("A", Q1): said("0.7"), ("B", Q1): said("0.9")}
    figure = figure_in_quarter(spec_of(rule), entries, [Q1])
    assert (figure.value, figure.state, figure.reported) == (None, "partial", 2)
    assert figure.not_combined == (("A", Q1), ("B", Q1))


@pytest.mark.parametrize("rule", [BARE, END_SHARE, QUARTER_SHARE])
def test_nor_does_one_stand_for_another_that_is_silent(rule):
    figure = figure_in_quarter(spec_of(rule), {("A", Q1): said("0.7")}, [Q1])
    assert (figure.value, figure.not_combined) == (None, (("A", Q1),))


@pytest.mark.parametrize("rule", [BARE, END_SHARE])
def test_after_a_handover_two_bare_percentages_stand_and_neither_is_the_figure(rule):
    spec = spec_of(rule, {"A": Span(end=Q1), "B": Span(start=Q2)})
    entries = {("A", Q1): said("0.7"), ("B", Q2): said("0.9")}
    assert figure_in_quarter(spec, entries, [Q1]).value == Decimal("0.7")
    assert figure_in_quarter(spec, entries, until(Q2)).value is None


@pytest.mark.parametrize("rule", [END_SHARE, QUARTER_SHARE])
def test_a_bare_percentage_stands_apart_from_shares(rule):
    entries = {("A", Q1): said("0.7"), ("B", Q1): share(1, 4)}
    for figure in (
        figure_in_quarter(spec_of(rule), entries, [Q1]),
        figure_over(spec_of(rule), entries, [Q1], since=Q1),
    ):
        assert (figure.value, figure.numerator, figure.denominator) == (Decimal("0.25"), 1, 4)
        assert (figure.not_combined, figure.state) == ((("A", Q1),), "partial")


def test_bare_percentages_of_several_quarters_are_not_combined_into_a_share():
    entries = {("A", Q1): said("0.7"), ("A", Q2): said("0.9")}
    window = figure_over(spec_of(QUARTER_SHARE, "A"), entries, until(Q2), since=Q1)
    assert (window.value, window.not_combined) == (None, (("A", Q1), ("A", Q2)))
    assert figure_over(spec_of(QUARTER_SHARE, "A"), entries, until(Q2), since=Q2).value == Decimal("0.9")


def test_the_only_institutions_own_values_may_be_combined_over_time():
    entries = {("A", Q1): said(7), ("A", Q2): said(9)}
    spec = spec_of(Rule(Combine.NONE, Combine.MAX), "A")
    assert figure_over(spec, entries, until(Q2), since=Q1).value == 9
    spans = {"A": Span(end=Q1), "B": Span(start=Q2)}
    handed_over = spec_of(Rule(Combine.NONE, Combine.MAX), spans)
    window = figure_over(handed_over, {("A", Q1): said(7), ("B", Q2): said(9)}, until(Q2), since=Q1)
    assert window.value is None


def test_what_cannot_be_added_up_over_time_says_so():
    spec = spec_of(Rule(Combine.SUM, Combine.NONE), "A")
    entries = {("A", Q1): said(7), ("A", Q2): said(9)}
    assert figure_in_quarter(spec, entries, until(Q2)).value == 9
    window = figure_over(spec, entries, until(Q2), since=Q1)
    assert (window.value, window.reported, window.not_combined) == (None, 2, (("A", Q1), ("A", Q2)))


# -- section 3: coverage


def test_over_a_window_coverage_counts_the_reports_that_were_due():
    quarters = quarters_between(Quarter(2021, 3), Quarter(2024, 3))
    spec = IndicatorSpec(rule=COUNT, start=quarters[0], end=Quarter(2025, 4), assignments={"A": Span()})
    values = [12, 15, 10, None, 26, 14, 20, 22, 18, 24, 18, 21, None]
    entries = {
        ("A", quarter): said(value)
        for quarter, value in zip(quarters, values, strict=True)
        if value is not None
    }
    figure = figure_over(spec, entries, quarters, since=quarters[0])
    assert (figure.value, figure.reported, figure.expected) == (200, 11, 13)
    assert figure.missing == (("A", Quarter(2022, 2)), ("A", Quarter(2024, 3)))


def test_every_figure_carries_the_version_of_its_rule():
    spec = spec_of(COUNT._replace(version=3), "A")
    assert figure_in_quarter(spec, {}, [Q1]).rule_version == 3
    assert figure_over(spec, {("A", Q1): said(1)}, [Q1], since=Q1).rule_version == 3


def test_a_window_of_a_running_total_carries_in_from_before_it():
    year_two = Quarter(2023, 1)
    entries = {("A", Q4): said(40), ("B", Q4): said(10), ("A", year_two): said(55)}
    figure = figure_over(spec_of(RUNNING_TOTAL), entries, until(year_two), since=year_two)
    assert (figure.value, figure.carried_forward) == (65, (("B", Q4),))
    assert (figure.reported, figure.expected) == (1, 2)


def test_a_window_in_which_nobody_reported_has_no_figure():
    year_two = Quarter(2023, 1)
    entries = {("A", Q4): said(40)}
    figure = figure_over(spec_of(RUNNING_TOTAL, "A"), entries, until(year_two), since=year_two)
    assert (figure.value, figure.state, figure.carried_forward) == (None, "none", ())
    assert figure_in_quarter(spec_of(RUNNING_TOTAL, "A"), entries, until(year_two)).value == 40


def test_an_old_gap_does_not_make_a_running_total_partial_but_shows_in_its_coverage():
    entries = {("A", Q1): said(1), ("A", Q3): said(5)}
    figure = figure_over(spec_of(RUNNING_TOTAL, "A"), entries, until(Q3), since=Q1)
    assert (figure.value, figure.state) == (5, "complete")
    assert (figure.reported, figure.expected, figure.missing) == (2, 3, (("A", Q2),))


def test_plain_tuples_find_their_quarter():
    figure = figure_in_quarter(spec_of(COUNT, "A"), {("A", (2022, 1)): said(5)}, [Q1])
    assert figure.value == 5
