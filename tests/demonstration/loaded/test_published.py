"""The real figures of 2022, from the partner's form to the stored results."""

from decimal import Decimal

import pytest

from activities.models import (
    Assignment,
    IndicatorResult,
    IndicatorValue,
    Lens,
    ProgressReport,
    StatusChange,
    Target,
)
from activities.workflow import Action, Status
from institutions.roles import Role
from ocse_nap.demonstration.published import published_figures

pytestmark = pytest.mark.xdist_group("demonstration")  # loaded once, by one process

pytestmark = pytest.mark.usefixtures("demonstration")


def values() -> dict[tuple[str, str], IndicatorValue]:
    """(indicator, quarter) → what is official of the publisher."""
    official = IndicatorValue.objects.filter(
        revision__report__institution__code="TDHNL",
        revision__approved_at__isnull=False,
        revision__superseded_at__isnull=True,
    ).select_related("indicator", "revision__report__period")
    return {(each.indicator.code, each.revision.report.period.code): each for each in official}


def published_rows() -> list[tuple[str, dict]]:
    return [(row["indicator"], each) for row in published_figures()["indicators"] for each in row["periods"]]


def test_at_least_twelve_indicators_are_mapped_each_with_a_reason():
    rows = published_figures()["indicators"]

    assert len({row["indicator"] for row in rows}) == len(rows) >= 12
    assert all(row["why"] and row["read"] and row["result_title"] for row in rows)


def test_every_published_value_is_official_as_published():
    official = values()

    assert official.keys() == {(code, row["period"]) for code, row in published_rows()}
    for code, row in published_rows():
        value = official[code, row["period"]]
        assert value.state == row["state"]
        assert value.value == (Decimal(row["actual"]) if row["state"] == "reported" else None)


@pytest.mark.parametrize(
    ("code", "quarter", "expected"),
    [
        ("1.3.2", "2022Q4", "44"),
        ("3.2.1", "2022Q2", "19"),
        ("3.2.2", "2022Q4", "72.7"),
        ("3.4.1", "2022Q3", "0"),
        ("3.4.1", "2022Q4", "112"),
        ("4.5.3", "2022Q2", "70"),
        ("4.5.3", "2022Q3", "125"),
        ("4.5.3", "2022Q4", "277"),
        ("6.1.1", "2022Q4", "15725"),
    ],
)
def test_known_figures(code, quarter, expected):
    assert values()[code, quarter].value == Decimal(expected)


def test_a_zero_is_real_against_a_target_and_not_due_without_one():
    for code, row in published_rows():
        if row["actual"] == "0":
            expected = "not_due" if row["target"] == "0" else "reported"
            assert row["state"] == expected, (code, row["period"])
    assert all(value.reason for value in values().values() if value.state == "not_due")


def test_the_published_percentage_is_bare_and_not_combined():
    value = values()["3.2.2", "2022Q4"]

    assert (value.numerator, value.denominator) == (None, None)
    result = IndicatorResult.objects.get(
        indicator=value.indicator, period=value.revision.report.period, lens=Lens.QUARTER
    )
    assert result.value != Decimal("0.727")


def test_every_value_and_target_names_its_source():
    source = published_figures()["source"]["text"]
    targets = Target.objects.filter(institution__code="TDHNL")

    assert {value.source for value in values().values()} == {source}
    assert {target.source for target in targets} == {source}
    assert {
        (target.indicator.code, f"{target.year}Q{target.quarter}"): target.value
        for target in targets.select_related("indicator")
    } == {(code, row["period"]): Decimal(row["target"]) for code, row in published_rows()}


def test_entered_by_the_partner_and_approved_by_the_secretariat():
    changes = StatusChange.objects.filter(report__institution__code="TDHNL").select_related("by__institution")

    assert {(change.action, change.by.role) for change in changes} == {
        (Action.SUBMIT, Role.FOCAL_POINT),
        (Action.APPROVE, Role.SECRETARIAT),
    }
    assert {change.by.institution.code for change in changes if change.action == Action.SUBMIT} == {"TDHNL"}


def test_the_publisher_reports_while_its_project_runs_and_nothing_is_made_up_for_it():
    reports = ProgressReport.objects.filter(institution__code="TDHNL").select_related("period")

    assert [(report.period.code, report.status) for report in reports] == [
        ("2022Q2", Status.APPROVED),
        ("2022Q3", Status.APPROVED),
        ("2022Q4", Status.APPROVED),
    ]
    spans = Assignment.objects.filter(institution__code="TDHNL").values_list("starts_on", "ends_on")
    assert {(str(start), str(end)) for start, end in spans} == {("2022-04-01", "2022-12-31")}


def test_the_figures_reach_the_stored_results():
    """The publisher's chatbot users are in the plan's figure of the year, next to the other reporter's."""
    reported = IndicatorValue.objects.filter(
        indicator__code="4.5.3", revision__approved_at__isnull=False, revision__superseded_at__isnull=True
    ).filter(revision__report__period__year=2022)
    year = IndicatorResult.objects.get(
        indicator__code="4.5.3", period__year=2022, period__quarter=4, lens=Lens.YEAR
    )

    assert year.value == sum(value.value for value in reported if value.value is not None)
    assert year.value > 70 + 125 + 277


def test_what_was_left_out_is_named_with_the_reason():
    left_out = published_figures()["left_out"]

    assert left_out
    assert all(row["result_title"] and row["why"] for row in left_out)
