"""What was decided, paid or computed cannot be changed here."""

from decimal import Decimal

import pytest

from activities.models import (
    Activity,
    ActivityResult,
    IndicatorResult,
    IndicatorValue,
    PlanResult,
    PriorityResult,
    ProgressReport,
    ReportRevision,
    StatusChange,
)
from budget.models import BudgetLine, Expenditure
from institutions.models import User
from priorities.models import Plan, ReportingPeriod

READ_ONLY = [
    ProgressReport,
    ReportRevision,
    IndicatorValue,
    StatusChange,
    IndicatorResult,
    ActivityResult,
    PriorityResult,
    PlanResult,
    BudgetLine,
    Expenditure,
]


@pytest.mark.parametrize("model", READ_ONLY, ids=lambda model: model.__name__)
def test_workflow_money_and_results_are_only_looked_at(model, everything, address, signed_in, administrator):
    browser = signed_in(administrator)
    rows = list(model.objects.values())
    key = rows[0]["id"]

    assert browser.get(address(model, "add")).status_code == 403
    assert browser.post(address(model, "add"), {}).status_code == 403
    assert browser.post(address(model, "change", key), {"status": "approved", "amount": 1}).status_code == 403
    assert browser.post(address(model, "delete", key), {"post": "yes"}).status_code == 403
    browser.post(
        address(model), {"action": "delete_selected", "_selected_action": [key], "post": "yes", "index": 0}
    )
    assert list(model.objects.values()) == rows


@pytest.mark.parametrize("model", [Plan, ReportingPeriod, User], ids=lambda model: model.__name__)
def test_plans_quarters_and_accounts_are_never_deleted(model, everything, address, signed_in, administrator):
    row = model.objects.first()

    answer = signed_in(administrator).post(address(model, "delete", row.pk), {"post": "yes"})

    assert answer.status_code == 403
    assert model.objects.filter(pk=row.pk).exists()


def test_an_activity_with_figures_is_not_deleted(everything, activity, address, signed_in, administrator):
    signed_in(administrator).post(address(Activity, "delete", activity.pk), {"post": "yes"})

    assert Activity.objects.filter(pk=activity.pk).exists()


def test_planned_cost_and_codes_stay(everything, activity, address, signed_in, administrator):
    fields = {
        "title_en": "Another title",
        "title_km": "ចំណងជើង",
        "order": 1,
        "lead": activity.lead_id,
        "starts_on": "2024-01-01",
        "ends_on": "2025-12-31",
        "planned_cost": "5",
        "code": "9.9",
    }

    answer = signed_in(administrator).post(address(Activity, "change", activity.pk), fields)

    activity.refresh_from_db()
    assert answer.status_code == 302
    assert (activity.title_en, activity.code, activity.planned_cost) == (
        "Another title",
        "1.1",
        Decimal(1000),
    )


def test_the_plans_money_stays(everything, plan, address, signed_in, administrator):
    fields = {
        "acronym": "NAP",
        "title_en": "Renamed",
        "title_km": "ផែនការ",
        "coordinator": plan.coordinator_id,
        "secretariat": plan.secretariat_id,
        "on_track_share": "0.9",
        "delayed_share": "0.5",
        "weighting": "equal",
        "stated_cost": "1",
        "government_share": "1",
    }

    answer = signed_in(administrator).post(address(Plan, "change", plan.pk), fields)

    plan.refresh_from_db()
    assert answer.status_code == 302
    assert (plan.title_en, plan.stated_cost, plan.government_share) == (
        "Renamed",
        Decimal(1000),
        Decimal("0.36"),
    )


def test_a_quarter_is_published_and_its_due_day_moved(period, address, signed_in, administrator):
    fields = {"due_on": "2024-04-30", "is_published": "on", "year": 2030}

    signed_in(administrator).post(address(ReportingPeriod, "change", period.pk), fields)

    period.refresh_from_db()
    assert (str(period.due_on), period.is_published, period.year) == ("2024-04-30", True, 2024)
