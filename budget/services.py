"""What is written to the ledger: an expenditure, and the entry that takes one back."""

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from budget.execution import cents
from budget.models import BudgetLine, Expenditure
from budget.permissions import can_record
from institutions.bilingual import date_text
from institutions.models import User
from priorities.models import Plan, ReportingPeriod

TOO_LARGE = Decimal(10) ** 12  # the column does not hold it
LONGEST_REFERENCE = 60


class NewExpenditure(NamedTuple):
    """What somebody wants to record on a line at a moment. None: not said yet, or not understood."""

    line: BudgetLine
    period: ReportingPeriod | None
    amount: Decimal | None
    spent_on: date | None
    reference: str
    at: datetime


@transaction.atomic
def record_expenditure(
    line: BudgetLine,
    *,
    period: ReportingPeriod,
    amount: Decimal,
    spent_on: date,
    reference: str = "",
    note: str = "",
    by: User,
    at: datetime,
) -> Expenditure:
    """Add an expenditure (USD) on `line` to the ledger of the institution that keeps the line.

    Raises PermissionDenied, or ValidationError with everything that is wrong by field (`message_dict`);
    nothing is saved then.
    """
    line = _locked(line)
    if not can_record(by, line.institution_id):
        raise PermissionDenied
    new = NewExpenditure(line, period, amount, spent_on, reference.strip(), at)
    problems = expenditure_problems(new)
    if problems:
        raise ValidationError(problems)
    return Expenditure.objects.create(
        budget_line=line,
        period=period,
        institution=line.institution,
        amount=amount,
        spent_on=spent_on,
        reference=new.reference,
        note=note.strip(),
        recorded_by=by,
        recorded_at=at,
    )


def _locked(line: BudgetLine) -> BudgetLine:
    """The line with its plan; a form that was sent twice waits here for the first one."""
    lines = BudgetLine.objects.select_related("activity__priority__plan", "institution")
    return lines.select_for_update(of=["self"]).get(pk=line.pk)


def expenditure_problems(new: NewExpenditure) -> dict[str, str]:
    """What is wrong: field → what to do about it. What is None yet is not judged."""
    plan = new.line.activity.priority.plan
    problems = {
        "amount": _amount_problem(new.amount),
        "period": _period_problem(new.period, plan),
        "spent_on": _day_problem(new.spent_on, new.period, plan, localtime(new.at).date()),
        "reference": _reference_problem(new.reference),
    }
    found = {field: problem for field, problem in problems.items() if problem}
    if not found and None not in new and _is_recorded_already(new):
        found["reference"] = _(
            "The same amount of the same day is recorded on this line already. "
            "If it is another payment, give it a reference of its own."
        )
    return found


def _amount_problem(amount: Decimal | None) -> str:
    if amount is None:
        return ""
    if not amount.is_finite() or amount >= TOO_LARGE:
        return _("This amount is too large.")
    if amount <= 0:
        return _("The amount must be more than 0. To correct an entry, reverse it.")
    if amount != cents(amount):
        return _("An amount has at most two decimals.")
    return ""


def _period_problem(period: ReportingPeriod | None, plan: Plan) -> str:
    if period is None or period.plan_id == plan.pk:
        return ""
    return _("This quarter belongs to another plan.")


def _day_problem(day: date | None, period: ReportingPeriod | None, plan: Plan, today: date) -> str:
    if day is None:
        return ""
    if not plan.starts_on <= day <= plan.ends_on:
        return _("The day must lie within the plan: %(first)s to %(last)s.") % _days(plan)
    if period is not None and not period.starts_on <= day <= period.ends_on:
        return _("The day must lie within the quarter: %(first)s to %(last)s.") % _days(period)
    if day > today:
        return _("This day has not come yet.")
    return ""


def _days(span: Plan | ReportingPeriod) -> dict[str, str]:
    return {"first": date_text(span.starts_on), "last": date_text(span.ends_on)}


def _reference_problem(reference: str) -> str:
    if len(reference) <= LONGEST_REFERENCE:
        return ""
    return _("A reference has at most %(number)s letters.") % {"number": LONGEST_REFERENCE}


def _is_recorded_already(new: NewExpenditure) -> bool:
    """On a slow line the same form arrives twice; a reversed entry may be recorded again."""
    return Expenditure.objects.filter(
        budget_line=new.line,
        period=new.period,
        amount=new.amount,
        spent_on=new.spent_on,
        reference=new.reference,
        reversed_by__isnull=True,
    ).exists()


@transaction.atomic
def reverse_expenditure(expenditure: Expenditure, *, reason: str, by: User, at: datetime) -> Expenditure:
    """Take an entry back by one of the opposite amount, in the same quarter, with a reason.

    Raises PermissionDenied, or ValidationError (`message_dict`) where the entry is reversed already, is
    itself a reversal, or no reason is given; nothing is saved then.
    """
    if not can_record(by, expenditure.institution_id):
        raise PermissionDenied
    entry = Expenditure.objects.select_for_update(of=["self"]).get(pk=expenditure.pk)
    if Expenditure.objects.filter(reverses=entry).exists():
        raise ValidationError({"reason": _("This entry was reversed already.")})
    if entry.reverses_id is not None:
        raise ValidationError({"reason": _("A reversal is not reversed. Record the expenditure again.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Write the reason: it stays in the ledger.")})
    return Expenditure.objects.create(
        budget_line_id=entry.budget_line_id,
        period_id=entry.period_id,
        institution_id=entry.institution_id,
        amount=-entry.amount,
        spent_on=entry.spent_on,
        reference=entry.reference,
        note=reason.strip(),
        reverses=entry,
        recorded_by=by,
        recorded_at=at,
    )
