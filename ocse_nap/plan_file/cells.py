"""One cell: from what a file holds to the value a model's field takes.

Strict on purpose: a text is not taken for a number, nor a number for a text. Excel turns the code 1.10
into the number 1.1 without asking, and nobody notices until two activities have become one.
"""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _

from ocse_nap.plan_file import columns
from ocse_nap.plan_file.columns import Column

QUARTER = re.compile(r"(\d{4})Q([1-4])")
LIST_SEPARATOR = ";"


class CellRefused(ValueError):
    """A cell that cannot be what its column holds; the message says why."""


def is_empty(raw) -> bool:
    return raw is None or raw == [] or (isinstance(raw, str) and not raw.strip())


def value_of(column: Column, raw):
    """The typed value of a cell: str, int, Decimal, date, bool, list[str] or None.

    References stay codes. Raises CellRefused.
    """
    if is_empty(raw):
        if column.is_required:
            raise CellRefused(_("must not be empty"))
        return column.empty
    return READERS[column.kind](column, raw)


def _text(column: Column, raw) -> str:
    if not isinstance(raw, str):
        raise CellRefused(_("a text is due, not %(value)s; in Excel, format the cell as text") % _shown(raw))
    longest = column.field.max_length
    if longest and len(raw) > longest:
        raise CellRefused(
            _("at most %(most)s characters, not %(number)s") % {"most": longest, "number": len(raw)}
        )
    if "\x00" in raw:
        raise CellRefused(_("contains a character that cannot be stored"))
    return raw


def _choice(column: Column, raw) -> str:
    allowed = [value for value, _label in column.field.flatchoices]
    if raw not in allowed:
        raise CellRefused(
            _("%(value)s is not a choice here; choose from %(choices)s")
            % {**_shown(raw), "choices": ", ".join(allowed)}
        )
    return raw


def _number(column: Column, raw) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, (int, float, Decimal)):
        raise CellRefused(_("a number is due, not %(value)s") % _shown(raw))
    number = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
    if not number.is_finite():
        raise CellRefused(_("a number is due, not %(value)s") % _shown(raw))
    if number < 0 and not column.may_be_negative:
        raise CellRefused(_("must not be negative: %(value)s") % _shown(number))
    largest = _largest(column)
    if abs(number) > largest:
        raise CellRefused(_("at most %(most)s, not %(value)s") % {"most": f"{largest:f}", **_shown(number)})
    return number


def _whole(column: Column, raw) -> int:
    number = _number(column, raw)
    if number != number.to_integral_value():
        raise CellRefused(_("a whole number is due, not %(value)s") % _shown(number))
    return int(number)


def _decimal(column: Column, raw) -> Decimal:
    number = _number(column, raw)
    places = column.field.decimal_places
    if number != round(number, places):
        raise CellRefused(_("at most %(most)s decimals: %(value)s") % {"most": places, **_shown(number)})
    return number


def _largest(column: Column) -> Decimal:
    """The limit of the field's validator (a share: 1), or else what the database column holds."""
    limits = [
        Decimal(validator.limit_value)
        for validator in column.field.validators
        if isinstance(validator, MaxValueValidator)
    ]
    if column.kind == columns.DECIMAL:
        digits = column.field.max_digits - column.field.decimal_places
        limits.append(Decimal(10) ** digits - Decimal(1).scaleb(-column.field.decimal_places))
    return min(limits)


def read_date(raw, *, is_end: bool = False) -> date:
    """A date, `2021-07-14`, or the first (`is_end`: last) day of a quarter written `2021Q3`."""
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    try:
        if found := QUARTER.fullmatch(raw.strip()):
            first, last = quarter_days(int(found[1]), int(found[2]))
            return last if is_end else first
        return date.fromisoformat(raw.strip())
    except (AttributeError, ValueError):
        raise CellRefused(_("a date is due (2021-07-14), not %(value)s") % _shown(raw)) from None


def quarter_days(year: int, quarter: int) -> tuple[date, date]:
    """The first and the last day of a quarter."""
    next_year, month = divmod(quarter * 3, 12)
    return date(year, quarter * 3 - 2, 1), date(year + next_year, month + 1, 1) - timedelta(days=1)


def _date(column: Column, raw) -> date:
    return read_date(raw, is_end=column.name == "ends_on")


def _yes_no(column: Column, raw) -> bool:
    if not isinstance(raw, bool):
        raise CellRefused(_("TRUE or FALSE is due, not %(value)s") % _shown(raw))
    return raw


def _texts(column: Column, raw) -> list[str]:
    parts = raw if isinstance(raw, list) else _text_of_list(raw).split(LIST_SEPARATOR)
    if not all(isinstance(part, str) for part in parts):
        raise CellRefused(_("a list of texts is due"))
    texts = [part.strip() for part in parts if part.strip()]
    twice = sorted({text for text in texts if texts.count(text) > 1})
    if twice:
        raise CellRefused(_("stands twice in the list: %(codes)s") % {"codes": ", ".join(twice)})
    longest = getattr(getattr(column.field, "base_field", None), "max_length", None)
    for text in texts:
        if longest and len(text) > longest:
            raise CellRefused(
                _("at most %(most)s characters, not %(number)s") % {"most": longest, "number": len(text)}
            )
    return texts


def _text_of_list(raw) -> str:
    if not isinstance(raw, str):
        raise CellRefused(_("a text is due, not %(value)s; in Excel, format the cell as text") % _shown(raw))
    return raw


def _shown(raw) -> dict[str, str]:
    if isinstance(raw, float):
        raw = Decimal(repr(raw))
    if isinstance(raw, Decimal):
        is_short = raw.is_finite() and abs(raw.adjusted()) < 30
        return {"value": f"{raw.normalize():f}" if is_short else str(raw)}
    if isinstance(raw, (dict, list)):
        return {"value": _("a list or group of values")}
    return {"value": f"“{raw}”" if isinstance(raw, str) else str(raw)}


READERS = {
    columns.TEXT: _text,
    columns.REFERENCE: _text,
    columns.CHOICE: _choice,
    columns.WHOLE: _whole,
    columns.DECIMAL: _decimal,
    columns.DATE: _date,
    columns.YES_NO: _yes_no,
    columns.TEXTS: _texts,
    columns.REFERENCES: _texts,
}
