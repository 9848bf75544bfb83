"""Who may record spending, and who may read whose."""

from institutions.roles import Role, own_institution, reports_for, sees_all_reports


def can_record(user, institution_id: int) -> bool:
    """Record and reverse spending on an institution's lines: its focal point and its head."""
    return reports_for(user, institution_id)


def sees_all_spending(user) -> bool:
    """The secretariat, the administrator and an observer read every entry; an institution its own.

    The same rule as `Expenditure.objects.visible_to`, for totals that must be left out as a whole.
    """
    return sees_all_reports(user) or (user.is_authenticated and user.role == Role.OBSERVER)


def sees_spending_of(user, institution_id: int | None) -> bool:
    """Read the spending of one institution's lines; None means that of all of them."""
    if sees_all_spending(user):
        return True
    return institution_id is not None and institution_id == own_institution(user)
