"""A quarter's history, made twice, and once with another seed."""

from datetime import date

from django.db import transaction

from activities.models import ActivityEntry, IndicatorValue, StatusChange
from budget.models import Expenditure
from ocse_nap.demonstration.loading import load_demonstration


def everything() -> list[tuple]:
    """All that was made up, by codes."""
    report = "revision__report__institution__code", "revision__report__period__year", "revision__number"
    return [
        *IndicatorValue.objects.order_by(*report, "indicator__code").values_list(
            *report, "indicator__code", "state", "value", "numerator", "denominator", "reason"
        ),
        *ActivityEntry.objects.order_by(*report, "activity__code").values_list(
            *report, "activity__code", "status", "self_assessed_share", "results", "challenges"
        ),
        *StatusChange.objects.order_by("report__institution__code", "at").values_list(
            "report__institution__code", "action", "by__email", "at", "note"
        ),
        *Expenditure.objects.order_by("reference", "recorded_at", "amount").values_list(
            "budget_line__code", "reference", "amount", "spent_on", "recorded_by__email", "recorded_at"
        ),
    ]


def history_of(seed: int) -> list[tuple]:
    with transaction.atomic():
        load_demonstration(today=date(2021, 11, 20), seed=seed)
        made = everything()
        transaction.set_rollback(True)
    return made


def test_the_same_seed_makes_the_same_history(empty_plan):
    """The second time every primary key is another one: chance does not depend on them."""
    first, second, other = history_of(1), history_of(1), history_of(2)

    assert len(first) > 200
    assert first == second
    assert first != other
