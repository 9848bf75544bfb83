"""Who may do what to a progress report."""

from activities.models import ProgressReport
from activities.workflow import Action
from institutions.roles import reports_for, reviews_reports, sees_all_reports


def can_fill(user, institution_id: int) -> bool:
    """Fill and send an institution's form: its focal point and its head."""
    return reports_for(user, institution_id)


def can_move(user, report: ProgressReport, action: str) -> bool:
    """Make one move of the workflow."""
    if action == Action.SUBMIT:
        return reports_for(user, report.institution_id)
    return reviews_reports(user)


def can_read_work(user, report: ProgressReport) -> bool:
    """Read what is not approved yet: the secretariat, and the institution's own people."""
    return sees_all_reports(user) or reports_for(user, report.institution_id)
