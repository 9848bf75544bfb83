"""Every page, by who opens it. The tests look at them with little in the database, screenshots with much."""

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Page

from tests.browser import steps


class Place(NamedTuple):
    """A page: its address, or an address and the link on it that leads there; then perhaps what is done.

    `{quarter}` in an address is the last quarter that is over. status: the HTTP status of the page.
    """

    name: str
    address: str
    link: str = ""
    act: Callable[[Page], None] | None = None
    status: int = 200

    def open(self, page: Page, quarter: str = "") -> None:
        page.goto(self.address.format(quarter=quarter))
        if self.link:
            page.goto(page.locator(self.link).first.get_attribute("href"))
        if self.act:
            self.act(page)

    def unexpected(self, complaints: list[str]) -> list[str]:
        """Without those that only repeat the status of this page."""
        return [line for line in complaints if self.status == 200 or str(self.status) not in line]


def last_quarter(page: Page) -> str:
    """The last quarter that is over, as `2025Q4`: the first one in the list to choose from."""
    page.goto("/plan/")
    return page.locator("#context-quarter option").first.get_attribute("value")


def _ask_for_a_link(page: Page) -> None:
    page.fill("[name=email]", "nobody@example.org")
    page.click("main [type=submit]")


def _sign_in_wrongly(page: Page) -> None:
    page.fill("[name=login]", "nobody@example.org")
    page.fill("[name=password]", "wrong")
    page.click("main [type=submit]")
    page.locator(".errs").wait_for()


def _mistype(page: Page) -> None:
    """A word for the number in each box of the first indicator that is on the page."""
    indicator = page.locator("fieldset.ibox").first
    indicator.locator("[type=radio][value=reported]").check()
    for box in indicator.locator("[data-when=reported] .boxes input:visible").all():
        box.fill("ច្រើន")
    steps.save(page)
    page.locator(".errs").wait_for()


def _record_nothing(page: Page) -> None:
    page.click("#record [type=submit]")
    page.locator(".errs").wait_for()


def _wait_for_the_description(page: Page) -> None:
    page.locator(".swagger-ui .info").wait_for()


VISITOR = [
    Place("sign-in", "/accounts/login/"),
    Place("sign-in-refused", "/accounts/login/", act=_sign_in_wrongly),
    Place("password-forgotten", "/accounts/password/reset/"),
    Place("password-link-sent", "/accounts/password/reset/", act=_ask_for_a_link),
    Place("password-link-old", "/accounts/password/reset/key/1-set-password/"),
    Place("no-registration", "/accounts/signup/"),
]
SECRETARIAT = [
    Place("queue", "/queue/"),
    Place("report-to-review", "/queue/", "#to-review a"),
    Place("report-returned", "/queue/", "#returned a"),
    Place("report-approved", "/plan/activity/4.5/", "details a[href^='/reports/']"),
    Place("overview", "/plan/"),
    Place("priority", "/plan/priority/4/"),
    Place("activity", "/plan/activity/4.5/"),
    Place("institutions", "/plan/institutions/"),
    Place("institution", "/plan/institution/NCCT/"),
    Place("reporting", "/plan/reporting/"),
    Place("about-the-data", "/plan/about-the-data/"),
    Place("budget", "/plan/budget/"),
    Place("ledger-of-another", "/our-budget/?institution=UNICEF"),
    Place("profile", "/profile/"),
    Place("password", "/accounts/password/change/"),
    Place("not-found", "/plan/activity/9.9/", status=404),
]
FOCAL_POINT = [
    Place("my-quarter", "/my-quarter/"),
    Place("form", "/my-quarter/{quarter}/"),
    Place("form-to-correct", "/my-quarter/{quarter}/", act=_mistype, status=422),
    Place("check", "/my-quarter/{quarter}/check/"),
    Place("own-activity", "/plan/activity/5.4/"),
    Place("own-institution", "/plan/institution/TRC/"),
    Place("own-report", "/my-quarter/", ".tasks a[href^='/reports/']"),
]
PARTNER = [
    Place("our-budget", "/our-budget/"),
    Place("our-budget-to-correct", "/our-budget/", act=_record_nothing, status=422),
    Place("reverse", "/our-budget/", "a[href$='/reverse/']"),
    Place("partner-budget", "/plan/budget/"),
    Place("partner-budget-of-plan", "/plan/budget/?lines=plan"),
]
OBSERVER = [
    Place("observer-overview", "/plan/"),
    Place("observer-priority", "/plan/priority/4/"),
    Place("observer-activity", "/plan/activity/4.5/"),
    Place("observer-institution", "/plan/institution/NCCT/"),
    Place("observer-budget", "/plan/budget/"),
    Place("observer-profile", "/profile/"),
    Place("not-for-observers", "/plan/reporting/", status=403),
]
ADMINISTRATOR = [
    Place("administration", "/admin/"),
    Place("administration-people", "/admin/institutions/user/"),
    Place("administration-person", "/admin/institutions/user/", "#result_list tbody th a"),
    Place("administration-money", "/admin/budget/expenditure/"),
    Place("api", "/api/v1/docs/", act=_wait_for_the_description),
]
