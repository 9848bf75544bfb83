from datetime import date

import pytest

from activities.rollup.schedule import Frequency, Quarter, Span, due_quarters, quarters_between

Q = Quarter


def test_quarters_sort_by_time_and_count_on_across_years():
    assert Q(2021, 4) < Q(2022, 1)
    assert Q(2022, 1).index - Q(2021, 4).index == 1
    assert Quarter.from_index(Q(2022, 3).index) == Q(2022, 3)
    assert quarters_between(Q(2021, 3), Q(2022, 1)) == [Q(2021, 3), Q(2021, 4), Q(2022, 1)]


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2022, 1, 1), Q(2022, 1)),
        (date(2022, 3, 31), Q(2022, 1)),
        (date(2022, 4, 1), Q(2022, 2)),
        (date(2022, 12, 31), Q(2022, 4)),
    ],
)
def test_quarter_of_a_day(day, quarter):
    assert Quarter.containing(day) == quarter


def test_quarter_is_read_and_written_as_a_code():
    assert Quarter.parse("2022Q3") == Q(2022, 3)
    assert str(Q(2022, 3)) == "2022Q3"


@pytest.mark.parametrize("code", ["", "2022", "2022Q5", "2022Q0", "2022q3", "Q3", "22.5Q1", "2022Q33"])
def test_what_is_not_a_quarter_is_refused(code):
    with pytest.raises(ValueError, match="not a quarter"):
        Quarter.parse(code)


@pytest.mark.parametrize(
    ("frequency", "due"),
    [
        (Frequency.QUARTERLY, [Q(2021, 3), Q(2021, 4), Q(2022, 1), Q(2022, 2), Q(2022, 3), Q(2022, 4)]),
        (Frequency.SEMESTER, [Q(2021, 4), Q(2022, 2), Q(2022, 4)]),
        (Frequency.ANNUAL, [Q(2021, 4), Q(2022, 4)]),
        (Frequency.SURVEY, [Q(2022, 4)]),
    ],
)
def test_frequency_says_which_quarters_are_due(frequency, due):
    found = due_quarters(frequency, Q(2021, 3), Q(2022, 4), target_years={2022, 2025})
    assert list(found) == due


def test_planned_quarters_replace_those_of_the_frequency_in_their_year_only():
    found = due_quarters(
        Frequency.QUARTERLY, Q(2021, 1), Q(2022, 4), planned={2021: (4, 2)}, target_years={2021, 2022}
    )
    assert list(found) == [Q(2021, 2), Q(2021, 4), *quarters_between(Q(2022, 1), Q(2022, 4))]


def test_a_year_planned_empty_has_nothing_due():
    found = due_quarters(Frequency.ANNUAL, Q(2021, 1), Q(2022, 4), planned={2021: ()})
    assert found == (Q(2022, 4),)


@pytest.mark.parametrize(
    ("frequency", "end", "last_due"),
    [
        (Frequency.ANNUAL, Q(2022, 2), [Q(2021, 4), Q(2022, 2)]),
        (Frequency.SEMESTER, Q(2022, 3), [Q(2021, 4), Q(2022, 2), Q(2022, 3)]),
        (Frequency.SEMESTER, Q(2022, 2), [Q(2021, 4), Q(2022, 2)]),
        (Frequency.SURVEY, Q(2022, 1), [Q(2021, 4), Q(2022, 1)]),
    ],
)
def test_a_round_cut_short_by_the_end_is_due_in_the_last_quarter(frequency, end, last_due):
    assert list(due_quarters(frequency, Q(2021, 3), end, target_years={2021, 2022})) == last_due


def test_nothing_is_due_between_an_end_and_a_later_start():
    assert due_quarters(Frequency.QUARTERLY, Q(2022, 1), Q(2021, 4)) == ()


@pytest.mark.parametrize(
    ("span", "inside"),
    [
        (Span(), [True, True, True]),
        (Span(start=Q(2022, 2)), [False, True, True]),
        (Span(end=Q(2022, 2)), [True, True, False]),
        (Span(Q(2022, 2), Q(2022, 2)), [False, True, False]),
    ],
)
def test_span_includes_both_its_ends(span, inside):
    assert [quarter in span for quarter in (Q(2022, 1), Q(2022, 2), Q(2022, 3))] == inside
