"""Who has reported: institutions × quarters. For the secretariat; it is not a ranking."""

from decimal import Decimal
from statistics import median

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from activities import queries as activity_queries
from institutions.roles import sees_all_reports
from reports.views.shown import shown

SENT = ("approved", "approved_late", "on_time", "late", "returned")


@require_GET
def matrix(request):
    """One cell for each institution and quarter of the plan."""
    if not sees_all_reports(request.user):
        raise PermissionDenied
    page = shown(request)
    periods, rows = activity_queries.matrix(viewer=request.user, plan=page.plan, today=timezone.localdate())
    cells = [cell for row in rows for cell in row.cells if cell.period.pk == page.period.pk]
    due = [cell for cell in cells if cell.state != "not_due"]
    on_time = sum(cell.state in SENT and not cell.was_late for cell in cells)
    days = activity_queries.days_to_approve(viewer=request.user, period=page.period)
    context = {
        "section": "reporting",
        "page": page,
        "periods": periods,
        "rows": rows,
        "approved": sum(cell.state in ("approved", "approved_late") for cell in cells),
        "on_time": on_time,
        "due": len(due),
        "on_time_share": Decimal(on_time) / len(due) if due else None,
        "days": median(days) if days else None,
        "approvals": len(days),
    }
    return render(request, "reports/matrix.html", context)
