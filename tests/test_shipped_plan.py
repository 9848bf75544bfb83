"""The plan that the project ships: its figures, its pages and their cost."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities import services
from activities.duties import duties_of_plan
from activities.models import Activity, IndicatorResult
from tests.factories import UserFactory
from tests.pages import leaks, repeated_identifiers

pytestmark = pytest.mark.django_db

AFTER_THE_PLAN = date(2026, 2, 1)


def test_who_is_expected_is_who_owes_an_answer(shipped_plan):
    """The form and the figures ask the same institutions in the same quarters, for all 85 indicators."""
    services.refresh_stale_rollups(today=AFTER_THE_PLAN)
    periods = list(shipped_plan.periods.all())
    owed: dict[tuple, set] = {}
    for (institution, period), duty in duties_of_plan(shipped_plan.pk, periods).items():
        for indicator in duty.due_indicator_ids:
            owed.setdefault((indicator, period), set()).add(institution)

    rows = IndicatorResult.objects.filter(lens="quarter")

    assert rows.count() == 85 * len(periods)
    for row in rows:
        assert set(row.missing) == owed.get((row.indicator_id, row.period_id), set())
        assert row.expected == len(row.missing)
    assert sum(map(len, owed.values())) > 500


def test_one_approval_costs_the_same_whatever_the_size_of_the_plan(
    shipped_plan, django_assert_max_num_queries
):
    services.refresh_stale_rollups(today=AFTER_THE_PLAN)
    activity = Activity.objects.order_by("priority__number", "order").first()
    Activity.objects.filter(pk=activity.pk).update(changes=activity.changes + 1)

    with django_assert_max_num_queries(20):
        assert services.refresh_stale_rollups(today=AFTER_THE_PLAN) == 1


@pytest.mark.parametrize("language", ["en", "km"])
def test_the_pages_of_the_plan_that_is_shipped(language, shipped_plan, signed_in):
    services.refresh_stale_rollups(today=date(2022, 2, 1))
    browser = signed_in(UserFactory(role="secretariat", institution=None), language)
    quarter = "?quarter=2021Q4"
    for url in (
        reverse("reports:overview") + quarter,
        reverse("reports:priority", args=[3]) + quarter,
        reverse("reports:activity", args=["3.2"]) + quarter,
        reverse("reports:institution", args=["MOSVY"]) + quarter,
        reverse("reports:institutions"),
        reverse("reports:matrix") + quarter,
        reverse("reports:about_data"),
        reverse("activities:queue"),
    ):
        page = browser.get(url)
        assert page.status_code == 200
        assert leaks(page.text) == [], url
        assert repeated_identifiers(page.text) == set(), url
        assert 'class="demo"' in page.text  # the warning about the data stands on every page


def test_the_overview_needs_few_queries(shipped_plan, secretariat, signed_in):
    services.refresh_stale_rollups(today=date(2022, 2, 1))
    browser = signed_in(secretariat)

    with CaptureQueriesContext(connection) as queries:
        assert browser.get(reverse("reports:overview") + "?quarter=2021Q4").status_code == 200

    assert len(queries) <= 20
