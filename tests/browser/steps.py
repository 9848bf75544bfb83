"""What people do on the pages, in words that do not depend on the language of the page."""

from playwright.sync_api import BrowserContext, Locator, Page

PASSWORD = "for-browser-tests-only"


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    page.click("main [type=submit]")


def sign_in_at_once(context: BrowserContext, email: str, password: str = PASSWORD) -> None:
    """The same without the page, for tests about something else."""
    context.request.get("/accounts/login/")
    token = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "csrftoken")
    form = {"login": email, "password": password, "csrfmiddlewaretoken": token}
    answer = context.request.post("/accounts/login/", form=form, max_redirects=0)
    assert answer.status == 302, f"{email} could not sign in"


def sign_out(page: Page) -> None:
    page.click("details.menu summary")
    page.click("form[action='/accounts/logout/'] button")


def indicator(page: Page, code: str) -> Locator:
    """The part of the form about one indicator."""
    return page.locator("fieldset.ibox").filter(has=page.locator("legend .code", has_text=code))


def box(page: Page, code: str, name: str) -> Locator:
    """One box of an indicator: value, numerator, denominator, reason or source."""
    return indicator(page, code).locator(f"[name$='-{name}']")


def choose(page: Page, code: str, state: str) -> None:
    """reported, not_due or not_applicable"""
    indicator(page, code).locator(f"[type=radio][value={state}]").check()


def report_value(page: Page, code: str, typed: str) -> None:
    choose(page, code, "reported")
    box(page, code, "value").fill(typed)


def report_share(page: Page, code: str, numerator: str, denominator: str) -> None:
    choose(page, code, "reported")
    box(page, code, "numerator").fill(numerator)
    box(page, code, "denominator").fill(denominator)


def save(page: Page) -> None:
    page.click("button[form=activity-form]:not([name])")


def save_and_check(page: Page) -> None:
    page.click("button[form=activity-form][name=check]")


def send(page: Page) -> None:
    """On the page "Check and submit"."""
    page.click("form[action$='/submit/'] [type=submit]")
