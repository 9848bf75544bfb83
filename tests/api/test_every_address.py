"""The questions that every address answers: works, wrong method, public, queries at 1 and at 3 rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from activities.services import refresh_stale_rollups
from institutions.models import Province
from ocse_nap.api_urls import router
from priorities.models import Capability, CapabilityDomain, PolicyObjective
from tests.api.conftest import API, SECRET
from tests.budget.factories import BudgetLineFactory, spend
from tests.factories import (
    ActivityFactory,
    IndicatorFactory,
    InstitutionFactory,
    PeriodFactory,
    PlanFactory,
    PriorityFactory,
    TargetFactory,
    report_of,
)

LISTS = [prefix for prefix, _viewset, _basename in router.registry]
ROLES = ["focal_point", "colleague", "approver", "outsider", "secretariat", "administrator", "observer"]
EMPTY = ["provinces", "objectives", "capabilities"]  # the plan of these tests has none
OTHERS = ["", "budget/summary/", "schema/", "docs/"]


def add_province(number: int) -> Province:
    return Province.objects.create(
        code=f"{number:02}",
        iso_code=f"KH-{number}",
        name_en="P",
        name_km="ខ",
        full_name_en="P",
        full_name_km="ខ",
        kind="province",
        tile_column=number,
        tile_row=1,
    )


def add_objective(plan, number: int) -> PolicyObjective:
    return PolicyObjective.objects.create(
        plan=plan, code=f"PO{number}", number=number, text_en="Protect", text_km="ការពារ"
    )


def add_capability(number: int) -> Capability:
    domain, _ = CapabilityDomain.objects.get_or_create(code="D1", defaults={"name_en": "D", "name_km": "ដ"})
    return Capability.objects.create(
        code=f"MNR{number:02}", number=number, domain=domain, name_en="C", name_km="ស", version="2016"
    )


@pytest.fixture
def grown(plan, priority, period):
    """`grown(number)`: one more of everything, with all that hangs on it."""

    def grow(number: int) -> None:
        institution = InstitutionFactory(parent=InstitutionFactory())
        objective, capability = add_objective(plan, number), add_capability(number)
        add_province(number)
        other = PriorityFactory(plan=plan, domain=capability.domain)
        activity = ActivityFactory(priority=other, lead=institution)
        activity.co_implementers.add(InstitutionFactory(), institution)
        activity.capabilities.add(capability)
        activity.objectives.add(objective)
        indicator = IndicatorFactory(activity=activity)
        TargetFactory(indicator=indicator, institution=institution)
        spend(BudgetLineFactory(activity=activity, institution=institution), period, 10)
        report_of(institution, period, {indicator: number})
        refresh_stale_rollups(today=period.due_on)

    return grow


@pytest.mark.parametrize("address", LISTS)
def test_as_many_queries_for_three_rows_as_for_one(address, grown, signed_in, secretariat):
    browser, counts, rows = signed_in(secretariat), [], []
    for more in ([1], [2, 3]):
        for number in more:
            grown(number)
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(f"{API}{address}/")
        counts.append(len(queries))
        rows.append(answer.json()["count"])
    assert counts[0] == counts[1] <= 11
    assert rows[0] < rows[1] or address in ("plans", "periods", "progress/plan")


@pytest.mark.parametrize("address", LISTS)
def test_whoever_is_signed_in_may_read(address, everything, get, anybody):
    """And no list shows a value of a draft to anybody."""
    for role in ROLES:
        answer = get(anybody(role), f"{address}/")

        assert answer.status_code == 200
        assert answer.json()["results"] or address in EMPTY
        assert SECRET not in answer.content.decode()


@pytest.mark.parametrize("address", [*(f"{prefix}/" for prefix in LISTS), *OTHERS])
def test_the_public_reads_nothing_yet(address, everything, get, public):
    answer = get(public, address)

    assert answer.status_code == 403
    assert "results" not in answer.content.decode()


@pytest.mark.parametrize("address", LISTS)
def test_nothing_is_written(address, db, signed_in, administrator):
    browser = signed_in(administrator)
    for method in ("post", "put", "patch", "delete"):
        assert getattr(browser, method)(f"{API}{address}/").status_code == 405
        if not address.startswith("progress"):
            assert getattr(browser, method)(f"{API}{address}/1/").status_code == 405


def test_rows_are_read_by_id_and_by_code(everything, signed_in, administrator):
    browser = signed_in(administrator)
    for address in set(LISTS) - {*EMPTY, *(each for each in LISTS if each.startswith("progress"))}:
        for row in browser.get(f"{API}{address}/").json()["results"]:
            for key in (row["id"], row.get("code", row["id"])):
                assert browser.get(f"{API}{address}/{key}/").json()["id"] == row["id"]


def test_rows_that_do_not_exist(everything, get, administrator):
    for prefix in LISTS:
        if not prefix.startswith("progress"):
            for key in ("999999", "99999999999999999999"):
                assert get(administrator, f"{prefix}/{key}/").status_code == 404


def test_every_list_is_tried():
    """No address of the API escapes these tests."""
    patterns = {str(pattern.pattern) for pattern in get_resolver("ocse_nap.api_urls").url_patterns}
    lists = {f"^{prefix}/$" for prefix in LISTS}
    fixed = {"", "^$", "budget/summary/", "schema/", "docs/"}
    details = {pattern for pattern in patterns if "(?P<" in pattern}

    assert patterns - lists - details <= fixed


def test_pages(grown, get, secretariat):
    for number in (1, 2, 3):
        grown(number)

    first = get(secretariat, "activities/", limit=2).json()
    second = get(secretariat, "activities/", limit=2, offset=2).json()

    assert first["count"] == 3
    assert [row["code"] for row in first["results"] + second["results"]] == ["2.1", "3.1", "4.1"]


def test_lists_name_their_plan_and_warn_about_its_data(plan, periods, get, secretariat):
    plan.data_label_en, plan.data_label_km = "Demonstration", "សាកល្បង"
    plan.save()

    for address in ("periods/", "progress/plan/", "budget/lines/", "reports/"):
        label = {"code": plan.code, "data_label_en": "Demonstration", "data_label_km": "សាកល្បង"}
        assert get(secretariat, address).json()["plan"] == label


def test_an_empty_installation_answers_with_empty_lists(db, get, secretariat):
    for address in LISTS:
        answer = get(secretariat, f"{address}/").json()
        assert answer["results"] == []
        assert answer.get("plan") is None
    assert get(secretariat, "budget/summary/").status_code == 404


def test_another_plan_is_read_by_name(plan, priority, get, secretariat):
    older = PlanFactory(starts_on="2019-01-01", ends_on="2020-12-31")
    theirs = PriorityFactory(plan=older, name_en="Of the older plan")
    PeriodFactory(plan=older, year=2019)

    ours = get(secretariat, "priorities/SP1/").json()
    other = get(secretariat, "priorities/SP1/", plan=older.code).json()

    assert (ours["id"], other["id"]) == (priority.pk, theirs.pk)
    assert get(secretariat, f"priorities/{theirs.pk}/").json()["plan"] == older.code
    assert get(secretariat, "priorities/", plan=older.pk).json()["count"] == 1
    assert get(secretariat, "periods/2019Q1/", plan=older.code).status_code == 200
    assert get(secretariat, "periods/2019Q1/").status_code == 404
