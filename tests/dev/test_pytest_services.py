"""What the pytest plugin promises to the other tests."""

import pytest
from django.db import connection

from tests.dev.conftest import eventually


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_works_on_the_test_database(celery_worker_process):
    from ocse_nap.celery import app

    before = _sessions_so_far()

    app.send_task("activities.tasks.refresh_stale_rollups")

    assert eventually(lambda: _sessions_so_far() > before, seconds=20)


@pytest.mark.django_db
def test_a_test_that_touches_the_database_is_marked(request):
    assert request.node.get_closest_marker("database")


def test_a_test_that_does_not_is_not_marked(request):
    assert not request.node.get_closest_marker("database")


def _sessions_so_far() -> int:
    """How often this process or another one has connected to the test database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sessions FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]
