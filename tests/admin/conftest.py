"""One row of everything that the administration shows."""

import pytest
from django.contrib import admin
from django.urls import reverse

from activities.models import Disaggregation
from activities.services import refresh_stale_rollups
from institutions.models import Province
from priorities.models import Capability, CapabilityDomain, PolicyObjective, Source
from tests.budget.factories import BudgetLineFactory, spend
from tests.factories import ActivityFactory, IndicatorFactory, TargetFactory, report_of

MODELS = list(admin.site._registry)


@pytest.fixture
def activity(priority, institution):
    return ActivityFactory(priority=priority, lead=institution)


@pytest.fixture
def indicator(activity):
    indicator = IndicatorFactory(activity=activity)
    TargetFactory(indicator=indicator)
    return indicator


@pytest.fixture
def report(indicator, institution, period):
    """Approved, and rolled up."""
    report = report_of(institution, period, {indicator: 5})
    refresh_stale_rollups(today=period.due_on)
    return report


@pytest.fixture
def everything(plan, activity, report, institution, period, periods):
    Province.objects.create(
        code="01",
        iso_code="KH-1",
        name_en="Banteay Meanchey",
        name_km="បន្ទាយមានជ័យ",
        full_name_en="Banteay Meanchey Province",
        full_name_km="ខេត្តបន្ទាយមានជ័យ",
        kind="province",
        tile_column=1,
        tile_row=1,
    )
    domain = CapabilityDomain.objects.create(code="D1", name_en="Policy", name_km="គោលនយោបាយ")
    Capability.objects.create(
        code="MNR01", number=1, domain=domain, name_en="Leadership", name_km="ភាពជាអ្នកដឹកនាំ", version="2016"
    )
    PolicyObjective.objects.create(plan=plan, code="PO1", number=1, text_en="Protect", text_km="ការពារ")
    Source.objects.create(plan=plan, code="S1", citation="The plan")
    Disaggregation.objects.create(code="sex", name_en="Sex", name_km="ភេទ")
    spend(BudgetLineFactory(activity=activity, institution=institution), period, 10)
    draft = report_of(institution, periods[1], status="draft")
    draft.current.activity_entries.create(activity=activity, results="Two meetings")


@pytest.fixture
def address():
    """`address(Activity)`, `address(Activity, "change", 1)`: of a page of the administration."""

    def find(model, page: str = "changelist", *arguments) -> str:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)

    return find
