"""The life of a progress report, as one table."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")


class Action(TextChoices):
    SUBMIT = "submit", _("Submitted")
    RETURN = "return", _("Returned")
    APPROVE = "approve", _("Approved")
    REOPEN = "reopen", _("Reopened")


TRANSITIONS = {
    (Status.DRAFT, Action.SUBMIT): Status.SUBMITTED,
    (Status.RETURNED, Action.SUBMIT): Status.SUBMITTED,
    (Status.SUBMITTED, Action.RETURN): Status.RETURNED,
    (Status.SUBMITTED, Action.APPROVE): Status.APPROVED,
    (Status.APPROVED, Action.REOPEN): Status.DRAFT,
}


class TransitionNotAllowed(Exception):
    """The report is not in a status from which this move can be made; says so to the reader."""


def next_status(status: str, action: str) -> Status:
    """The status after `action`. Raises TransitionNotAllowed with a message for the reader."""
    try:
        return TRANSITIONS[Status(status), Action(action)]
    except KeyError:
        raise TransitionNotAllowed(
            _(
                "This report is “%(status)s”, so this cannot be done now. "
                "Somebody may have moved it meanwhile."
            )
            % {"status": Status(status).label}
        ) from None
