"""The quarterly form in the browser: every door of an institution, and everything that may be typed."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from activities import services
from activities.answers import ActivityAnswer, AnswersRefused
from activities.models import ActivityEntry, IndicatorValue, ProgressReport
from activities.workflow import Status
from tests.activities.boxes import activity_boxes, box
from tests.factories import (
    ActivityFactory,
    IndicatorFactory,
    PeriodFactory,
    TargetFactory,
    answer_to,
    moment,
    report_of,
)

Q1 = "2024Q1"


@pytest.fixture
def activity(priority, institution, period):
    return ActivityFactory(priority=priority, lead=institution)


@pytest.fixture
def count(activity):
    return IndicatorFactory(activity=activity)


@pytest.fixture
def share(activity):
    return IndicatorFactory(activity=activity, share=True)


@pytest.fixture
def form_url(activity):
    return reverse("activities:form_activity", args=[Q1, activity.code])


@pytest.fixture
def browser(focal_point, signed_in):
    return signed_in(focal_point)


def saved_value(indicator) -> IndicatorValue:
    return IndicatorValue.objects.get(indicator=indicator)


def doors(code: str) -> dict[str, str]:
    return {
        "my_quarter": reverse("activities:my_quarter"),
        "form": reverse("activities:form", args=[Q1]),
        "form_activity": reverse("activities:form_activity", args=[Q1, code]),
        "check": reverse("activities:check", args=[Q1]),
        "submit": reverse("activities:submit", args=[Q1]),
    }


DOORS = ["my_quarter", "form", "form_activity", "check", "submit"]


# --- doors ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", ["focal_point", "colleague", "approver"])
def test_the_institutions_own_people_find_their_form(actor, request, count, activity, signed_in):
    browser = signed_in(request.getfixturevalue(actor))
    urls = doors(activity.code)

    assert 'id="q-2024Q1"' in browser.get(urls["my_quarter"]).text
    assert browser.get(urls["form"]).url == urls["form_activity"]
    page = browser.get(urls["form_activity"]).text
    assert count.name_en in page
    assert f'name="i{count.pk}-value"' in page
    assert "One indicator that is due has no answer" in browser.get(urls["check"]).text


@pytest.mark.parametrize("actor", ["observer", "secretariat", "administrator"])
@pytest.mark.parametrize("door", DOORS)
def test_who_reports_nothing_has_no_form(door, actor, request, count, activity, signed_in):
    browser = signed_in(request.getfixturevalue(actor))
    answer = browser.post if door == "submit" else browser.get

    assert answer(doors(activity.code)[door]).status_code == 403
    assert not ProgressReport.objects.exists()


@pytest.mark.parametrize("door", ["form", "form_activity", "check", "submit"])
def test_an_institution_without_duty_gets_404(door, outsider, count, activity, signed_in):
    browser = signed_in(outsider)
    answer = browser.post if door == "submit" else browser.get

    assert answer(doors(activity.code)[door]).status_code == 404
    assert not ProgressReport.objects.exists()


def test_an_outsider_with_a_form_of_its_own_sees_not_the_others(
    outsider, other_institution, priority, activity, count, signed_in
):
    ActivityFactory(priority=priority, lead=other_institution)
    url = doors(activity.code)["form_activity"]

    assert signed_in(outsider).get(url).status_code == 404
    assert signed_in(outsider).post(url, box(count, value="5")).status_code == 404
    assert not IndicatorValue.objects.exists()


@pytest.mark.parametrize("door", DOORS)
def test_the_public_signs_in_first(door, public, activity, signed_in):
    url = doors(activity.code)[door]
    response = signed_in(public).get(url)

    assert (response.status_code, response.url) == (302, f"{reverse('account_login')}?next={url}")


@pytest.mark.parametrize("door", DOORS)
def test_wrong_method(door, browser, count, activity):
    url = doors(activity.code)[door]
    assert browser.delete(url).status_code == 405
    if door == "submit":
        assert browser.get(url).status_code == 405
    elif door != "form_activity":
        assert browser.post(url).status_code == 405
    assert not ProgressReport.objects.exists()


@pytest.mark.parametrize(
    "quarter",
    ["2024Q5", "2024Q0", "2024", "Q1", "2024q1", "1999Q1", "²Q1", "99999999999Q1", "2024Q1x", "-1Q1"],
)
def test_a_quarter_that_is_not_there(quarter, browser, activity):
    for door in ("", "check/", f"{activity.code}/"):
        assert browser.get(f"/my-quarter/{quarter}/{door}").status_code == 404
    assert browser.post(f"/my-quarter/{quarter}/submit/").status_code == 404


def test_a_quarter_that_is_not_over_cannot_be_reported(browser, institution, priority, plan):
    ActivityFactory(priority=priority, lead=institution, ends_on=PeriodFactory(plan=plan, year=2099).ends_on)

    assert browser.get(reverse("activities:form", args=["2099Q1"])).status_code == 404
    assert browser.post(reverse("activities:submit", args=["2099Q1"])).status_code == 404
    assert "2099" not in browser.get(reverse("activities:my_quarter")).text


@pytest.mark.parametrize("code", ["9.9", "nonsense", "1.1%20", "%00", "1.1%0A"])
def test_an_activity_that_is_not_there(code, browser, activity):
    assert browser.get(f"/my-quarter/{Q1}/{code}/").status_code == 404


def test_without_a_plan_there_is_no_form(focal_point, signed_in):
    for url in (reverse("activities:my_quarter"), reverse("activities:form", args=[Q1])):
        assert signed_in(focal_point).get(url).status_code == 404


def test_an_institution_that_owes_nothing_reads_so(outsider, activity, signed_in):
    assert "Nothing is waiting for you" in signed_in(outsider).get(reverse("activities:my_quarter")).text


# --- saving -----------------------------------------------------------------------------------------


def test_a_draft_is_saved_whole(browser, form_url, activity, count, share, focal_point):
    typed = (
        box(count, value="45", source="Training register")
        | box(share, numerator="៣", denominator="4")
        | activity_boxes(status="ongoing", percent="37,5", results="Two trainings.", challenges="Floods.")
    )
    response = browser.post(form_url, typed)

    assert (response.status_code, response.url) == (302, form_url)
    report = ProgressReport.objects.get()
    assert (report.status, report.first_submitted_at) == (Status.DRAFT, None)
    value = saved_value(count)
    assert (value.state, value.value, value.source) == ("reported", 45, "Training register")
    assert (saved_value(share).numerator, saved_value(share).denominator) == (3, 4)
    entry = ActivityEntry.objects.get()
    assert (entry.status, entry.self_assessed_share) == ("ongoing", Decimal("0.375"))
    assert (entry.results, entry.challenges) == ("Two trainings.", "Floods.")
    page = browser.get(form_url).text
    assert "Saved" in page
    for shown in (
        'value="45"',
        'value="3"',
        'value="4"',
        'value="37.5"',
        "Two trainings.",
        "Training register",
    ):
        assert shown in page


def test_saving_again_changes_the_same_row(browser, form_url, count):
    browser.post(form_url, box(count, value="45") | activity_boxes(results="First."))
    browser.post(form_url, box(count, value="0") | activity_boxes(results=""))

    assert saved_value(count).value == 0
    assert ActivityEntry.objects.get().results == ""


def test_an_empty_box_is_no_answer_and_never_zero(browser, form_url, count):
    browser.post(form_url, box(count) | activity_boxes())

    value = saved_value(count)
    assert (value.state, value.value) == ("", None)


def test_a_cleared_number_is_cleared(browser, form_url, count):
    browser.post(form_url, box(count, value="45") | activity_boxes())
    browser.post(form_url, box(count) | activity_boxes())

    assert (saved_value(count).state, saved_value(count).value) == ("", None)


def test_a_reason_stands_only_where_nothing_is_reported(browser, form_url, count):
    browser.post(form_url, box(count, "not_applicable", reason="We have no shelter.") | activity_boxes())
    assert (saved_value(count).state, saved_value(count).reason) == ("not_applicable", "We have no shelter.")

    browser.post(form_url, box(count, value="3", reason="We have no shelter.") | activity_boxes())
    value = saved_value(count)
    assert (value.state, value.value, value.reason) == ("reported", 3, "")


def test_a_number_stands_only_where_something_is_reported(browser, form_url, count):
    browser.post(form_url, box(count, "not_due", value="3") | activity_boxes())

    assert (saved_value(count).state, saved_value(count).value) == ("not_due", None)


def test_only_the_percentage_is_known(browser, form_url, share):
    browser.post(form_url, box(share, value="72.7", source="TdH NL, 2022") | activity_boxes())

    value = saved_value(share)
    assert (value.value, value.numerator, value.denominator) == (Decimal("72.7"), None, None)
    assert 'value="72.7"' in browser.get(form_url).text


@pytest.mark.parametrize(
    ("button", "door"), [("check", "activities:check"), ("next", "activities:form_activity")]
)
def test_where_saving_leads(button, door, browser, form_url, count, priority, institution):
    following = ActivityFactory(priority=priority, lead=institution)
    arguments = [Q1] if button == "check" else [Q1, following.code]

    response = browser.post(form_url, box(count, value="45") | activity_boxes() | {button: "yes"})

    assert response.url == reverse(door, args=arguments)
    assert saved_value(count).value == 45


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0", "0"),
        ("45", "45"),
        ("45.3", "45.3"),
        ("32,28", "32.28"),
        ("11 931", "11931"),
        ("11\u202f931", "11931"),
        ("1,234,567", "1234567"),
        ("៤៥", "45"),
        ("៣២,២៨", "32.28"),
        (" 7 ", "7"),
        ("12.3456", "12.3456"),
        ("45.50000", "45.5"),
        ("999999999999", "999999999999"),
    ],
)
def test_numbers_that_are_understood(typed, number, browser, form_url, count):
    assert browser.post(form_url, box(count, value=typed) | activity_boxes()).status_code == 302
    assert saved_value(count).value == Decimal(number)


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("many", "is not a number"),
        ("12 people", "is not a number"),
        ("<b>5</b>", "is not a number"),
        ("-3", "below zero"),
        ("-0,5", "below zero"),
        ("925.000", "two ways"),
        ("925,000", "two ways"),
        ("1000000000000", "too large"),
        ("9" * 400, "too large"),
        ("45.12345", "four digits"),
        ("1e5", "is not a number"),
        ("NaN", "is not a number"),
        ("Infinity", "is not a number"),
        ("5\x00", "is not a number"),
    ],
)
def test_numbers_that_are_not(typed, advice, browser, form_url, count, share):
    wrong = box(count, value=typed) | box(share, numerator="1", denominator="2")
    response = browser.post(form_url, wrong | activity_boxes(results="All of this must stay."))

    assert response.status_code == 422
    assert advice in response.text
    assert not IndicatorValue.objects.exists()
    assert not ActivityEntry.objects.exists()
    form = response.context["forms"][1]
    assert form["value"].value() == typed
    assert "All of this must stay." in response.text
    assert f'href="#id_i{count.pk}-value"' in response.text
    assert "<b>5</b>" not in response.text


@pytest.mark.parametrize(
    ("numerator", "denominator", "advice"),
    [
        ("31", "30", "31 is more than 30"),
        ("3", "", "out of how many"),
        ("", "30", "how many of them"),
        ("-3", "30", "below zero"),
        ("some", "30", "is not a number"),
        ("3", "925.000", "two ways"),
    ],
)
def test_shares_that_are_not(numerator, denominator, advice, browser, form_url, share):
    typed = box(share, numerator=numerator, denominator=denominator)
    response = browser.post(form_url, typed | activity_boxes())

    assert response.status_code == 422
    assert advice in response.text
    assert not IndicatorValue.objects.exists()
    form = response.context["forms"][1]
    assert (form["numerator"].value(), form["denominator"].value()) == (numerator, denominator)


def test_the_two_numbers_or_the_percentage_not_both(browser, form_url, share):
    typed = box(share, numerator="3", denominator="4", value="75")
    response = browser.post(form_url, typed | activity_boxes())

    assert response.status_code == 422
    assert "not both" in response.text
    assert not IndicatorValue.objects.exists()


@pytest.mark.parametrize("state", ["perhaps", "reported ", "x" * 300])
def test_an_unknown_answer(state, browser, form_url, count):
    response = browser.post(form_url, box(count, state, value="5") | activity_boxes())

    assert response.status_code == 422
    assert not IndicatorValue.objects.exists()


def test_not_applicable_needs_a_reason(browser, form_url, count):
    response = browser.post(form_url, box(count, "not_applicable", reason=" ") | activity_boxes())

    assert response.status_code == 422
    assert "Say why this does not apply" in response.text


@pytest.mark.parametrize("percent", ["101", "-1", "much", "45.123", "9" * 400])
def test_own_estimates_that_are_not(percent, browser, form_url, count):
    typed = box(count, value="5") | activity_boxes(percent=percent, status="ongoing")
    response = browser.post(form_url, typed)

    assert response.status_code == 422
    assert percent in response.text
    assert not IndicatorValue.objects.exists()


@pytest.mark.parametrize(
    "typed", [{"status": "perhaps"}, {"results": "x" * 10_001}, {"challenges": "a\x00b"}]
)
def test_texts_that_cannot_be_saved(typed, browser, form_url, count):
    response = browser.post(form_url, box(count, value="5") | activity_boxes(**typed))

    assert response.status_code == 422
    assert not ActivityEntry.objects.exists()
    assert not IndicatorValue.objects.exists()


def test_every_mistake_of_a_page_is_named_at_once(browser, form_url, count, share):
    typed = box(count, value="many") | box(share, numerator="5", denominator="4")
    response = browser.post(form_url, typed | activity_boxes(percent="101"))

    assert "There are 3 things to correct" in response.text


def test_messages_are_in_khmer_for_khmer_readers(focal_point, signed_in, form_url, count):
    response = signed_in(focal_point, "km").post(form_url, box(count, value="-3") | activity_boxes())

    assert response.status_code == 422
    assert 'class="err"' in response.text
    assert '<html lang="km"' in response.text


def test_markup_that_was_typed_is_shown_as_text(browser, form_url, count):
    browser.post(form_url, box(count, value="5") | activity_boxes(results="<script>alert(1)</script>"))
    page = browser.get(form_url).text

    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_another_institutions_indicator_is_not_in_the_form(
    browser, form_url, count, activity, other_institution
):
    foreign = IndicatorFactory(activity=activity, reporters=[other_institution])
    assert f"i{foreign.pk}-value" not in browser.get(form_url).text

    browser.post(form_url, box(count, value="5") | box(foreign, value="6") | activity_boxes())

    assert not IndicatorValue.objects.filter(indicator=foreign).exists()


def test_the_service_refuses_another_institutions_indicator_and_saves_nothing(
    institution, period, activity, count, other_institution, priority, focal_point
):
    report = report_of(institution, period, status=Status.DRAFT)
    foreign = IndicatorFactory(activity=activity, reporters=[other_institution])
    elsewhere = ActivityFactory(priority=priority)

    with pytest.raises(PermissionDenied):
        services.save_draft(report, indicators=[answer_to(count, 5), answer_to(foreign, 6)], by=focal_point)
    with pytest.raises(PermissionDenied):
        services.save_draft(report, activities=[ActivityAnswer(elsewhere.pk)], by=focal_point)

    assert not IndicatorValue.objects.exists()
    assert not ActivityEntry.objects.exists()


def test_the_service_saves_all_answers_or_none(institution, period, count, share, focal_point):
    report = report_of(institution, period, status=Status.DRAFT)

    with pytest.raises(AnswersRefused) as refused:
        services.save_draft(
            report, indicators=[answer_to(count, 5), answer_to(share, (5, 4))], by=focal_point
        )

    assert [(problem.subject_id, problem.field) for problem in refused.value.problems] == [
        (share.pk, "numerator")
    ]
    assert not IndicatorValue.objects.exists()


def test_a_sent_form_is_read_only_and_keeps_what_was_typed(browser, form_url, institution, period, count):
    report = report_of(institution, period, {count: 5}, status=Status.SUBMITTED)
    page = browser.get(form_url).text
    assert "has been sent and can no longer be changed" in page
    assert "Save the draft" not in page

    response = browser.post(form_url, box(count, value="6") | activity_boxes(results="Too late."))

    assert response.status_code == 422
    assert "can no longer be changed" in response.text
    assert "Too late." in response.text
    assert report.current.indicator_values.get().value == 5


def test_what_stands_beside_the_boxes(browser, institution, periods, count, share, activity):
    TargetFactory(indicator=count, value=120)
    TargetFactory(indicator=count, value=999, institution=institution, quarter=1)
    report_of(institution, periods[0], {count: 30, share: (3, 4)})
    report_of(institution, periods[1], {count: 12, share: (1, 2)}, status=Status.SUBMITTED)

    page = browser.get(reverse("activities:form_activity", args=["2024Q3", activity.code]))

    facts = {each.indicator: each for each in page.context["page"].indicators}
    assert (facts[count].previous.value, facts[count].previous_period) == (12, "2024Q2")
    assert (facts[count].target, facts[count].year_to_date) == (120, 42)
    assert facts[share].previous.numerator == 1
    assert facts[share].year_to_date is None


def test_a_draft_of_an_earlier_quarter_is_no_last_value(browser, institution, periods, count, activity):
    report_of(institution, periods[0], {count: 30}, status=Status.DRAFT)

    page = browser.get(reverse("activities:form_activity", args=["2024Q2", activity.code]))

    assert page.context["page"].indicators[0].previous is None


# --- checking and sending ---------------------------------------------------------------------------


def test_the_check_names_what_is_empty(browser, institution, period, count, share):
    report_of(institution, period, {count: 5}, status=Status.DRAFT)
    page = browser.get(reverse("activities:check", args=[Q1])).text

    assert "One indicator that is due has no answer" in page
    assert share.name_en in page
    assert count.name_en not in page
    assert 'name="although_incomplete"' in page


def test_a_complete_report_is_sent(browser, institution, period, count, focal_point):
    report = report_of(institution, period, {count: 0}, status=Status.DRAFT)
    assert (
        "Every indicator that is due has an answer"
        in browser.get(reverse("activities:check", args=[Q1])).text
    )

    response = browser.post(reverse("activities:submit", args=[Q1]))

    assert (response.status_code, response.url) == (302, report.get_absolute_url())
    report.refresh_from_db()
    assert report.status == Status.SUBMITTED
    assert report.status_changes.get().by == focal_point
    assert "sent to the secretariat" in browser.get(response.url).text


def test_an_incomplete_report_is_sent_only_with_the_tick(browser, institution, period, count):
    report = report_of(institution, period, status=Status.DRAFT)
    submit = reverse("activities:submit", args=[Q1])

    response = browser.post(submit)
    assert response.url == reverse("activities:check", args=[Q1])
    assert "still empty" in browser.get(response.url).text
    report.refresh_from_db()
    assert report.status == Status.DRAFT

    response = browser.post(submit, {"although_incomplete": "yes"})
    assert response.url == report.get_absolute_url()
    report.refresh_from_db()
    assert report.status == Status.SUBMITTED


def test_sending_twice_says_so(browser, institution, period, count):
    report = report_of(institution, period, {count: 5}, status=Status.SUBMITTED)
    response = browser.post(reverse("activities:submit", args=[Q1]))

    assert response.url == reverse("activities:check", args=[Q1])
    page = browser.get(response.url).text
    assert "This report is “Submitted”" in page
    assert "Send to the secretariat" not in page
    assert report.status_changes.count() == 1


def test_the_head_sends_what_the_focal_point_wrote(approver, signed_in, institution, period, count):
    report = report_of(institution, period, {count: 5}, status=Status.DRAFT)
    signed_in(approver).post(reverse("activities:submit", args=[Q1]))

    assert report.status_changes.get().by == approver


def test_my_quarter_shows_how_far_each_report_is(browser, institution, periods, count, share):
    report_of(institution, periods[0], {count: 1, share: (1, 2)})
    report_of(institution, periods[1], {count: 1}, status=Status.RETURNED)
    report_of(institution, periods[2], {count: 1}, status=Status.DRAFT)

    rows = browser.get(reverse("activities:my_quarter")).context["rows"]

    assert [(row.period.code, row.state, row.answered, row.due, row.needs_work) for row in rows] == [
        ("2024Q4", "not_reported", 0, 2, True),
        ("2024Q3", "draft", 1, 2, True),
        ("2024Q2", "returned", 1, 2, True),
        ("2024Q1", "approved", 2, 2, False),
    ]
    assert [row.return_reason for row in rows] == ["", "", "Please check.", ""]


def test_a_report_that_came_late_stays_late(browser, institution, periods, count):
    report_of(institution, periods[0], {count: 1}, at=moment(periods[0].due_on))
    report_of(
        institution, periods[1], {count: 1}, at=moment(periods[1].due_on, hour=17)
    )  # after midnight there

    rows = browser.get(reverse("activities:my_quarter")).context["rows"]

    assert [row.state for row in rows][-2:] == ["approved_late", "approved"]
