"""Our budget: an institution's lines, its ledger, and what it adds to it."""

from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse as address_of
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from budget import queries, services
from budget.forms import ExpenditureForm, ReversalForm
from budget.models import BudgetLine, Expenditure
from budget.permissions import can_record
from institutions.models import Institution
from institutions.roles import sees_all_reports
from priorities.models import Plan, ReportingPeriod

LINES_ON_A_PAGE = 40
ENTRIES_ON_A_PAGE = 20


class Desk(NamedTuple):
    """What every page here is about. year: the budget of the year shown, None where nothing is planned."""

    institution: Institution
    plan: Plan
    periods: list[ReportingPeriod]  # that have begun, the newest first
    years: list[queries.MoneyRow]
    year: queries.MoneyRow | None


@require_GET
def ledger(request):
    """The lines of a year, all entries, and the form to record one."""
    desk = _desk(request)
    return _ledger_page(request, desk, _form(request, desk))


@require_POST
def record(request):
    """Add an expenditure; what was typed stays in the boxes until everything is right."""
    desk = _desk(request)
    if not can_record(request.user, desk.institution.pk):
        raise PermissionDenied
    form = _form(request, desk, data=request.POST)
    if not form.is_valid() or not _recorded(request, form):
        return _ledger_page(request, desk, form, status=422)
    messages.success(request, _("The expenditure is recorded."))
    return redirect(_ledger_of(desk.year.key))


def _recorded(request, form) -> bool:
    """Record what the form says. False, with errors at their boxes, where the ledger has changed since."""
    answers = dict(form.cleaned_data)
    try:
        services.record_expenditure(answers.pop("line"), **answers, by=request.user, at=form.at)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@require_http_methods(["GET", "POST"])
def reverse(request, pk):
    """Take an entry back, with a reason."""
    entries = Expenditure.objects.visible_to(request.user).select_related(
        "budget_line__activity", "budget_line__funding_source", "period", "institution"
    )
    entry = get_object_or_404(entries, pk=pk)
    if not can_record(request.user, entry.institution_id):
        raise PermissionDenied
    form = ReversalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.reverse_expenditure(entry, **form.cleaned_data, by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The entry is reversed. Both stay in the ledger."))
            return redirect(_ledger_of(entry.budget_line.year))
    context = {"section": "our_budget", "entry": entry, "form": form}
    return render(request, "budget/reverse.html", context, status=422 if form.is_bound else 200)


def _ledger_of(year: int) -> str:
    return f"{address_of('budget:ledger')}?year={year}"


# --- Parts of the page ------------------------------------------------------------------------------


def _desk(request) -> Desk:
    """From `?year=2024`, by default the newest year that has begun. Raises PermissionDenied or Http404."""
    institution = _institution(request)
    plan, periods = queries.plan_and_quarters(viewer=request.user, today=timezone.localdate())
    if plan is None:
        raise Http404
    years = queries.money_by(viewer=request.user, plan=plan, by="year", kept_by=institution.pk)
    begun = [row for row in years if periods and row.key <= periods[0].year]
    default = begun[-1] if begun else next(iter(years), None)
    asked = next((row for row in years if str(row.key) == request.GET.get("year")), default)
    return Desk(institution, plan, periods, years, asked)


def _institution(request) -> Institution:
    """One's own; the secretariat reads that of `?institution=CODE`."""
    if sees_all_reports(request.user):
        institutions = Institution.objects.visible_to(request.user)
        return get_object_or_404(institutions, code=request.GET.get("institution", ""))
    if request.user.institution is None or not can_record(request.user, request.user.institution_id):
        raise PermissionDenied
    return request.user.institution


def _form(request, desk: Desk, data=None) -> ExpenditureForm:
    """The form for the lines of the year shown; `?line=` chooses one of them."""
    year = desk.year.key if desk.year else None
    lines = BudgetLine.objects.visible_to(request.user).kept_by(desk.institution.pk)
    lines = lines.filter(activity__priority__plan=desk.plan, year=year)
    quarters = ReportingPeriod.objects.visible_to(request.user)
    first = {
        "line": request.GET.get("line"),
        "period": next((period.pk for period in desk.periods if period.year == year), None),
    }
    return ExpenditureForm(
        data,
        initial=first,
        lines=lines.select_related("activity__priority__plan").order_by(
            "activity__priority__number", "activity__order", "code"
        ),
        periods=quarters.filter(pk__in=[period.pk for period in desk.periods]).order_by("-year", "-quarter"),
        at=timezone.now(),
    )


def _ledger_page(request, desk: Desk, form: ExpenditureForm, *, status=200):
    about = {"viewer": request.user, "plan": desk.plan, "institution": desk.institution}
    lines = queries.lines_of(**about, year=desk.year.key) if desk.year else []
    context = {
        "section": "our_budget",
        "desk": desk,
        "lines": Paginator(lines, LINES_ON_A_PAGE).get_page(request.GET.get("lines")),
        "entries": Paginator(queries.entries_of(**about), ENTRIES_ON_A_PAGE).get_page(
            request.GET.get("page")
        ),
        "form": form,
        "may_record": can_record(request.user, desk.institution.pk),
    }
    return render(request, "budget/ledger.html", context, status=status)
