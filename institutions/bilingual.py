"""How numbers, money, quarters and dates are written in Khmer and in English.

Two rules, the same on every page, chart and file:

* a *figure* (a value in a table, a card, a chart) uses the digits 0-9 in both languages;
* *prose*, dates and quarters use Khmer digits in Khmer. Codes such as 3.2.1 are never converted.

Every function answers in the language that is active, and `""` where there is no value:
what is missing is never printed as 0. The page says in words why it is missing.
"""

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language

KHMER_DIGITS = "០១២៣៤៥៦៧៨៩"
NO_BREAK_SPACE = "\u00a0"
NARROW_SPACE = "\u202f"  # between thousands in Khmer, and before a per cent sign
MINUS = "\u2212"

ENGLISH_MONTHS = "January February March April May June July August September October November December"
KHMER_MONTHS = "មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ"
MONTHS = {"en": ENGLISH_MONTHS.split(), "km": KHMER_MONTHS.split()}
CURRENCIES = {
    "en": {"USD": "USD {amount}", "KHR": "KHR {amount}"},
    "km": {"USD": "{amount} ដុល្លារ", "KHR": "{amount} រៀល"},
}

_TO_KHMER = str.maketrans("0123456789", KHMER_DIGITS)
_TO_LATIN = str.maketrans(KHMER_DIGITS, "0123456789")
_KHMER_MARKS = str.maketrans({",": NARROW_SPACE, ".": ","})
_ALIKE = str.maketrans({"\u178f": "\u178a"})  # the letters TA and DA look the same under a coeng


def is_khmer() -> bool:
    return (get_language() or "km").startswith("km")


def language() -> str:
    """`km` or `en`: the language of this request."""
    return "km" if is_khmer() else "en"


# --- digits ---------------------------------------------------------------------------------------


def khmer_digits(text) -> str:
    return str(text).translate(_TO_KHMER)


def latin_digits(text) -> str:
    """What somebody typed, with ០-៩ read as 0-9."""
    return str(text).translate(_TO_LATIN)


def folded(text) -> str:
    """`text` for searching, sorting and matching; never for showing.

    Folds what looks the same but is typed in two ways: Khmer digits, the zero-width space,
    and the subscripts of DA and TA (U+17D2 U+178A and U+17D2 U+178F), which no Unicode
    normalisation unifies.
    """
    head, *subscripts = latin_digits(text).replace("\u200b", "").split("\u17d2")
    return "\u17d2".join([head, *(part[:1].translate(_ALIKE) + part[1:] for part in subscripts)]).casefold()


def prose_number(value) -> str:
    """A number inside a sentence: `53` or `៥៣`."""
    if value is None:
        return ""
    return khmer_digits(value) if is_khmer() else str(value)


# --- figures --------------------------------------------------------------------------------------


def figure(value, decimals: int | None = None) -> str:
    """`2,236,301.5` or `2 236 301,5`, half up.

    Without `decimals`: as many as the value has, at most two.
    """
    if value is None or value == "":
        return ""
    number = Decimal(str(value))
    rounded = _rounded(number, 2 if decimals is None else decimals)
    text = f"{abs(rounded):,f}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    if is_khmer():
        text = text.translate(_KHMER_MARKS)
    return f"{MINUS}{text}" if rounded < 0 else text


def change(value, decimals: int | None = None) -> str:
    """A difference with its sign: `+2`, `−4`, `0`."""
    text = figure(value, decimals)
    return f"+{text}" if text and Decimal(str(value)) > 0 and text.strip("0.,") else text


def percent_number(share, decimals: int = 0) -> str:
    """A share 0-1 as `45.3` or `45,3`, for a place that prints the per cent sign itself."""
    return "" if share in (None, "") else figure(Decimal(str(share)) * 100, decimals)


def percent(share, decimals: int = 1) -> str:
    """A share 0-1 as `45.3 %` or `45,3 %`, half up."""
    number = percent_number(share, decimals)
    return f"{number}{NARROW_SPACE}%" if number else ""


def ratio(value) -> str:
    """Three digits, as beside a threshold: 0.847 must not read 0.85 (rollup rules, section 10)."""
    return figure(value, 3)


def money(amount, currency: str = "USD", decimals: int = 0) -> str:
    """`USD 2,236,301` or `2 236 301 ដុល្លារ`."""
    number = figure(amount, decimals)
    if not number:
        return ""
    pattern = CURRENCIES[language()].get(currency, currency + " {amount}")
    return pattern.format(amount=number).replace(" ", NO_BREAK_SPACE)


def _rounded(number: Decimal, decimals: int) -> Decimal:
    rounded = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded  # −0.2 rounds to 0, not to −0


# --- quarters and dates ---------------------------------------------------------------------------


def quarter_name(year: int, quarter: int) -> str:
    """`Q3 2024` or `ត្រី.៣ ២០២៤`: tables and charts."""
    if is_khmer():
        return khmer_digits(f"ត្រី.{quarter}{NO_BREAK_SPACE}{year}")
    return f"Q{quarter}{NO_BREAK_SPACE}{year}"


def quarter_long(year: int, quarter: int) -> str:
    """`Q3 2024` or `ត្រីមាសទី៣ ឆ្នាំ២០២៤`: headings and sentences."""
    if is_khmer():
        return khmer_digits(f"ត្រីមាសទី{quarter}{NO_BREAK_SPACE}ឆ្នាំ{year}")
    return quarter_name(year, quarter)


def quarter_short(quarter: int) -> str:
    """`Q3` or `ត៣`: the head of a narrow column, under its year."""
    return khmer_digits(f"ត{quarter}") if is_khmer() else f"Q{quarter}"


def date_text(day: date | None) -> str:
    """`24 October 2024` or `ថ្ងៃទី២៤ ខែតុលា ឆ្នាំ២០២៤`."""
    if day is None:
        return ""
    month = MONTHS[language()][day.month - 1]
    if is_khmer():
        return khmer_digits(f"ថ្ងៃទី{day.day}{NO_BREAK_SPACE}ខែ{month}{NO_BREAK_SPACE}ឆ្នាំ{day.year}")
    return f"{day.day}{NO_BREAK_SPACE}{month}{NO_BREAK_SPACE}{day.year}"


def time_text(moment: time | datetime | None) -> str:
    """`16:05` or `១៦:០៥`."""
    return "" if moment is None else prose_number(f"{moment:%H:%M}")


def datetime_text(moment: datetime | None) -> str:
    """`24 October 2024, 16:05` or `ថ្ងៃទី២៤ ខែតុលា ឆ្នាំ២០២៤ ម៉ោង ១៦:០៥`; `moment` in the zone to show."""
    if moment is None:
        return ""
    joint = " ម៉ោង " if is_khmer() else ", "
    return f"{date_text(moment)}{joint}{time_text(moment)}"
