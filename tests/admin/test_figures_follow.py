"""Whatever changes a figure has it computed anew."""

import pytest

from activities.models import Activity, Assignment, Indicator, Target
from activities.services import refresh_stale_rollups
from tests.factories import InstitutionFactory


@pytest.fixture
def rolled_up(report):
    assert not Activity.objects.stale().exists()


INDICATOR = {
    "order": 1,
    "name_en": "People reached",
    "name_km": "ចំនួនមនុស្ស",
    "level": "output",
    "direction": "increase",
    "frequency": "quarterly",
    "baseline_value": "0",
    "targets-TOTAL_FORMS": 0,
    "targets-INITIAL_FORMS": 0,
    "assignments-TOTAL_FORMS": 0,
    "assignments-INITIAL_FORMS": 0,
}


def test_a_changed_target(rolled_up, indicator, address, signed_in, administrator, period):
    target = indicator.targets.get()
    fields = {"indicator": indicator.pk, "year": 2024, "value": "50"}

    signed_in(administrator).post(address(Target, "change", target.pk), fields)

    assert Activity.objects.stale().exists()
    refresh_stale_rollups(today=period.due_on)
    result = indicator.activity.indicators.get().targets.get()
    assert result.value == 50


def test_a_deleted_target(rolled_up, indicator, address, signed_in, administrator):
    target = indicator.targets.get()

    signed_in(administrator).post(address(Target, "delete", target.pk), {"post": "yes"})

    assert not Target.objects.exists()
    assert Activity.objects.stale().exists()


def test_targets_deleted_together(rolled_up, indicator, address, signed_in, administrator):
    chosen = {"action": "delete_selected", "_selected_action": [indicator.targets.get().pk], "post": "yes"}

    signed_in(administrator).post(address(Target), chosen)

    assert not Target.objects.exists()
    assert Activity.objects.stale().exists()


def test_a_new_reporter(rolled_up, indicator, address, signed_in, administrator):
    fields = {"indicator": indicator.pk, "institution": InstitutionFactory().pk}

    signed_in(administrator).post(address(Assignment, "add"), fields)

    assert Assignment.objects.count() == 2
    assert Activity.objects.stale().exists()


def test_an_indicator_with_a_target_in_its_own_page(rolled_up, indicator, address, signed_in, administrator):
    target = {
        "targets-TOTAL_FORMS": 1,
        "targets-0-indicator": indicator.pk,
        "targets-0-year": 2025,
        "targets-0-value": "7",
    }

    answer = signed_in(administrator).post(
        address(Indicator, "change", indicator.pk), {**INDICATOR, **target}
    )

    assert answer.status_code == 302
    assert indicator.targets.filter(year=2025, value=7).exists()
    assert Activity.objects.stale().exists()


def test_a_refused_change_leaves_the_figures_alone(rolled_up, indicator, address, signed_in, administrator):
    wrong = {**INDICATOR, "name_en": ""}

    signed_in(administrator).post(address(Indicator, "change", indicator.pk), wrong)

    assert not Activity.objects.stale().exists()


def test_the_rule_of_an_indicator_stays(rolled_up, indicator, address, signed_in, administrator):
    other = {**INDICATOR, "preset": "level", "across": "max", "over_time": "latest", "rule_version": 7}

    signed_in(administrator).post(address(Indicator, "change", indicator.pk), other)

    indicator.refresh_from_db()
    assert (indicator.preset, indicator.across, indicator.over_time) == ("count", "sum", "sum")
    assert (indicator.name_en, indicator.rule_version) == ("People reached", 1)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"across": "ratio", "over_time": "sum"}, "Shares are never added up"),
        ({"across": "sum", "over_time": "ratio"}, "needs a ratio across institutions"),
        ({"across": "sum", "over_time": "sum", "direction": "decrease"}, "cannot be meant to fall"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(rule, message, indicator, address, signed_in, administrator):
    new = {
        **INDICATOR,
        "activity": indicator.activity_id,
        "code": "1.1.9",
        "unit": indicator.unit_id,
        "preset": "count",
        **rule,
    }

    answer = signed_in(administrator).post(address(Indicator, "add"), new)

    assert message in answer.content.decode()
    assert Indicator.objects.count() == 1


def test_a_count_that_is_meant_to_fall_is_refused_later_too(indicator, address, signed_in, administrator):
    answer = signed_in(administrator).post(
        address(Indicator, "change", indicator.pk), {**INDICATOR, "direction": "decrease"}
    )

    assert "cannot be meant to fall" in answer.content.decode()


def test_a_new_activity_has_no_money_yet(priority, institution, address, signed_in, administrator):
    fields = {
        "priority": priority.pk,
        "code": "1.7",
        "order": 7,
        "title_en": "Train teachers",
        "title_km": "បណ្តុះបណ្តាលគ្រូ",
        "lead": institution.pk,
        "starts_on": "2024-01-01",
        "ends_on": "2025-12-31",
        "planned_cost": "999",
    }

    answer = signed_in(administrator).post(address(Activity, "add"), fields)

    assert answer.status_code == 302
    assert Activity.objects.get(code="1.7").planned_cost == 0
