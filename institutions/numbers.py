"""Numbers as people type them in Cambodia: Khmer or Latin digits, spaces, commas, dots.

Understood where certain, refused with a question where not: 925.000 may be 925 or 925 thousand.
"""

import re
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from institutions.bilingual import latin_digits

_SPACES = re.compile(r"[\s\u00a0\u202f\u200b]+")
_PLAIN = re.compile(r"-?\d+")
_GROUPED_BY_SPACES = re.compile(r"-?\d{1,3}( \d{3})+([.,]\d+)?")
_DECIMAL = re.compile(r"-?\d+[.,]\d{1,2}|-?\d+[.,]\d{4,}|-?\d{4,}[.,]\d+|-?0[.,]\d+")
_GROUPED = re.compile(r"-?\d{1,3}((,\d{3}){2,}|(\.\d{3}){2,})")
_GROUPED_WITH_DECIMALS = re.compile(r"-?\d{1,3}((,\d{3})+\.\d+|(\.\d{3})+,\d+)")
_AMBIGUOUS = re.compile(r"-?\d{1,3}[.,]\d{3}")


class NumberNotUnderstood(ValueError):
    """The text is not a number, or could be two different ones; says so to the person who typed it."""


def parse_number(text: str) -> Decimal | None:
    """The number in `text`, or None where nothing was typed.

    Raises NumberNotUnderstood with a message for the reader. `32,28` and `45.3` are decimals (two digits, or
    one, after the mark), `1 234` and `1,234,567` are grouped; one group of three is asked about.
    """
    text = _SPACES.sub(" ", latin_digits(text)).strip()
    if text == "":
        return None
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if _GROUPED_BY_SPACES.fullmatch(text):
        return Decimal(text.replace(" ", "").replace(",", "."))
    if _DECIMAL.fullmatch(text):
        return Decimal(text.replace(",", "."))
    if _GROUPED.fullmatch(text):
        return Decimal(text.replace(",", "").replace(".", ""))
    if _GROUPED_WITH_DECIMALS.fullmatch(text):
        return _with_decimals(text)
    if _AMBIGUOUS.fullmatch(text):
        digits = re.sub(r"[.,]", "", text)
        raise NumberNotUnderstood(
            _("“%(text)s” can be read in two ways. Type %(digits)s without a separator, or with a space.")
            % {"text": text, "digits": digits}
        )
    raise NumberNotUnderstood(
        _("“%(text)s” is not a number. Type digits only, for example 45.") % {"text": text}
    )


def _with_decimals(text: str) -> Decimal:
    """`1,234.5` or `1.234,5`: the last mark is the decimal one."""
    mark = max(text.rfind(","), text.rfind("."))
    whole = re.sub(r"[.,]", "", text[:mark])
    return Decimal(f"{whole}.{text[mark + 1 :]}")
