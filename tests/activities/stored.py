"""Everything that the roll-up has stored, to be compared."""

from activities.models import ActivityResult, IndicatorResult, PlanResult, PriorityResult

MODELS = (IndicatorResult, ActivityResult, PriorityResult, PlanResult)


def stored_results() -> dict:
    """Every stored row by what it is a result of, quarter and lens; without primary keys."""
    rows = {}
    for model in MODELS:
        subject = model.__name__.removesuffix("Result").lower()
        for row in model.objects.values():
            row.pop("id")
            rows[subject, row.pop(f"{subject}_id"), row.pop("period_id"), row.pop("lens")] = row
    return rows
