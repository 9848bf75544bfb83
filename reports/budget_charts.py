"""Planned against spent as a Plotly figure, drawn by static/charts.js."""

from collections.abc import Sequence
from textwrap import wrap

from django.utils.translation import gettext as _

from budget.queries import MoneyRow
from institutions.bilingual import figure, prose_number

LONGEST_LABEL = 24  # letters on one line under a bar


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
        "yaxis": {"title": {"text": "USD"}, "tickformat": ",.0f"},
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
    """Short enough to stand under a bar; the table says it in full."""
    if by in ("priority", "year"):
        return prose_number(row.key)
    if by == "source":
        return "<br>".join(wrap(row.name, LONGEST_LABEL))
    return str(row.key)


def what_it_says(rows: Sequence[MoneyRow], total: MoneyRow) -> str:
    """The picture in a sentence, for those who cannot see it."""
    if total.spent is None:
        return _("Planned %(planned)s US dollars in %(number)s groups.") % {
            "planned": figure(total.planned, 0),
            "number": len(rows),
        }
    return _("Planned %(planned)s, spent %(spent)s US dollars, in %(number)s groups.") % {
        "planned": figure(total.planned, 0),
        "spent": figure(total.spent, 0),
        "number": len(rows),
    }
