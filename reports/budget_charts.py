"""Planned against spent as a Plotly figure, drawn by static/charts.js."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from budget.queries import MoneyRow
from institutions.bilingual import figure, percent, prose_number


def planned_against_spent(by: str, rows: Sequence[MoneyRow]) -> dict:
    """Two bars for each group. Spending that is unknown or withheld has no bar, never one of height 0."""
    labels = [_label(by, row) for row in rows]
    bars = [_bars(_("Planned"), labels, rows, [row.planned for row in rows], "--brand")]
    if any(row.spent is not None for row in rows):
        bars.append(_bars(_("Spent"), labels, rows, [row.spent for row in rows], "--brand-2"))
    layout = {
        "barmode": "group",
        "hovermode": "closest",
        "xaxis": {"type": "category"},
        "yaxis": {"title": {"text": _("USD")}, "tickformat": ",.0f"},
        "legend": {"traceorder": "normal"},
    }
    return {"data": bars, "layout": layout}


def _bars(name: str, labels, rows, amounts, colour: str) -> dict:
    return {
        "type": "bar",
        "name": name,
        "x": labels,
        "y": amounts,
        "customdata": [str(row.name) for row in rows],
        "marker": {"color": colour},
        "hovertemplate": "%{customdata}<br>%{y:,.2f} USD",
    }


def _label(by: str, row: MoneyRow) -> str:
    """Short enough to stand under a bar: a number or a code. The table says it in full."""
    return prose_number(row.key) if by in ("priority", "year") else str(row.key)


def what_it_says(total: MoneyRow) -> str:
    """The picture in a sentence, for those who cannot see it."""
    if total.spent is None:
        return _("Planned: %(planned)s US dollars.") % {"planned": figure(total.planned, 0)}
    return _("Planned: %(planned)s US dollars. Spent: %(spent)s US dollars.") % {
        "planned": figure(total.planned, 0),
        "spent": figure(total.spent, 0),
    }


def share_bars(total: MoneyRow) -> list[tuple[str, Decimal, str]]:
    """(basis, government share, the bar in words) of what is planned and what is spent, where known."""
    shares = [(_("Planned"), total.government_share_planned), (_("Spent"), total.government_share_spent)]
    return [
        (
            basis,
            share,
            _("%(basis)s: government %(government)s, partners %(partners)s")
            % {"basis": basis, "government": percent(share), "partners": percent(1 - share)},
        )
        for basis, share in shares
        if share is not None
    ]
