"""Which lines and entries a question is about."""

from django.db.models import Q

from budget.models import BudgetLine, Expenditure


def selected_lines(viewer, plan, kept_by: int | None):
    lines = BudgetLine.objects.visible_to(viewer).filter(activity__priority__plan=plan)
    return lines if kept_by is None else lines.kept_by(kept_by)


def selected_entries(viewer, plan, kept_by: int | None, until):
    entries = Expenditure.objects.visible_to(viewer).filter(budget_line__activity__priority__plan=plan)
    if kept_by is not None:
        entries = entries.filter(budget_line__institution=kept_by)
    return up_to(entries, until)


def up_to(entries, until):
    """Entries of this quarter and those before it; all where it is None."""
    if until is None:
        return entries
    return entries.filter(
        Q(period__year__lt=until.year) | Q(period__year=until.year, period__quarter__lte=until.quarter)
    )
