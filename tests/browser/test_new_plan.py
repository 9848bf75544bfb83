"""A plan that was only just loaded: nothing is reported, nothing is computed."""

from playwright.sync_api import expect

from tests.browser.chromium import complaints_of, draw_charts
from tests.browser.situation import SECRETARIAT

ADDRESSES = ["/queue/", "/plan/", "/plan/priority/4/", "/plan/activity/4.5/", "/plan/institution/NCCT/"]
ADDRESSES += ["/plan/institutions/", "/plan/reporting/", "/plan/about-the-data/", "/plan/budget/"]


def test_every_page_opens_before_the_first_report(device):
    page = device(user=SECRETARIAT)
    complaints = complaints_of(page)

    for address in ADDRESSES:
        page.goto(address)
        expect(page.locator("h1")).to_be_visible()
        assert draw_charts(page) + complaints == [], address

    page.goto("/plan/")
    expect(page.locator(".figs .fig").first).to_contain_text("not reported")
