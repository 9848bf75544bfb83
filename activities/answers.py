"""What a reporter says in the quarterly form, before it is saved. Pure: no ORM, no clock."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

REPORTED, NOT_DUE, NOT_APPLICABLE, UNANSWERED = "reported", "not_due", "not_applicable", ""
HUNDRED = Decimal(100)
LARGEST = Decimal(10) ** 12  # nothing in a plan is as large; a sum or a ratio of such still fits its column
SMALLEST_STEP = Decimal("0.0001")  # what the columns hold


class ActivityAnswer(NamedTuple):
    """About one activity: status, the institution's own estimate (0-1) and four texts."""

    activity_id: int
    status: str = ""
    self_assessed_share: Decimal | None = None
    results: str = ""
    challenges: str = ""
    requests: str = ""
    next_directions: str = ""


class IndicatorAnswer(NamedTuple):
    """About one indicator: a state, and a value, or numerator and denominator, or a reason.

    A bare percentage (only the per cent is known) of a share stands in `value`.
    """

    indicator_id: int
    state: str = UNANSWERED
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    reason: str = ""
    source: str = ""


class Problem(NamedTuple):
    """One thing wrong with an answer: the indicator or activity, the box, and what to do about it."""

    subject_id: int
    field: str
    message: str


class AnswersRefused(ValueError):
    """Some answers cannot be saved; `problems` names every one of them."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = list(problems)
        super().__init__(" ".join(str(problem.message) for problem in self.problems))


def indicator_problems(answer: IndicatorAnswer, *, is_share: bool) -> list[Problem]:
    """What is wrong with one indicator's answer; empty when it can be saved."""

    def problem(field, message):
        return Problem(answer.indicator_id, field, message)

    if answer.state not in (REPORTED, NOT_DUE, NOT_APPLICABLE, UNANSWERED):
        return [problem("state", _("Choose one of the answers."))]
    if answer.state == NOT_APPLICABLE and not answer.reason.strip():
        return [problem("reason", _("Say why this does not apply to your institution this quarter."))]
    if answer.state != REPORTED:
        return []
    return [problem(field, message) for field, message in _number_problems(answer, is_share)]


def _number_problems(answer: IndicatorAnswer, is_share: bool) -> list[tuple[str, str]]:
    numbers = {"value": answer.value, "numerator": answer.numerator, "denominator": answer.denominator}
    negative = [field for field, number in numbers.items() if number is not None and number < 0]
    if negative:
        return [(field, _("A count cannot be below zero. Check the minus sign.")) for field in negative]
    too_large = [field for field, number in numbers.items() if number is not None and number >= LARGEST]
    if too_large:
        return [(field, _("This number is too large. Check the digits.")) for field in too_large]
    too_fine = [field for field, number in numbers.items() if number is not None and number % SMALLEST_STEP]
    if too_fine:
        return [(field, _("Type at most four digits after the decimal mark.")) for field in too_fine]
    if not is_share:
        return [] if answer.value is not None else [("value", _("Type the number. Zero is a number too."))]
    if answer.value is not None:
        return _percentage_problems(answer)
    return _share_problems(answer.numerator, answer.denominator)


def _percentage_problems(answer: IndicatorAnswer) -> list[tuple[str, str]]:
    if answer.value > HUNDRED:
        return [("value", _("A percentage cannot be above 100."))]
    if answer.numerator is not None or answer.denominator is not None:
        return [("value", _("Type the two numbers or the percentage, not both."))]
    return []


def _share_problems(numerator: Decimal | None, denominator: Decimal | None) -> list[tuple[str, str]]:
    if numerator is None and denominator is None:
        return [("numerator", _("Type both numbers: how many, and out of how many."))]
    if numerator is None:
        return [("numerator", _("Type how many of them."))]
    if denominator is None:
        return [("denominator", _("Type out of how many. A percentage alone cannot be added up."))]
    if numerator > denominator:
        return [
            (
                "numerator",
                _("%(numerator)s is more than %(denominator)s. The first number is a part of the second.")
                % {"numerator": _plain(numerator), "denominator": _plain(denominator)},
            )
        ]
    return []


def _plain(number: Decimal) -> str:
    """Without trailing zeros and without an exponent."""
    return f"{number.normalize():f}"


def activity_problems(answer: ActivityAnswer) -> list[Problem]:
    """What is wrong with the part about one activity; empty when it can be saved."""
    share = answer.self_assessed_share
    if share is not None and not 0 <= share <= 1:
        message = _("The estimate is a per cent between 0 and 100.")
        return [Problem(answer.activity_id, "self_assessed_share", message)]
    if share is not None and share % SMALLEST_STEP:
        message = _("Type at most two digits after the decimal mark.")
        return [Problem(answer.activity_id, "self_assessed_share", message)]
    return []


def all_problems(
    activities: Iterable[ActivityAnswer], indicators: Iterable[IndicatorAnswer], is_share: Mapping[int, bool]
) -> list[Problem]:
    """Every problem in a set of answers. `is_share` names the indicators that may be answered here."""
    found = [problem for answer in activities for problem in activity_problems(answer)]
    for answer in indicators:
        found += indicator_problems(answer, is_share=is_share[answer.indicator_id])
    return found
