"""The five roles, and what each may do in one word. No ORM: a user is anything with a `role`."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    ADMINISTRATOR = "administrator", _("Administrator")
    SECRETARIAT = "secretariat", _("Secretariat")
    APPROVER = "approver", _("Head of institution")
    FOCAL_POINT = "focal_point", _("Focal point")
    OBSERVER = "observer", _("Observer")


def sees_all_reports(user) -> bool:
    """The secretariat and the administrator read every row, approved or not."""
    return user.is_authenticated and user.role in (Role.SECRETARIAT, Role.ADMINISTRATOR)


def reviews_reports(user) -> bool:
    """Only the secretariat returns, approves and reopens."""
    return user.is_authenticated and user.role == Role.SECRETARIAT


def own_institution(user) -> int | None:
    """The institution whose work in progress is one's own: that of focal points and heads, else None."""
    works_there = user.is_authenticated and user.role in (Role.FOCAL_POINT, Role.APPROVER)
    return user.institution_id if works_there else None


def reports_for(user, institution_id: int) -> bool:
    """Focal point and head fill and send the form of their own institution."""
    return institution_id is not None and own_institution(user) == institution_id
