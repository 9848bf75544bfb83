"""How a page writes figures, statuses and bars: `{% load figures %}`.

Filters write a value in the reader's language. Tags draw a file of `templates/components/`; all but
the smallest, which a matrix repeats hundreds of times, stand there. A tag may be kept in a variable
and handed to another component: `{% tag "late" as status %}`.
"""

from decimal import Decimal

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from institutions import bilingual, marks

register = template.Library()


def _component(name, **context):
    return mark_safe(render_to_string(f"components/{name}.html", context).strip())


# --- Filters: numbers -------------------------------------------------------------------------------

register.filter("figure", bilingual.figure)
register.filter("change", bilingual.change)
register.filter("percent", bilingual.percent)
register.filter("percent_number", bilingual.percent_number)
register.filter("ratio", bilingual.ratio)
register.filter("prose_number", bilingual.prose_number)


@register.filter
def headline_percent(share):
    """Whole per cents: 0.4549 → `45 %`."""
    return bilingual.percent(share, 0)


@register.filter
def usd(amount, decimals=0):
    """`USD 2,236,301`; with cents: `|usd:2`."""
    return bilingual.money(amount, "USD", decimals)


@register.filter
def money(amount, currency):
    """An amount with its cents in any currency: `{{ line.amount|money:line.currency }}`."""
    return bilingual.money(amount, currency, 2)


@register.filter
def plain(value, decimals=4):
    """For attributes, `value=""` and JSON: 1234.5, whatever the language. Missing stays empty."""
    return "" if value in (None, "") else format(round(Decimal(str(value)), decimals).normalize(), "f")


# --- Filters: quarters and dates --------------------------------------------------------------------


def _year_and_quarter(period) -> tuple[int, int]:
    """A ReportingPeriod, or its code `2024Q3`."""
    if isinstance(period, str):
        year, quarter = period.split("Q")
        return int(year), int(quarter)
    return period.year, period.quarter


@register.filter
def quarter(period):
    """`Q3 2024` or `ត្រី.៣ ២០២៤`."""
    return bilingual.quarter_name(*_year_and_quarter(period)) if period else ""


@register.filter
def quarter_long(period):
    """`Q3 2024` or `ត្រីមាសទី៣ ឆ្នាំ២០២៤`."""
    return bilingual.quarter_long(*_year_and_quarter(period)) if period else ""


@register.filter
def quarter_short(period):
    """`Q3` or `ត៣`."""
    return bilingual.quarter_short(_year_and_quarter(period)[1]) if period else ""


def _here(moment):
    """A datetime in Phnom Penh time; a plain date as it is."""
    return timezone.localtime(moment) if hasattr(moment, "hour") and timezone.is_aware(moment) else moment


@register.filter
def nap_date(day):
    """`24 October 2024` or `ថ្ងៃទី២៤ ខែតុលា ឆ្នាំ២០២៤`."""
    return bilingual.date_text(_here(day) or None)


@register.filter
def nap_datetime(moment):
    """`24 October 2024, 16:05` in Phnom Penh."""
    return bilingual.datetime_text(_here(moment) or None)


@register.filter
def nap_time(moment):
    """`16:05` in Phnom Penh."""
    return bilingual.time_text(_here(moment) or None)


# --- Tags: icon, status, nothing --------------------------------------------------------------------


@register.simple_tag
def icon(name, look=""):
    """A symbol of static/icons.svg; decoration, so the word stands beside it."""
    if not name:
        return ""
    return format_html(
        '<svg class="i{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f" {look}" if look else "",
        static("icons.svg"),
        name,
    )


@register.simple_tag
def tag(status, text=""):
    """The tag of a status of institutions.marks; `text` replaces its word, never its icon."""
    mark = marks.MARKS[status]
    return _component("tag", word=text or mark.word, icon_name=mark.icon, look=mark.look)


@register.simple_tag
def nothing(kind="not_reported", text=""):
    """Why there is no figure."""
    mark = marks.NOTHING[kind]
    return _component("nothing", word=text or mark.word, icon_name=mark.icon, look=mark.look)


WRITTEN_AS = {
    "figure": bilingual.figure,
    "percent": bilingual.percent,
    "usd": lambda amount, decimals: bilingual.money(amount, "USD", decimals or 0),
    "ratio": lambda value, decimals: bilingual.ratio(value),
}


@register.simple_tag
def figure_or_nothing(value, why="not_reported", written_as="figure", decimals=None):
    """The value as `figure`, `percent`, `usd` or `ratio`; where it is missing, why. Zero is a value."""
    if value is None or value == "":
        return nothing(why)
    if written_as == "percent" and decimals is None:
        decimals = 1
    return WRITTEN_AS[written_as](value, decimals)


@register.simple_tag
def matrix_cell(state):
    """One institution in one quarter. Folded corner: first sent late, for ever."""
    mark = marks.REPORT[state]
    return format_html(
        '<span class="m m-{}{}">{}<span class="visually-hidden">{}</span></span>',
        mark.look,
        " m-first-late" if state == "approved_late" else "",
        icon(mark.icon),
        mark.word,
    )


@register.simple_tag
def matrix_legend(counts=None):
    """What the cells mean; `counts` (state → number) makes it a column with the numbers of a quarter."""
    rows = [(state, marks.REPORT[state].word, (counts or {}).get(state, 0)) for state in marks.MATRIX]
    return _component("matrix_legend", rows=rows, counted=counts is not None)


@register.simple_tag
def priority_number(number, look=""):
    """The number of a strategic priority on its colour; `look="chip-s"` is smaller."""
    return format_html('<span class="chip sp{} {}">{}</span>', number, look, bilingual.prose_number(number))


# --- Tags: bars and coverage ------------------------------------------------------------------------


def _percent_attribute(share) -> str:
    """A share as an SVG attribute, kept within the drawing: `45.30%`."""
    return f"{max(0.0, min(1.0, float(share or 0))) * 100:.2f}%"


@register.simple_tag
def bar(share, expected=None, label="", look=""):
    """A progress bar; the dark mark is where it should stand by now. Shares 0-1 or None."""
    return _component(
        "bar",
        width=_percent_attribute(share),
        mark=None if expected is None else _percent_attribute(expected),
        label=label or _bar_label(share, expected),
        look=look,
    )


def _bar_label(share, expected) -> str:
    done = (
        _("%(percent)s done") % {"percent": bilingual.percent(share)}
        if share is not None
        else _("not reported")
    )
    if expected is None:
        return done
    return _("%(done)s, %(percent)s expected") % {"done": done, "percent": bilingual.percent(expected)}


@register.simple_tag
def stacked_bar(parts, label, mark=None):
    """Shares side by side. parts: (share 0-1, class) from the left; classes bar-f, bar-g, bar-p, bar-m."""
    start, drawn = 0.0, []
    for share, look in parts:
        drawn.append((_percent_attribute(start), _percent_attribute(share), look))
        start += float(share or 0)
    return _component(
        "stacked_bar", parts=drawn, label=label, mark=None if mark is None else _percent_attribute(mark)
    )


@register.simple_tag
def split_bar(first, label, mark=None):
    """Government against partners: `first` is the government's share, `mark` the agreed one."""
    if first is None:
        return stacked_bar([], label, mark)
    return stacked_bar([(first, "bar-g"), (1 - Decimal(str(first)), "bar-p")], label, mark)


MOST_PIPS = 12


@register.simple_tag
def pips(reported, expected, carried_forward=0):
    """A dot for each report that was due: full approved, half carried forward, ring missing."""
    if not expected or expected > MOST_PIPS:
        return ""
    dots = []
    for number in range(expected):
        state = "full" if number < reported else "half" if number < reported + carried_forward else "ring"
        dots.append((6 + 13 * number, state))
    return _component("pips", dots=dots, width=13 * expected)


@register.simple_tag
def coverage(reported, expected, carried_forward=0, of="institutions", dots=True):
    """`(5 of 7 institutions) 1 carried forward`. of: institutions, reports or quarters."""
    return _component(
        "coverage",
        reported=bilingual.prose_number(reported),
        expected=expected,
        expected_text=bilingual.prose_number(expected),
        carried_forward=carried_forward,
        carried_text=bilingual.prose_number(carried_forward),
        of=of,
        dots=pips(reported, expected, carried_forward) if dots else "",
    )


@register.simple_tag
def calendar_strip(start, end, share, now, label, milestones=()):
    """An activity on the plan's time, all positions 0-1. milestones: (position, reached)."""
    start, end = float(start), float(end)
    return _component(
        "calendar_strip",
        start=_percent_attribute(start),
        length=_percent_attribute(end - start),
        done=_percent_attribute((end - start) * float(share or 0)),
        now=_percent_attribute(now),
        label=label,
        milestones=[(_percent_attribute(position), reached) for position, reached in milestones],
    )
