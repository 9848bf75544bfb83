"""Actors, and a small plan: the same names in every test."""

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import transaction
from django.test import Client

import ocse_nap.plan_file
from institutions.roles import Role
from priorities.models import Plan
from tests.factories import (
    InstitutionFactory,
    PeriodFactory,
    PlanFactory,
    PriorityFactory,
    UserFactory,
    year_of_reports,
)

PLAN_FILE = Path(ocse_nap.plan_file.__file__).parent / "data" / "ocse_nap_2021_2025.json"


@pytest.fixture
def institution(db):
    """The institution of the focal point, the colleague and the approver."""
    return InstitutionFactory(code="MOSVY")


@pytest.fixture
def other_institution(db):
    return InstitutionFactory(code="MOI")


@pytest.fixture
def focal_point(institution):
    return UserFactory(email="focal@example.org", institution=institution)


@pytest.fixture
def colleague(institution):
    """Another focal point of the same institution."""
    return UserFactory(email="colleague@example.org", institution=institution)


@pytest.fixture
def approver(institution):
    """The head of the institution."""
    return UserFactory(email="head@example.org", institution=institution, role=Role.APPROVER)


@pytest.fixture
def outsider(other_institution):
    """The focal point of another institution."""
    return UserFactory(email="outsider@example.org", institution=other_institution)


@pytest.fixture
def secretariat(db):
    return UserFactory(email="secretariat@example.org", role=Role.SECRETARIAT, institution=None)


@pytest.fixture
def administrator(db):
    return UserFactory(email="administrator@example.org", role=Role.ADMINISTRATOR, institution=None)


@pytest.fixture
def observer(db):
    return UserFactory(email="observer@example.org", role=Role.OBSERVER, institution=None)


@pytest.fixture
def public():
    """Nobody who is signed in."""
    return AnonymousUser()


@pytest.fixture
def plan(db):
    return PlanFactory()


@pytest.fixture
def priority(plan):
    return PriorityFactory(plan=plan)


@pytest.fixture
def periods(plan):
    """The four quarters of 2024, all over."""
    return [PeriodFactory(plan=plan, quarter=quarter) for quarter in (1, 2, 3, 4)]


@pytest.fixture
def period(periods):
    """The first quarter."""
    return periods[0]


@pytest.fixture
def signed_in():
    """`signed_in(user, language="en")`: a browser in which `user` has signed in; anybody may be `public`."""

    def sign_in(user, language: str = "en") -> Client:
        client = Client()
        if user.is_authenticated:
            client.force_login(user)
        client.cookies["django_language"] = language
        return client

    return sign_in


@pytest.fixture(scope="module")
def shipped_plan(django_db_setup, django_db_blocker):
    """The plan that the project ships, loaded once for a module; each test rolls back to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_plan", PLAN_FILE, stdout=StringIO())
        yield Plan.objects.get()
        transaction.set_rollback(True)


@pytest.fixture
def reports(plan, periods, institution, other_institution):
    """A year of reports of MOSVY and MOI, as `tests.factories.year_of_reports` tells it."""
    year_of_reports(plan, periods, institution, other_institution)
