"""Every page opens for the administrator, in both languages, and for nobody else."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.models import Activity, Assignment, Disaggregation, Indicator, Target, Unit
from budget.models import BudgetLine, FundingSource
from institutions.models import Institution, Province, User
from priorities.models import Capability, CapabilityDomain, PolicyObjective, Source, StrategicPriority
from tests.admin.conftest import MODELS
from tests.budget.factories import BudgetLineFactory
from tests.factories import IndicatorFactory, UserFactory

STRANGERS = ["focal_point", "approver", "outsider", "secretariat", "observer"]
TO_ADD = {
    User,
    Institution,
    Province,
    FundingSource,
    Source,
    PolicyObjective,
    CapabilityDomain,
    Capability,
    StrategicPriority,
    Activity,
    Indicator,
    Target,
    Assignment,
    Unit,
    Disaggregation,
}
FRAME = ["admin:index", "admin:password_change"]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_every_page_opens_for_the_administrator(model, everything, address, signed_in, administrator):
    row = model.objects.first()
    pages = [address(model), address(model, "change", row.pk), address(model, "history", row.pk)]
    pages += [f"{address(model)}?q=1"] if admin.site.get_model_admin(model).search_fields else []
    pages += [address(model, "add")] if model in TO_ADD else []
    for language in ("en", "km"):
        browser = signed_in(administrator, language)
        for page in pages:
            answer = browser.get(page)
            assert answer.status_code == 200
            assert f'lang="{language}"' in answer.content.decode()
        if model not in TO_ADD:
            assert browser.get(address(model, "add")).status_code == 403


@pytest.mark.parametrize("role", STRANGERS)
def test_the_administration_is_closed_to_everybody_else(role, everything, address, signed_in, request):
    browser = signed_in(request.getfixturevalue(role))
    pages = [reverse(name) for name in FRAME]
    for model in MODELS:
        pages += [address(model), address(model, "change", model.objects.first().pk)]
        assert browser.post(address(model, "add"), {}, follow=True).status_code == 403
    for page in pages:
        assert browser.get(page, follow=True).status_code == 403


def test_the_public_is_sent_to_the_sign_in_page_of_everybody(everything, address, signed_in, public):
    for page in [*map(reverse, FRAME), *map(address, MODELS)]:
        answer = signed_in(public).get(page)
        assert (answer.status_code, answer.url.split("?")[0]) in [
            (302, reverse("account_login")),
            (302, reverse("admin:login")),
        ]
    assert signed_in(public).get(reverse("admin:login")).url.startswith(reverse("account_login"))


def test_there_are_no_groups_and_no_second_list_of_addresses():
    assert {model.__name__ for model in MODELS} & {"Group", "Permission", "EmailAddress"} == set()


@pytest.mark.parametrize(
    ("model", "grow"),
    [
        (User, UserFactory),
        (Indicator, IndicatorFactory),
        (BudgetLine, BudgetLineFactory),
    ],
)
def test_lists_take_as_many_queries_for_three_rows_more(
    model, grow, everything, address, signed_in, administrator
):
    browser = signed_in(administrator)
    counts = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as queries:
            browser.get(address(model))
        counts.append(len(queries))
        for _number in range(3):
            grow()
    assert counts[0] == counts[1]


def test_the_warning_about_the_data_stands_here_too(plan, signed_in, administrator):
    plan.data_label_en = plan.data_label_km = "Demonstration"
    plan.save()

    assert "Demonstration data." in signed_in(administrator).get(reverse("admin:index")).content.decode()
