"""A real Celery worker on the real broker; and what happens without them."""

import time
from datetime import timedelta

import pytest
from celery import current_app
from django.urls import reverse

from activities import tasks
from activities.models import Activity, IndicatorResult
from activities.workflow import Status
from tests.factories import ActivityFactory, IndicatorFactory, TargetFactory, report_of

pytestmark = pytest.mark.django_db(transaction=True)

SHOWN_WITHIN = 2  # seconds


@pytest.fixture
def report(priority, institution, period):
    indicator = IndicatorFactory(activity=ActivityFactory(priority=priority, lead=institution))
    TargetFactory(indicator=indicator)
    tasks.refresh_stale_rollups()
    return report_of(institution, period, {indicator: 4711}, status=Status.SUBMITTED)


@pytest.fixture
def broker_is_down(tmp_path, monkeypatch):
    """The product's own Celery application, pointed at a socket that nobody listens to."""
    nowhere = f"redis+socket://{tmp_path}/nobody.sock"
    monkeypatch.setattr(current_app.conf, "broker_write_url", nowhere)
    monkeypatch.setattr(current_app.conf, "broker_read_url", nowhere)


def approve(report, browser):
    return browser.post(reverse("activities:approve", args=[report.pk]))


def shown_value(report) -> int | None:
    result = IndicatorResult.objects.get(lens="quarter", period=report.period)
    return result.value


def test_what_is_approved_is_shown_within_two_seconds(
    report, secretariat, observer, signed_in, celery_worker_process
):
    assert shown_value(report) is None
    started = time.monotonic()
    approve(report, signed_in(secretariat))

    while shown_value(report) is None and time.monotonic() - started < 15:
        time.sleep(0.05)
    took = time.monotonic() - started

    assert shown_value(report) == 4711
    assert took < SHOWN_WITHIN
    activity = Activity.objects.get()
    url = reverse("reports:activity", args=[activity.code]) + f"?quarter={report.period.code}"
    page = signed_in(observer).get(url).text
    assert "4,711" in page
    assert "waits to be computed" not in page


def test_without_a_broker_approving_works_and_the_sweep_catches_up(
    report, secretariat, observer, signed_in, broker_is_down
):
    started = time.monotonic()
    response = approve(report, signed_in(secretariat))

    assert time.monotonic() - started < 2  # the page does not wait for a broker that is not there
    assert (response.status_code, response.url) == (302, report.get_absolute_url())
    report.refresh_from_db()
    assert report.status == Status.APPROVED
    assert shown_value(report) is None
    assert "1 activity waits to be computed" in signed_in(observer).get(reverse("reports:overview")).text

    tasks.refresh_stale_rollups()

    assert shown_value(report) == 4711
    assert "waits to be computed" not in signed_in(observer).get(reverse("reports:overview")).text


def test_health_says_that_the_broker_is_away(db, public, signed_in, broker_is_down):
    response = signed_in(public).get(reverse("healthz"))

    assert response.status_code == 503
    assert response.json() == {"database": True, "broker": False}


def test_health(db, public, signed_in):
    response = signed_in(public).get(reverse("healthz"))

    assert (response.status_code, response.json()) == (200, {"database": True, "broker": True})
    assert "no-store" in response.headers["Cache-Control"]
    assert signed_in(public).post(reverse("healthz")).status_code == 405


def test_the_sweep_runs_each_minute_and_everything_each_night():
    schedule = current_app.conf.beat_schedule
    each = {entry["task"]: entry["schedule"] for entry in schedule.values()}

    assert timedelta(seconds=each["activities.tasks.refresh_stale_rollups"]) <= timedelta(minutes=1)
    assert each["activities.tasks.refresh_all_rollups"].hour == {0}
    assert set(each) <= set(current_app.tasks)


def test_the_night_recomputes_everything(report):
    IndicatorResult.objects.update(value=1)

    tasks.refresh_all_rollups()

    assert shown_value(report) is None
