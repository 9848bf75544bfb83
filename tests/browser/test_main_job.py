"""From what a ministry types to what the dashboard shows, with a real worker in between."""

from time import monotonic
from typing import NamedTuple

import pytest
from django.utils import timezone, translation
from playwright.sync_api import Page, expect

from activities.models import Assignment
from institutions.bilingual import date_text
from institutions.models import Institution
from ocse_nap.demonstration.published import assign_publisher, published_figures
from priorities.models import Plan
from tests.browser import steps
from tests.browser.chromium import PHONE
from tests.browser.situation import SECRETARIAT, indicators, person, quarter, roll_up
from tests.factories import report_of

MINISTRY, PARTNER = "ncct@example.org", "tdhnl@example.org"
LONGEST_WAIT = 10  # seconds


class Dashboard(NamedTuple):
    """What the pages say, as written: the indicator to date, in the quarter, and reports of the quarter."""

    indicator: str
    in_quarter: str
    reports: str
    activity: str
    priority: str
    plan: str


@pytest.fixture(scope="module", autouse=True)
def history(plan_loaded):
    """The quarter before: three reports are approved. Two institutions report indicator 4.5.1."""
    person(MINISTRY, code="NCCT", language="km")
    person(PARTNER, code="TDHNL")
    assign_publisher(Plan.objects.get(), {each.code: each for each in Institution.objects.all()})
    calls, share, children = indicators("4.5.1", "4.5.2", "4.5.3")
    campaign, police = indicators("4.3.1", "2.4.1")
    ministry, partner, women, academy = (
        Institution.objects.get(code=code) for code in ("NCCT", "APLE", "MOWA", "PAC")
    )
    Assignment.objects.create(indicator=calls, institution=partner)
    before = quarter(-2)
    report_of(ministry, before, {calls: 134, share: (19, 40), children: 1360})
    report_of(women, before, {campaign: 7236})
    report_of(academy, before, {police: 380})
    roll_up()


def test_a_report_goes_from_the_ministry_to_the_dashboard(device, celery_worker_process):
    """4.5.1: 134 + 201 of 1,340. 4.5.2: 19 of 40, then 38 of 50, against 95 %. 4.5.3: 1,360 of 6,800.

    Activity 4.5 is the mean of the three; the priority weighs it by its cost, 90,000, against 110,000 of
    activity 4.3, which stands at 7,236 of 36,000; the plan weighs priority 4 by 760,000 against 820,000 of
    priority 2, which stands at 380 of 760.
    """
    period = quarter(-1)
    focal_point, secretariat = device(language="km", width=PHONE), device()
    steps.sign_in(secretariat, SECRETARIAT)
    assert dashboard(secretariat, period) == Dashboard(
        indicator="134", in_quarter="", reports="0 / 2", activity="27 %", priority="23.1 %", plan="37.0 %"
    )

    open_what_is_due(focal_point, period)
    fill_the_form(focal_point)
    address = check_and_send(focal_point)
    steps.sign_out(focal_point)
    return_from_the_queue(secretariat, address)
    correct_and_send_again(focal_point, period)
    approve(secretariat, address)

    approved = Dashboard(
        indicator="335", in_quarter="201", reports="1 / 2", activity="42 %", priority="29.8 %", plan="40.3 %"
    )
    assert dashboard_when_computed(secretariat, period) == approved
    with translation.override("en"):
        today = date_text(timezone.localdate())
    expect(secretariat.locator(".ctx summary")).to_contain_text(today)
    secretariat.goto("/plan/institution/NCCT/")
    answers = secretariat.locator("section[aria-labelledby=h-values] tbody td.num")
    expect(answers).to_have_text(["201", "38 / 50", "not applicable"])


def open_what_is_due(page: Page, period) -> None:
    steps.sign_in(page, MINISTRY)
    expect(page.locator("html")).to_have_attribute("lang", "km")
    due = page.locator(f"section[aria-labelledby=q-{period.code}]")
    expect(due).to_contain_text("៣")  # none of three indicators is answered
    due.get_by_role("link").click()
    page.wait_for_url(f"**/my-quarter/{period.code}/4.5/")


def fill_the_form(page: Page) -> None:
    steps.report_value(page, "4.5.1", "២១០")
    steps.report_share(page, "4.5.2", "38", "៥០")
    expect(steps.indicator(page, "4.5.2").locator("output")).to_have_text("76,0\u202f%")
    steps.choose(page, "4.5.3", "not_applicable")
    steps.box(page, "4.5.3", "reason").fill("ឧបករណ៍នេះត្រូវបានផ្អាក")
    page.select_option("[name=a-status]", "ongoing")
    page.fill("[name=a-results]", "បានទទួលរបាយការណ៍ពីប្រជាពលរដ្ឋ")
    steps.save(page)
    expect(page.locator(".messages .note-ok")).to_be_visible()
    page.reload()
    expect(steps.box(page, "4.5.1", "value")).to_have_value("210")
    expect(steps.box(page, "4.5.2", "denominator")).to_have_value("50")
    expect(steps.box(page, "4.5.3", "reason")).to_have_value("ឧបករណ៍នេះត្រូវបានផ្អាក")


def check_and_send(page: Page) -> str:
    """Gives the address of the report."""
    steps.save_and_check(page)
    expect(page.locator("#although-incomplete")).to_have_count(0)
    steps.send(page)
    page.wait_for_url("**/reports/*/")
    return page.url


def return_from_the_queue(page: Page, address: str) -> None:
    page.goto("/")
    page.locator("#to-review a").click()
    assert page.url == address
    page.fill("[name=reason]", "Please compare 4.5.1 with the hotline's own total.")
    page.click("form[action$='/return/'] [type=submit]")
    page.goto("/queue/")
    expect(page.locator("#to-review a")).to_have_count(0)
    expect(page.locator("#returned a")).to_contain_text("Please compare 4.5.1")


def correct_and_send_again(page: Page, period) -> None:
    steps.sign_in(page, MINISTRY)
    returned = page.locator(f"section[aria-labelledby=q-{period.code}]")
    expect(returned).to_contain_text("Please compare 4.5.1")
    returned.get_by_role("link").click()
    steps.report_value(page, "4.5.1", "២០១")
    check_and_send(page)


def approve(page: Page, address: str) -> None:
    page.goto(address)
    page.click("form[action$='/approve/'] [type=submit]")
    expect(page.locator("form[action$='/reopen/']")).to_be_visible()


def dashboard_when_computed(page: Page, period) -> Dashboard:
    """The plan's page says itself that figures wait to be computed."""
    deadline = monotonic() + LONGEST_WAIT
    page.goto("/plan/")
    while page.locator(".note[role=status]").count() and monotonic() < deadline:
        page.reload()
    return dashboard(page, period)


def dashboard(page: Page, period) -> Dashboard:
    page.goto(f"/plan/activity/4.5/?quarter={period.code}")
    row = page.locator("[id='chart-4.5.1'] tbody tr:last-child")
    to_date, in_quarter, reports = (_text(row.locator("td").nth(column)) for column in (1, 0, 3))
    in_quarter = in_quarter if in_quarter.isdecimal() else ""
    last_row = "#chart-progress tbody tr:last-child td"
    page.goto("/plan/priority/4/")
    activity = _text(page.locator("tr").filter(has=page.locator("a[href*='/4.5/']")).locator("strong"))
    priority = _text(page.locator(last_row).nth(1))
    page.goto("/plan/")
    plan = _text(page.locator(last_row).nth(1))
    return Dashboard(to_date, in_quarter, reports, activity, priority, plan)


def _text(locator) -> str:
    return " ".join(locator.text_content().split())


def test_a_published_percentage_is_shown_with_its_source_and_not_added_up(device, celery_worker_process):
    """Terre des Hommes Netherlands, 2022: 72.7 % of social workers, against 90 %."""
    source = published_figures()["source"]["text"]
    partner, secretariat = device(user=PARTNER), device(user=SECRETARIAT)

    partner.goto("/my-quarter/2022Q4/3.2/")
    steps.choose(partner, "3.2.2", "reported")
    for summary in steps.indicator(partner, "3.2.2").locator("details summary").all():
        summary.click()
    steps.box(partner, "3.2.2", "value").fill("72.7")
    steps.box(partner, "3.2.2", "source").fill(source)
    steps.save_and_check(partner)
    steps.send(partner)
    expect(partner).to_have_url(partner.url.replace("/submit/", "/check/"))  # other indicators are empty
    partner.check("#although-incomplete")
    steps.send(partner)
    partner.wait_for_url("**/reports/*/")
    approve(secretariat, partner.url)
    dashboard_when_computed(secretariat, quarter(-1))

    secretariat.goto("/plan/activity/3.2/?quarter=2022Q4")
    panel = secretariat.locator("section[aria-labelledby='i-3.2.2']")
    answer = panel.locator("details:has(a[href*='/reports/'])").get_by_role("row").nth(1)
    for text in ("TdH", "72.7 %", "90 %", source):
        expect(answer).to_contain_text(text)
    expect(panel).to_contain_text("1 institution gave only a percentage")
    expect(panel.locator("figure tbody tr").last.locator("td").nth(3)).to_have_text("1 / 2")
