"""Every page: readable for everybody, on every screen, under the strict content-security policy."""

from datetime import date
from decimal import Decimal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.utils import timezone
from playwright.sync_api import Page, expect

from budget.models import BudgetLine
from budget.services import record_expenditure
from institutions.roles import Role
from tests.browser import pages
from tests.browser.chromium import HEIGHTS, NARROWEST, PHONE, WIDE, complaints_of, draw_charts, sticking_out
from tests.browser.situation import SECRETARIAT, complete_report, period_of, person, quarter, roll_up

AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
READERS = {
    "visitor": (None, pages.VISITOR),
    "secretariat": (SECRETARIAT, pages.SECRETARIAT),
    "focal point": ("trc@example.org", pages.FOCAL_POINT),
    "partner": ("unicef@example.org", pages.PARTNER),
    "observer": ("observer@example.org", pages.OBSERVER),
}


@pytest.fixture(scope="module", autouse=True)
def situation(plan_loaded):
    """A report in every state, an expenditure, figures."""
    person("trc@example.org", code="TRC")
    person("observer@example.org", role=Role.OBSERVER)
    partner = person("unicef@example.org", code="UNICEF")
    for code in ("NCCT", "MOWA", "TRC"):
        complete_report(code, quarter(-2), "approved")
    states = {"NCCT": "approved", "MOJ": "submitted", "TRC": "returned", "MOEYS": "returned", "MOWA": "draft"}
    for code, status in states.items():
        complete_report(code, quarter(-1), status)
    record_expenditure(
        BudgetLine.objects.filter(institution__code="UNICEF", year=2022).first(),
        period=period_of("2022Q2"),
        amount=Decimal("1250.75"),
        spent_on=date(2022, 5, 17),
        by=partner,
        at=timezone.now(),
    )
    roll_up()


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize("reader", READERS)
def test_every_page_is_for_everybody(device, reader, language):
    user, places = READERS[reader]
    page = device(user=user, language=language, width=NARROWEST)
    complaints = complaints_of(page)
    wrong = {}
    for place in places:
        complaints.clear()
        place.open(page, quarter(-1).code)
        found = what_is_wrong(page) + place.unexpected(complaints)
        if found:
            wrong[place.name] = found
    assert wrong == {}


def test_the_description_of_the_api_is_drawn_from_our_own_files(device):
    page = device(user=SECRETARIAT)
    complaints = complaints_of(page)

    page.goto("/api/v1/docs/")

    expect(page.locator(".swagger-ui .info")).to_be_visible()
    assert complaints == []


def what_is_wrong(page: Page) -> list[str]:
    """At 360, 390 and 1280 pixels, the narrowest first: a chart that was drawn narrow never sticks out."""
    found = [f"chart {chart} is not drawn" for chart in draw_charts(page)]
    page.evaluate(AXE_SCRIPT)
    for width in (NARROWEST, PHONE, WIDE):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        found += [f"{width}: sticks out: {element}" for element in sticking_out(page)]
        if width != NARROWEST:
            found += [f"{width}: {line}" for line in _violations(page)]
    page.set_viewport_size({"width": NARROWEST, "height": HEIGHTS[NARROWEST]})
    return found


def _violations(page: Page) -> list[str]:
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in page.evaluate("options => axe.run(options)", AXE)["violations"]
        for node in rule["nodes"]
    ]
