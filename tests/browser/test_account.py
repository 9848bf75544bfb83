"""Language and password."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from institutions.roles import Role
from tests.browser import steps
from tests.browser.situation import person

READER, TRAVELLER, FORGETFUL = (f"{name}@example.org" for name in ("reader", "traveller", "forgetful"))
NEW_PASSWORD = "quite-another-one-2026"


@pytest.fixture(scope="module", autouse=True)
def people(plan_loaded):
    for email in (READER, TRAVELLER, FORGETFUL):
        person(email, role=Role.OBSERVER)


def test_the_other_language_shows_the_same_page_and_quarter(device):
    page = device(user=READER, language="km")
    page.goto("/plan/priority/3/?quarter=2022Q4")
    expect(page.locator("html")).to_have_attribute("lang", "km")

    page.click("[name=language][value=en]")

    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/plan/priority/3/?quarter=2022Q4")
    expect(page.locator(".ctx summary")).to_contain_text("Q4 2022")


def test_the_language_of_the_profile_is_found_on_another_device(device):
    page = device(user=TRAVELLER, language="en")
    page.goto("/profile/")
    page.select_option("select[name=language]", "km")
    page.locator("main form [type=submit]").click()
    expect(page.locator("html")).to_have_attribute("lang", "km")

    another = device(language="en")
    steps.sign_in(another, TRAVELLER)

    expect(another.locator("html")).to_have_attribute("lang", "km")


def test_a_forgotten_password_is_replaced_by_e_mail(device):
    page = device(language="km")
    page.goto("/accounts/login/")
    page.click("a[href='/accounts/password/reset/']")
    page.fill("[name=email]", FORGETFUL)
    page.click("main [type=submit]")
    page.wait_for_url("**/accounts/password/reset/done/")
    (letter,) = mail.outbox
    assert letter.to == [FORGETFUL]

    page.goto(re.search(r"http\S+", letter.body).group())
    page.fill("[name=password1]", NEW_PASSWORD)
    page.fill("[name=password2]", NEW_PASSWORD)
    page.click("main [type=submit]")
    page.wait_for_url("**/accounts/password/reset/key/done/")
    expect(page.locator("html")).to_have_attribute("lang", "km")

    steps.sign_in(page, FORGETFUL)
    expect(page.locator(".errs")).to_be_visible()  # the old password
    steps.sign_in(page, FORGETFUL, NEW_PASSWORD)
    page.wait_for_url("**/plan/")
