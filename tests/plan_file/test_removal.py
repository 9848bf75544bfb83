"""Rows that vanished from the file: removed, unless reports, money or people refer to them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from activities.models import (
    Activity,
    ActivityEntry,
    ActivityResult,
    Indicator,
    IndicatorValue,
    Lens,
    ProgressReport,
    ReportRevision,
    Target,
)
from budget.models import BudgetLine, Expenditure
from institutions.models import Institution, User
from institutions.roles import Role
from priorities.models import Plan, ReportingPeriod

pytestmark = pytest.mark.django_db


@pytest.fixture
def without_activity(document):
    """The plan without activity 6.8, its figures changed to match."""
    document["activities"] = [entry for entry in document["activities"] if entry["id"] != "A6.8"]
    document["indicators"] = [entry for entry in document["indicators"] if entry["activity_id"] != "A6.8"]
    gone = [entry for entry in document["budget_lines"] if entry["activity_id"] == "A6.8"]
    document["budget_lines"] = [entry for entry in document["budget_lines"] if entry not in gone]
    totals = document["meta"]["totals"]
    government = [entry["amount_usd"] for entry in gone if entry["funding_source_id"].startswith("RGC")]
    amount = sum(entry["amount_usd"] for entry in gone)
    totals["grand_total_usd"] -= amount
    totals["government_usd"] -= sum(government)
    totals["development_partner_usd"] -= amount - sum(government)
    totals["by_priority"]["SP6"] -= amount
    for entry in gone:
        totals["by_year"][str(entry["year"])] -= entry["amount_usd"]
    share = round(Decimal(totals["government_usd"]) / totals["grand_total_usd"], 4)
    totals["government_share"], totals["development_partner_share"] = str(share), str(1 - share)
    return document


@pytest.fixture
def revision(document, load_document):
    """A draft report of 2023 Q1 in the loaded plan."""
    load_document(document)
    period = ReportingPeriod.objects.get(year=2023, quarter=1)
    report = ProgressReport.objects.create(
        institution=Institution.objects.get(code="CNCC-GS"), period=period
    )
    return ReportRevision.objects.create(report=report)


def test_what_nothing_refers_to_is_removed(document, load_document, without_activity):
    full = {**document, "activities": None}
    assert full["activities"] is None  # the fixture changed the document itself
    report = load_document(without_activity)

    assert report.kinds["activities"].created == 52


def test_reports_keep_an_activity_and_its_indicator(revision, load_document, refusal, without_activity):
    activity = Activity.objects.get(code="6.8")
    indicator = Indicator.objects.get(code="6.8.1")
    ActivityEntry.objects.create(revision=revision, activity=activity)
    IndicatorValue.objects.create(revision=revision, indicator=indicator, state="reported", value=1)

    problems = refusal(load_document, without_activity)

    assert any(line.startswith("indicators: “6.8.1 Public dashboard in use”") for line in problems)
    assert any("1 indicator values refer to it" in line for line in problems)
    assert any(line.startswith("activities: “6.8 Publish") and "entries for activities" in line for line in problems)
    assert Activity.objects.count() == 53
    assert Plan.objects.get().stated_cost == 3_800_000
    assert BudgetLine.objects.count() == 766
