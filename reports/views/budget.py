"""Planned and spent: the page, and the same figures as a workbook."""

from tempfile import TemporaryFile

from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from budget import queries
from institutions.bilingual import language, quarter_long
from reports import budget_charts, budget_tables
from reports.budget_tables import Selection
from reports.excel import CONTENT_TYPE, write_workbook
from reports.snapshot import one_moment
from reports.tables import Table, provenance

ROWS_ON_A_PAGE = 60


@require_GET
def budget(request):
    """Planned against spent, grouped by `?by=`; one's own lines, or with `?lines=plan` those of the plan."""
    selection, periods = _selection(request)
    by = request.GET.get("by", "priority")
    if by not in budget_tables.groupings():
        raise Http404
    total = queries.money_of_plan(**selection.arguments)
    shows_spending = total.why != "withheld"
    rows = Paginator(queries.money_by(**selection.arguments, by=by), ROWS_ON_A_PAGE)
    shown = rows.get_page(request.GET.get("page"))
    table = budget_tables.money_table(by, shown.object_list, total, selection)
    context = {
        "section": "budget",
        "selection": selection,
        "periods": periods,
        "by": by,
        "groupings": budget_tables.groupings(),
        "total": total,
        "shares": budget_tables.shares_table(total, selection),
        "share_bars": budget_charts.share_bars(total),
        "table": table,
        "drawn": table.narrowed(0, 1, 2) if shows_spending else table.narrowed(0, 1),
        "page": shown,
        "chart_summary": budget_charts.what_it_says(total),
        "chart": budget_charts.planned_against_spent(by, shown.object_list),
        "keeps_lines": queries.whose_lines(viewer=request.user) is not None,
    }
    return render(request, "reports/budget.html", context)


@require_GET
def budget_excel(request):
    """The budget report: summary, lines, ledger, and where the file comes from."""
    selection, _periods = _selection(request)
    file = TemporaryFile()  # noqa: SIM115 - the response closes it when it is sent
    with one_moment():
        total = queries.money_of_plan(**selection.arguments)
        sheets = [budget_tables.summary(selection, total), budget_tables.lines_table(selection, total)]
        if total.why != "withheld":
            sheets.append(budget_tables.ledger_table(selection, total))
        sheets.append(_provenance(request, selection, total))
        labels = (selection.plan.data_label_km, selection.plan.data_label_en)
        write_workbook(file, sheets, labels=labels)
    file.seek(0)
    keeper = selection.keeper.code if selection.keeper else "plan"
    name = f"budget-{keeper}-{selection.until.code}-{language()}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPE)


def _selection(request) -> tuple[Selection, list]:
    """Whose lines and up to which quarter, from `?lines=` and `?quarter=`; and the quarters to choose from.

    Raises Http404 where there is no plan, no quarter that has begun, or not the one asked for.
    """
    viewer = request.user
    plan, periods = queries.plan_and_quarters(viewer=viewer, today=timezone.localdate())
    code = request.GET.get("quarter")
    until = next((period for period in periods if code in (None, "", period.code)), None)
    if plan is None or until is None:
        raise Http404
    kept_by = None if request.GET.get("lines") == "plan" else queries.whose_lines(viewer=viewer)
    keeper = viewer.institution if kept_by is not None else None
    return Selection(viewer, plan, until, keeper), periods


def _provenance(request, selection: Selection, total) -> Table:
    return provenance(
        by=request.user,
        at=timezone.now(),
        plan=selection.plan,
        filters=[
            (_("Language"), get_language_info(language())["name_local"]),
            (_("Budget lines of"), selection.whose),
            (_("Spending up to"), quarter_long(selection.until.year, selection.until.quarter)),
        ],
        totals=budget_tables.control_totals(total),
    )
