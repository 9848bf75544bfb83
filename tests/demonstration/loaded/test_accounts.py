"""Who can sign in to try the product."""

from io import StringIO

import pytest
from django.core.management import call_command

from activities.models import ProgressReport
from institutions.models import User
from institutions.roles import Role
from ocse_nap.demonstration.accounts import main_accounts
from ocse_nap.demonstration.loading import DemonstrationRefused, load_demonstration
from tests.demonstration.loaded.conftest import TODAY

pytestmark = pytest.mark.xdist_group("demonstration")  # loaded once, by one process


def test_every_role_has_an_account_that_can_sign_in(demonstration):
    accounts = main_accounts()
    users = {account.email: User.objects.get(email=account.email) for account in accounts}

    assert {user.role for user in users.values()} == set(Role.values)
    assert all(users[account.email].check_password(account.password) for account in accounts)


def test_every_reporting_institution_has_a_focal_point(demonstration):
    reporting = set(ProgressReport.objects.values_list("institution", flat=True))
    focal_points = User.objects.filter(role=Role.FOCAL_POINT).values_list("institution", flat=True)

    assert reporting <= set(focal_points)
    assert len(focal_points) == len(set(focal_points))


def test_accounts_are_printed(demonstration):
    output = StringIO()
    call_command("demonstration_accounts", stdout=output)

    lines = output.getvalue().splitlines()
    assert len(lines) == len(main_accounts()) + 1
    for account, line in zip(main_accounts(), lines[1:], strict=True):
        assert account.email in line
        assert account.password in line


def test_a_second_load_is_refused_and_changes_nothing(demonstration):
    before = ProgressReport.objects.count(), User.objects.count()

    with pytest.raises(DemonstrationRefused):
        load_demonstration(today=TODAY)
    assert (ProgressReport.objects.count(), User.objects.count()) == before
