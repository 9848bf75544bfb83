"""Plotly figures as plain dicts. Colours are token names of site.css; `static/charts.js` draws them.

Labels on the x axis are years; a gap is a quarter without a figure, never a zero.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from institutions.bilingual import prose_number, quarter_name

HUNDRED = 100


def _per_cent(shares: Sequence[Decimal | None]) -> list[Decimal | None]:
    """As in the table under the chart: one decimal, half up."""
    return [
        None if share is None else (share * HUNDRED).quantize(Decimal("0.1"), ROUND_HALF_UP)
        for share in shares
    ]


def _quarter_axis(periods) -> dict:
    """One position per quarter, labelled with the year at each first quarter."""
    firsts = [number for number, period in enumerate(periods) if period.quarter == 1]
    labels = [quarter_name(period.year, period.quarter) for period in periods]
    return {
        "tickmode": "array",
        "tickvals": [labels[number] for number in firsts],
        "ticktext": [prose_number(periods[number].year) for number in firsts],
    }


def _quarter_labels(periods) -> list[str]:
    return [quarter_name(period.year, period.quarter) for period in periods]


def progress_over_time(rows, *, colour: str = "--brand-2") -> dict:
    """Progress and expected progress (shares 0-1) of plan, priority or activity, one point per quarter."""
    periods = [row.period for row in rows]
    labels = _quarter_labels(periods)
    expected = {
        "type": "scatter",
        "mode": "lines",
        "name": _("Expected"),
        "x": labels,
        "y": _per_cent([row.expected_progress for row in rows]),
        "connectgaps": False,
        "line": {"color": "--line-2", "dash": "dash", "width": 2},
        "hovertemplate": "%{y:.1f} %",
    }
    progress = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": _("Progress (approved)"),
        "x": labels,
        "y": _per_cent([row.progress for row in rows]),
        "connectgaps": False,
        "line": {"color": colour, "width": 3},
        "marker": {"size": 7},
        "hovertemplate": "%{y:.1f} %",
    }
    layout = {"yaxis": {"range": [0, 104], "ticksuffix": " %"}, "xaxis": _quarter_axis(periods)}
    return {"data": [expected, progress], "layout": layout}


def indicator_over_time(rows, *, is_per_cent: bool, colour: str) -> dict:
    """An indicator to date (rows of the plan lens) against what should stand by then."""
    periods = [row.period for row in rows]
    labels = _quarter_labels(periods)
    written = _per_cent if is_per_cent else list
    target = {
        "type": "scatter",
        "mode": "lines",
        "name": _("Expected by then"),
        "x": labels,
        "y": written([row.expected_value for row in rows]),
        "connectgaps": False,
        "line": {"color": "--accent", "dash": "dash", "width": 2},
    }
    values = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": _("Approved"),
        "x": labels,
        "y": written([row.value for row in rows]),
        "connectgaps": False,
        "line": {"color": colour, "width": 3},
        "marker": {"size": 8},
    }
    yaxis = {"ticksuffix": " %"} if is_per_cent else {}
    return {"data": [target, values], "layout": {"yaxis": yaxis, "xaxis": _quarter_axis(periods)}}
