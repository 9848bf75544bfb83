"""The demonstration as it looks in February 2023: six quarters, the last of them in motion."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction

from ocse_nap.demonstration.loading import load_demonstration
from tests.demonstration.conftest import PLAN_FILE

TODAY = date(2023, 2, 10)


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker):
    """Loaded once for all tests here and taken back after them; a test's own changes are its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_plan", str(PLAN_FILE))
        yield load_demonstration(today=TODAY)
        transaction.set_rollback(True)


@pytest.fixture
def demonstration(loaded, db):
    return loaded
