"""When and where the demonstration is loaded, or refused with nothing left behind."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from institutions.models import User
from ocse_nap.demonstration.accounts import NotInDevelopment, main_accounts
from ocse_nap.demonstration.loading import DemonstrationRefused, load_demonstration
from priorities.models import Plan

TODAY = date(2023, 2, 10)


def test_there_are_no_accounts_before_loading(db):
    output = StringIO()
    call_command("demonstration_accounts", stdout=output)

    assert main_accounts() == []
    assert "@" not in output.getvalue()


def test_a_public_password_is_refused_outside_development(empty_plan, settings):
    settings.DEVELOPMENT = False

    with pytest.raises(NotInDevelopment):
        load_demonstration(today=TODAY)
    for command in ("load_demonstration", "demonstration_accounts"):
        with pytest.raises(CommandError):
            call_command(command)
    assert not User.objects.exists()


def test_a_real_plan_gets_no_made_up_history(empty_plan):
    Plan.objects.update(data_label_en="", data_label_km="")

    with pytest.raises(DemonstrationRefused):
        load_demonstration(today=TODAY)


def test_without_a_plan_the_command_says_what_to_do_first(db):
    with pytest.raises(CommandError, match="load_plan"):
        call_command("load_demonstration")


def test_before_the_first_quarter_is_over_there_is_nothing_to_report(empty_plan):
    with pytest.raises(DemonstrationRefused):
        load_demonstration(today=date(2021, 3, 31))


def test_the_day_after_a_quarter_is_early_but_not_too_early(empty_plan):
    """What happens "in the last days" then happens before the quarter is over."""
    loaded = load_demonstration(today=date(2021, 10, 1))

    assert loaded.reports > 20
    assert loaded.expenditures > 50
