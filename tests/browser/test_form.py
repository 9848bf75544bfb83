"""The quarterly form: mistakes, a browser without JavaScript, and people it is not for."""

import pytest
from playwright.sync_api import Page, expect

from activities.models import ProgressReport
from activities.workflow import Status
from tests.browser import steps
from tests.browser.chromium import PHONE
from tests.browser.situation import complete_report, person, quarter

MINISTRY, SCHOOLS, ACADEMY, OUTSIDER = (f"{code}@example.org" for code in ("ncct", "moeys", "pac", "moi"))


@pytest.fixture(scope="module", autouse=True)
def people(plan_loaded):
    for code in ("NCCT", "MOEYS", "PAC", "MOI"):
        person(f"{code.lower()}@example.org", code=code)


@pytest.fixture
def period(db):
    return quarter(-1)


def reports_of(code: str):
    return ProgressReport.objects.filter(institution__code=code)


def test_mistakes_are_named_at_their_boxes_and_nothing_typed_is_lost(device, period):
    mistyped = {("4.5.1", "value"): "ច្រើន", ("4.5.2", "numerator"): "60", ("4.5.3", "value"): "925.000"}
    page = device(user=MINISTRY, language="km", width=PHONE)
    page.goto(f"/my-quarter/{period.code}/4.5/")
    steps.report_value(page, "4.5.1", "ច្រើន")
    steps.report_share(page, "4.5.2", "60", "48")
    steps.report_value(page, "4.5.3", "925.000")
    page.fill("[name=a-results]", "លទ្ធផលក្នុងត្រីមាសនេះ")

    steps.save(page)

    expect(page.locator(".errs")).to_be_focused()
    expect(page.locator(".errs a")).to_have_count(len(mistyped))
    for (code, name), typed in mistyped.items():
        box = steps.box(page, code, name)
        expect(box).to_have_value(typed)
        expect(box).to_have_attribute("aria-invalid", "true")
        message = steps.indicator(page, code).locator(f"#{box.get_attribute('aria-describedby')}")
        expect(message).to_be_visible()
        page.click(f".errs a[href='#{box.get_attribute('id')}']")
        expect(box).to_be_focused()
        expect(box).to_be_in_viewport()
    expect(steps.box(page, "4.5.2", "denominator")).to_have_value("48")
    expect(page.locator("[name=a-results]")).to_have_value("លទ្ធផលក្នុងត្រីមាសនេះ")
    assert not reports_of("NCCT").exists()


def test_whoever_leaves_with_unsaved_words_is_asked(device, period):
    page = device(user=MINISTRY)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto(f"/my-quarter/{period.code}/4.5/")
    page.locator("[name=a-results]").press_sequentially("Not yet saved")

    page.locator(".brand").click(no_wait_after=True)

    expect(page.locator("[name=a-results]")).to_have_value("Not yet saved")
    assert asked == ["beforeunload"]


def test_without_javascript_a_report_is_saved_and_sent(device, period):
    page = device(user=SCHOOLS, java_script_enabled=False)
    page.goto("/my-quarter/")
    page.locator(f"a[href='/my-quarter/{period.code}/']").first.click()
    _answer_everything(page)
    page.click("button[form=activity-form][name=next]")
    page.wait_for_url(f"**/my-quarter/{period.code}/4.2/")
    assert reports_of("MOEYS").get().status == Status.DRAFT

    _answer_everything(page)
    steps.save_and_check(page)
    steps.send(page)

    page.wait_for_url("**/reports/*/")
    report = reports_of("MOEYS").get()
    assert report.status == Status.SUBMITTED
    assert set(report.current.indicator_values.values_list("value", flat=True)) == {12}
    steps.sign_out(page)
    expect(page.locator("[name=login]")).to_be_visible()


def _answer_everything(page: Page) -> None:
    for indicator in page.locator("fieldset.ibox").all():
        indicator.locator("[type=radio][value=reported]").check()
        indicator.locator("[name$=-value]").fill("១២")


def test_an_incomplete_report_is_sent_only_when_its_sender_says_so(device, period):
    page = device(user=ACADEMY)
    page.goto(f"/my-quarter/{period.code}/check/")
    expect(page.locator("#h-empty")).to_contain_text("One indicator")

    steps.send(page)

    expect(page.locator("#although-incomplete")).to_be_visible()
    assert reports_of("PAC").get().status == Status.DRAFT
    page.check("#although-incomplete")
    steps.send(page)
    page.wait_for_url("**/reports/*/")
    assert reports_of("PAC").get().status == Status.SUBMITTED


@pytest.fixture(scope="module")
def draft_of_another(plan_loaded):
    return complete_report("MOWA", quarter(-1), "draft")


def test_the_draft_of_another_institution_cannot_be_opened_by_its_address(device, period, draft_of_another):
    page = device(user=OUTSIDER)

    for address in (draft_of_another.get_absolute_url(), f"/my-quarter/{period.code}/4.3/"):
        answer = page.goto(address)
        assert answer.status == 404
        expect(page.locator("main")).not_to_contain_text("4.3")
        page.locator("main a[href='/']").click()
        page.wait_for_url("**/my-quarter/")
