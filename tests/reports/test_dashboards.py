"""Overview, priority, activity, institution: the doors, and that they show what is stored."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from activities import services
from activities.models import Activity, Indicator, PlanResult, PriorityResult
from tests.factories import ActivityFactory, PeriodFactory, PlanFactory, PriorityFactory, report_of
from tests.pages import leaks

Q1 = "?quarter=2024Q1"
READERS = ["focal_point", "colleague", "approver", "outsider", "secretariat", "administrator", "observer"]


def dashboards() -> list[str]:
    return [
        reverse("reports:overview"),
        reverse("reports:priority", args=[1]),
        reverse("reports:activity", args=["1.1"]),
        reverse("reports:institutions"),
        reverse("reports:institution", args=["MOSVY"]),
        reverse("reports:about_data"),
    ]


@pytest.fixture
def browser(observer, signed_in):
    return signed_in(observer)


# --- doors ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", READERS)
def test_everybody_who_signed_in_reads_the_dashboards(actor, request, reports, signed_in):
    browser = signed_in(request.getfixturevalue(actor))
    for url in dashboards():
        page = browser.get(url)
        assert page.status_code == 200, url
        assert leaks(page.text) == [], url


def test_the_public_signs_in_first(db, public, signed_in):
    for url in dashboards():
        assert signed_in(public).get(url).url == f"{reverse('account_login')}?next={url}"


def test_wrong_method(browser, reports):
    for url in dashboards():
        for send in (browser.post, browser.put, browser.delete):
            assert send(url).status_code == 405


def test_what_is_not_there(browser, reports):
    for url in (
        "/plan/?quarter=2023Q4",
        "/plan/?quarter=nonsense",
        "/plan/priority/9/",
        "/plan/priority/x/",
        "/plan/activity/9.9/",
        "/plan/institution/NOBODY/",
    ):
        assert browser.get(url).status_code == 404, url


def test_a_quarter_that_is_not_over_is_not_there(browser, reports, plan):
    PeriodFactory(plan=plan, year=2099)
    assert browser.get(reverse("reports:overview") + "?quarter=2099Q1").status_code == 404
    assert browser.get(reverse("reports:overview")).context["page"].period.code == "2024Q4"


def test_another_plans_activity_is_not_there(browser, reports):
    ActivityFactory(priority=PriorityFactory(plan=PlanFactory(starts_on=date(2010, 1, 1))), code="7.7")
    assert browser.get(reverse("reports:activity", args=["7.7"])).status_code == 404


# --- what they show ---------------------------------------------------------------------------------


def test_the_overview_shows_what_is_stored(browser, reports, plan, periods):
    page = browser.get(reverse("reports:overview") + "?quarter=2024Q2")

    stored = PlanResult.objects.get(plan=plan, period=periods[1], lens="plan")
    assert page.context["result"] == stored
    assert [row.period for row in page.context["series"]] == periods[:2]
    cards = [row for row, _money in page.context["cards"]]
    assert cards == list(
        PriorityResult.objects.filter(period=periods[1], lens="plan").order_by("priority__number")
    )
    of_status = {status: total for status, _counts, total in page.context["statuses"]}
    assert sum(of_status.values()) == page.context["activity_count"] == Activity.objects.count()


def test_where_nothing_was_reported_stands_a_word_and_no_zero(browser, reports, periods):
    page = browser.get(reverse("reports:priority", args=[2]) + Q1)

    assert page.context["result"].progress is None
    assert re.search(r'Progress, whole plan</div>\s*<div class="fig-v">\s*<span class="nil', page.text)


def test_the_activity_page_shows_figures_with_their_coverage(
    browser, reports, institution, other_institution
):
    page = browser.get(reverse("reports:activity", args=["1.1"]) + "?quarter=2024Q2")

    trained, solved = page.context["indicators"]
    assert (trained.quarter.value, trained.quarter.reported, trained.quarter.expected) == (8, 2, 2)
    assert (trained.plan.value, trained.plan.target) == (48, 100)
    values = [answer.value for answer in trained.answers if answer.value.state == "reported"]
    assert [value.value for value in values] == [8, 0, 40]  # the newest quarter first
    assert solved.sources == ["Annual report 2024, page 12"]
    assert solved.quarter.not_combined == [institution.pk]
    assert "72.7 %" in page.text
    assert "No training was planned." not in page.text


def test_the_institution_page_shows_its_approved_answers(browser, reports):
    page = browser.get(reverse("reports:institution", args=["MOSVY"]) + Q1)
    assert [value.indicator.code for value in page.context["values"]] == ["1.1.1", "1.1.2"]

    page = browser.get(reverse("reports:institution", args=["MOSVY"]) + "?quarter=2024Q4")
    assert "No report of this quarter is approved." in page.text


def test_the_answers_of_an_institution_are_written_out(browser, reports):
    page = browser.get(reverse("reports:institution", args=["MOSVY"]) + Q1)
    assert "3 / 4" in page.text


def test_published_figures_are_told_apart_with_their_source(browser, reports):
    page = browser.get(reverse("reports:about_data"))

    (publication,) = page.context["publications"]
    ((_indicator, (answer,)),) = publication.rows
    assert (answer.value.value, publication.source) == (Decimal("72.7"), "Annual report 2024, page 12")
    assert "Annual report 2024, page 12" in page.text


def test_the_quarter_can_be_chosen(browser, reports):
    page = browser.get(reverse("reports:overview") + "?quarter=2024Q3")

    assert '<option value="2024Q3" selected>' in page.text
    assert [period.code for period in page.context["page"].periods] == [
        "2024Q4",
        "2024Q3",
        "2024Q2",
        "2024Q1",
    ]


def test_figures_say_as_of_when_and_what_waits(browser, reports, institution, periods, signed_in):
    assert browser.get(reverse("reports:overview")).context["page"].stale == 0
    before = browser.get(reverse("reports:overview")).context["page"].as_of
    assert before is not None

    third = Activity.objects.get(code="2.1")
    report_of(third.lead, periods[3], {Indicator.objects.get(activity=third): 4})
    page = browser.get(reverse("reports:overview"))

    assert page.context["page"].as_of > before
    assert "1 activity waits to be computed" in page.text
    services.refresh_stale_rollups(today=date(2025, 3, 1))
    assert "waits to be computed" not in browser.get(reverse("reports:overview")).text


def test_without_an_approval_there_is_no_as_of(browser, periods, priority):
    assert browser.get(reverse("reports:overview")).context["page"].as_of is None


def test_names_are_in_the_language_of_the_reader(observer, reports, signed_in):
    english = signed_in(observer, "en").get(reverse("reports:priority", args=[1])).text
    khmer = signed_in(observer, "km").get(reverse("reports:priority", args=[1])).text

    assert "Activity 1.1" in english
    assert "Activity 1.1" not in khmer
    assert "សកម្មភាព 1.1" in khmer


def test_the_secretariat_sees_who_has_something_open(secretariat, reports, signed_in):
    page = signed_in(secretariat).get(reverse("reports:overview"))

    assert {row.institution.code for row in page.context["open_rows"]} >= {"MOSVY", "MOI"}
    assert page.context["due_count"] == 3
    assert page.context["approved_count"] == 0
