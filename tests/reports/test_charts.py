from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils.translation import override

from reports import budget_charts, charts
from tests.factories import PeriodFactory


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def rows(*progress, expected="0.5", start=(2024, 3)):
    """Results of one quarter after another, as the queries give them."""
    first = start[0] * 4 + start[1] - 1
    return [
        SimpleNamespace(
            period=PeriodFactory.build(
                plan=None, year=(first + number) // 4, quarter=(first + number) % 4 + 1
            ),
            progress=None if share is None else Decimal(share),
            expected_progress=Decimal(expected),
            value=None if share is None else Decimal(share),
            expected_value=Decimal(expected),
        )
        for number, share in enumerate(progress)
    ]


def series(figure, name) -> list:
    return next(trace["y"] for trace in figure["data"] if trace["name"] == name)


def test_a_gap_is_a_gap_and_zero_is_zero():
    figure = charts.progress_over_time(rows(None, "0", "0.25", None))

    assert series(figure, "Progress (approved)") == [None, Decimal(0), Decimal("25.0"), None]
    assert all(trace["connectgaps"] is False for trace in figure["data"])


@pytest.mark.parametrize(
    ("share", "shown"), [("0.12345", "12.3"), ("0.1225", "12.3"), ("0.9995", "100.0"), ("-0.1", "-10.0")]
)
def test_per_cents_are_rounded_as_in_the_table_below(share, shown):
    figure = charts.progress_over_time(rows(share))
    assert series(figure, "Progress (approved)") == [Decimal(shown)]


def test_the_axis_names_the_years_at_their_first_quarters():
    figure = charts.progress_over_time(rows("0.1", "0.2", "0.3", "0.4"))
    labels = figure["data"][0]["x"]

    assert len(set(labels)) == 4
    assert figure["layout"]["xaxis"]["tickvals"] == [labels[2]]
    assert figure["layout"]["xaxis"]["ticktext"] == ["2025"]


def test_years_are_in_khmer_digits_for_khmer_readers():
    with override("km"):
        figure = charts.progress_over_time(rows("0.1", start=(2025, 1)))
    assert figure["layout"]["xaxis"]["ticktext"] == ["២០២៥"]


def test_nothing_to_draw():
    figure = charts.progress_over_time([])
    assert [trace["y"] for trace in figure["data"]] == [[], []]


@pytest.mark.parametrize(("is_per_cent", "shown"), [(True, Decimal("72.7")), (False, Decimal("0.727"))])
def test_an_indicator_is_drawn_in_its_own_unit(is_per_cent, shown):
    figure = charts.indicator_over_time(rows("0.727", None), is_per_cent=is_per_cent, colour="--sp1")

    assert series(figure, "Approved") == [shown, None]
    assert figure["layout"]["yaxis"] == ({"ticksuffix": " %"} if is_per_cent else {})


def test_unknown_spending_has_no_bar():
    money = [
        SimpleNamespace(key=1, name="One", planned=Decimal(100), spent=None),
        SimpleNamespace(key=2, name="Two", planned=Decimal(300), spent=Decimal(0)),
    ]
    figure = budget_charts.planned_against_spent("priority", money)

    planned, spent = figure["data"]
    assert planned["x"] == spent["x"] == ["1", "2"]
    assert (planned["y"], spent["y"]) == ([100, 300], [None, 0])
