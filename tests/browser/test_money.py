"""A partner's money: typed once, the same on its page, on the plan's page and in the file."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from budget.models import Expenditure
from tests.browser.situation import person

PARTNER = "unicef@example.org"


@pytest.fixture(scope="module", autouse=True)
def people(plan_loaded):
    person(PARTNER, code="UNICEF")


def test_what_a_partner_spends_is_the_same_everywhere(device):
    page = device(user=PARTNER)
    page.goto("/our-budget/?year=2022")
    expect(page.locator(".fig").nth(1)).to_contain_text("not reported")
    page.locator("td a[href*='line=']").first.click()
    page.select_option("[name=period]", label="Q2 2022")
    page.fill("[name=amount]", "១ ២៥០,៧៥")
    page.fill("[name=spent_on]", "2022-05-17")
    page.fill("[name=reference]", "PV-0017")
    page.click("#record [type=submit]")

    entry = page.locator("section[aria-labelledby=entries] tbody tr")
    expect(entry).to_have_count(1)
    for text in ("17 May 2022", "Q2 2022", "1,250.75", "PV-0017"):
        expect(entry).to_contain_text(text)
    expect(page.locator(".fig").nth(1)).to_contain_text("1,250.75")

    page.goto("/plan/budget/")
    expect(page.locator(".fig").nth(1)).to_contain_text("1,250.75")
    planned = page.locator(".fig .fig-v").first.inner_text()
    with page.expect_download() as download:
        page.click("a[href^='/plan/budget/excel/']")
    totals = totals_of(download.value.path().read_bytes())
    assert totals == (float(planned.replace(",", "")), 1250.75)


def totals_of(file: bytes) -> tuple:
    """Planned and spent in the row of totals of the first sheet."""
    sheet = load_workbook(BytesIO(file), data_only=True).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    heads = next(row for row in rows if "Planned" in row)
    totals = next(row for row in rows if row[0] == "Total")
    return totals[heads.index("Planned")], totals[heads.index("Spent")]


def test_a_wrong_amount_is_named_at_its_box_and_not_recorded(device):
    page = device(user=PARTNER)
    before = Expenditure.objects.count()
    page.goto("/our-budget/?year=2022")
    page.locator("td a[href*='line=']").first.click()
    page.fill("[name=amount]", "-5")
    page.fill("[name=note]", "Typed by mistake")

    page.click("#record [type=submit]")

    expect(page.locator(".errs")).to_be_focused()
    expect(page.locator("[name=amount]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=amount]")).to_have_value("-5")
    expect(page.locator("[name=note]")).to_have_value("Typed by mistake")
    assert Expenditure.objects.count() == before
