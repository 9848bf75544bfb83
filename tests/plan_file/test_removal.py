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
from institutions.models import Institution, Province, User
from institutions.roles import Role
from priorities.models import Plan, ReportingPeriod

pytestmark = pytest.mark.django_db


def drop_activity(document: dict, activity_id: str):
    """Takes an activity out of the plan and its money out of the totals."""
    gone = [entry for entry in document["budget_lines"] if entry["activity_id"] == activity_id]
    document["activities"] = [entry for entry in document["activities"] if entry["id"] != activity_id]
    for name in ("indicators", "budget_lines"):
        document[name] = [entry for entry in document[name] if entry["activity_id"] != activity_id]
    totals = document["meta"]["totals"]
    for line in gone:
        amount = line["amount_usd"]
        kind = "government" if line["funding_source_id"].startswith("RGC") else "development_partner"
        totals["grand_total_usd"] -= amount
        totals[f"{kind}_usd"] -= amount
        totals["by_year"][str(line["year"])] -= amount
        totals["by_priority"][f"SP{activity_id[1]}"] -= amount
    share = round(Decimal(totals["government_usd"]) / totals["grand_total_usd"], 4)
    totals["government_share"], totals["development_partner_share"] = str(share), str(1 - share)


@pytest.fixture
def period(document, load_document) -> ReportingPeriod:
    """The first quarter of 2023 of the loaded plan."""
    load_document(document)
    return ReportingPeriod.objects.get(year=2023, quarter=1)


@pytest.fixture
def secretariat(period) -> User:
    return User.objects.create_user(
        "secretariat@example.org", full_name="Secretariat", role=Role.SECRETARIAT,
        institution=Institution.objects.get(code="CNCC-GS"),
    )  # fmt: skip


@pytest.fixture
def revision(period, secretariat) -> ReportRevision:
    report = ProgressReport.objects.create(institution=secretariat.institution, period=period)
    return ReportRevision.objects.create(report=report)


def test_an_activity_nothing_refers_to_goes_with_all_that_is_its_own(period, document, load_document):
    activity = Activity.objects.get(code="6.8")
    ActivityResult.objects.create(activity=activity, period=period, lens=Lens.PLAN, state="none")
    drop_activity(document, "A6.8")

    report = load_document(document)

    removed = {kind: counts.removed for kind, counts in report.kinds.items() if counts.removed}
    assert removed == {"activities": 1, "indicators": 1, "reporters": 1, "targets": 5, "budget_lines": 9}
    assert not Activity.objects.filter(code="6.8").exists()
    assert not ActivityResult.objects.exists()
    assert not load_document(document).has_changes


def test_reports_keep_an_activity_and_its_indicator(revision, document, load_document, refusal):
    activity, indicator = Activity.objects.get(code="6.8"), Indicator.objects.get(code="6.8.1")
    ActivityEntry.objects.create(revision=revision, activity=activity)
    IndicatorValue.objects.create(revision=revision, indicator=indicator, state="reported", value=1)
    drop_activity(document, "A6.8")

    problems = refusal(load_document, document)

    assert problems == [
        "indicators: “6.8.1 Public dashboard in use” is not in the file any more but cannot be removed: "
        "1 indicator values refer to it",
        "activities: “6.8 Publish a public dashboard of the action plan” is not in the file any more but "
        "cannot be removed: 1 indicators, 1 entries for activities refer to it",
    ]
    assert Activity.objects.count() == 53
    assert Plan.objects.get().stated_cost == 3_800_000
    assert BudgetLine.objects.count() == 766
    assert Target.objects.count() == 404


def test_money_keeps_a_budget_line(period, secretariat, document, load_document, refusal):
    line = BudgetLine.objects.filter(activity__code="6.8").first()
    Expenditure.objects.create(
        budget_line=line, period=period, institution=line.institution, amount=5, spent_on=date(2023, 2, 1),
        recorded_by=secretariat, recorded_at=datetime(2023, 4, 1, tzinfo=UTC),
    )  # fmt: skip
    drop_activity(document, "A6.8")

    problems = refusal(load_document, document)

    assert f"budget_lines: “{line.code}” is not in the file any more but cannot be removed: " in problems[0]
    assert problems[0].endswith("1 expenditures refer to it")
    assert BudgetLine.objects.count() == 766


def test_people_keep_their_institution(period, document, load_document, refusal):
    embassy = Institution.objects.create(
        code="EMB", acronym="EMB", name_en="Embassy", name_km="ស្ថានទូត", kind="development_partner",
        function="co-implementer",
    )  # fmt: skip
    User.objects.create_user(
        "observer@example.org", full_name="Observer", role=Role.OBSERVER, institution=embassy
    )

    assert refusal(load_document, document) == [
        "institutions: “Embassy” is not in the file any more but cannot be removed: 1 users refer to it"
    ]


def test_a_quarter_with_a_report_cannot_vanish(revision, document, load_document, refusal):
    document["quarters"] = [
        {"year": 2021, "quarter": 1, "start": "2021Q1", "end": "2021Q1", "due": "2021-04-15"}
    ]

    problems = refusal(load_document, document)

    assert problems == [
        "quarters: “2023Q1” is not in the file any more but cannot be removed: 1 progress reports refer to it"
    ]
    assert ReportingPeriod.objects.count() == 20


def test_catalogues_stay_while_another_plan_shares_them(period, document, load_document):
    load_document({**document, "plan": {**document["plan"], "id": "NAP-2026", "start": "2021-01-01"}})
    document["provinces"].pop()

    report = load_document(document)

    assert report.kinds["provinces"].removed == 0
    assert Province.objects.count() == 25
    assert Plan.objects.count() == 2
    assert Activity.objects.count() == 106


def test_a_catalogue_row_nothing_refers_to_is_removed(period, document, load_document):
    document["provinces"].pop()

    assert load_document(document).kinds["provinces"].removed == 1
    assert Province.objects.count() == 24
