"""What is not approved never leaves its institution and the secretariat."""

from datetime import date

import pytest
from django.urls import reverse

from activities import services
from activities.answers import ActivityAnswer
from activities.models import IndicatorResult, IndicatorValue, ProgressReport
from activities.queries import values_of_quarter
from activities.workflow import Status
from tests.factories import ActivityFactory, IndicatorFactory, TargetFactory, answer_to, moment, report_of

SECRET_NUMBER, SECRET_WORD = 918_273, "unapproved-words"
SHOWN = ("918,273", "918273", SECRET_WORD)
LATER = moment(date(2024, 9, 1))


@pytest.fixture
def activity(priority, institution):
    return ActivityFactory(priority=priority, lead=institution)


@pytest.fixture
def count(activity):
    indicator = IndicatorFactory(activity=activity)
    TargetFactory(indicator=indicator)
    return indicator


@pytest.fixture
def secrets(institution, other_institution, priority, periods, count, secretariat, focal_point):
    """A draft, a sent, a returned and a reopened report, all with the same secret in them."""
    ActivityFactory(priority=priority, lead=other_institution)
    statuses = [Status.DRAFT, Status.SUBMITTED, Status.RETURNED]
    for period, status in zip(periods, statuses, strict=False):
        report_of(institution, period, status=Status.DRAFT)
        _say_the_secret(period, institution, count, focal_point)
        report = ProgressReport.objects.get(period=period)
        if status != Status.DRAFT:
            services.submit_report(report, by=focal_point, at=LATER)
        if status == Status.RETURNED:
            services.return_report(report, by=secretariat, at=LATER, reason=SECRET_WORD)
    report = report_of(institution, periods[3], {count: 1}, at=moment(periods[3].due_on))
    services.reopen_report(report, by=secretariat, at=moment(date(2025, 3, 1)), reason=SECRET_WORD)
    _say_the_secret(periods[3], institution, count, focal_point)
    services.refresh_stale_rollups(today=date(2025, 3, 1))


def _say_the_secret(period, institution, count, by):
    texts = {"results": SECRET_WORD, "challenges": SECRET_WORD}
    services.save_draft(
        ProgressReport.objects.get(institution=institution, period=period),
        indicators=[answer_to(count, SECRET_NUMBER)],
        activities=[ActivityAnswer(count.activity_id, "ongoing", **texts)],
        by=by,
    )


def pages_about(activity, period) -> list[str]:
    quarter = f"?quarter={period.code}"
    return [
        reverse("reports:overview") + quarter,
        reverse("reports:priority", args=[1]) + quarter,
        reverse("reports:activity", args=[activity.code]) + quarter,
        reverse("reports:institution", args=[activity.lead.code]) + quarter,
        reverse("reports:institutions"),
        reverse("reports:about_data"),
        reverse("reports:matrix") + quarter,
        reverse("activities:queue"),
        reverse("activities:my_quarter"),
        *(report.get_absolute_url() for report in ProgressReport.objects.all()),
    ]


@pytest.mark.parametrize("actor", ["outsider", "observer"])
def test_no_page_shows_it_to_others(actor, request, secrets, activity, periods, signed_in):
    browser = signed_in(request.getfixturevalue(actor))
    read = 0
    for period in periods:
        for url in pages_about(activity, period):
            response = browser.get(url)
            assert response.status_code in (200, 403, 404), url
            assert not any(shown in response.text for shown in SHOWN), url
            read += response.status_code == 200
    assert read >= 6 * len(periods)


@pytest.mark.parametrize("actor", ["focal_point", "colleague", "approver", "secretariat", "administrator"])
def test_their_own_people_and_the_secretariat_read_it(actor, request, secrets, signed_in):
    browser = signed_in(request.getfixturevalue(actor))
    for report in ProgressReport.objects.all():
        page = browser.get(report.get_absolute_url()).text
        assert "918,273" in page
        assert SECRET_WORD in page


def test_no_stored_figure_contains_it(secrets, count):
    values = set(IndicatorResult.objects.filter(indicator=count).values_list("value", flat=True))
    assert values <= {None, 1}


def test_which_reports_each_may_see(
    secrets, institution, periods, focal_point, outsider, observer, secretariat, public
):
    def seen_by(viewer):
        return [report.period.code for report in ProgressReport.objects.visible_to(viewer).order_by("period")]

    everything = [period.code for period in periods]
    assert seen_by(focal_point) == everything
    assert seen_by(secretariat) == everything
    assert seen_by(outsider) == ["2024Q4"]
    assert seen_by(observer) == ["2024Q4"]
    assert seen_by(public) == []
    periods[3].is_published = True
    periods[3].save()
    assert seen_by(public) == ["2024Q4"]


def test_the_public_reads_published_quarters_only(institution, periods, count, public, observer):
    report_of(institution, periods[0], {count: 5})

    def read_by(viewer):
        values = values_of_quarter(viewer=viewer, institution_id=institution.pk, period=periods[0])
        return [value.value for value in values]

    assert read_by(observer) == [5]
    assert read_by(public) == []
    periods[0].is_published = True
    periods[0].save()
    assert read_by(public) == [5]


@pytest.mark.parametrize("actor", ["focal_point", "approver", "outsider", "observer"])
def test_who_has_reported_is_the_secretariats_to_see(actor, request, secrets, signed_in):
    browser = signed_in(request.getfixturevalue(actor))
    assert browser.get(reverse("reports:matrix")).status_code == 403
    overview = browser.get(reverse("reports:overview"))
    assert "Who has not reported" not in overview.text
    assert "open_rows" not in overview.context


@pytest.mark.parametrize(
    ("actor", "may_read"),
    [("focal_point", True), ("secretariat", True), ("outsider", False), ("observer", False)],
)
def test_an_institutions_timeliness_is_its_own(actor, may_read, request, secrets, institution, signed_in):
    url = reverse("reports:institution", args=[institution.code])
    page = signed_in(request.getfixturevalue(actor)).get(url)

    assert ("Its quarterly reports" in page.text) is may_read


def test_a_superseded_value_is_no_longer_shown(
    institution, period, count, secretariat, focal_point, observer, signed_in
):
    report = report_of(institution, period, {count: SECRET_NUMBER})
    services.reopen_report(report, by=secretariat, at=LATER, reason="A typing mistake.")
    services.save_draft(report, indicators=[answer_to(count, 7)], by=focal_point)
    services.submit_report(report, by=focal_point, at=LATER)
    services.approve_report(report, by=secretariat, at=LATER)

    page = signed_in(observer).get(report.get_absolute_url()).text

    assert not any(shown in page for shown in SHOWN)
    assert IndicatorValue.objects.filter(value=SECRET_NUMBER).exists()  # kept, and kept apart
