"""What may be said about an indicator and an activity: the rules, without a form or a database."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from activities.answers import (
    LARGEST,
    ActivityAnswer,
    AnswersRefused,
    IndicatorAnswer,
    activity_problems,
    all_problems,
    indicator_problems,
)

COUNT, SHARE = False, True


def said(state="reported", **numbers) -> IndicatorAnswer:
    reason = numbers.pop("reason", "")
    return IndicatorAnswer(
        7, state, reason=reason, **{name: Decimal(number) for name, number in numbers.items()}
    )


@pytest.mark.parametrize(
    ("is_share", "answer"),
    [
        (COUNT, said(value="0")),
        (COUNT, said(value="45.1234")),
        (COUNT, said(value=LARGEST - 1)),
        (SHARE, said(numerator="0", denominator="0")),
        (SHARE, said(numerator="30", denominator="30")),
        (SHARE, said(numerator="0", denominator="30")),
        (SHARE, said(value="72.7")),
        (SHARE, said(value="100")),
        (COUNT, said("")),
        (SHARE, said("")),
        (COUNT, said("not_due")),
        (SHARE, said("not_applicable", reason="We have no shelter.")),
    ],
)
def test_answers_that_can_be_saved(is_share, answer):
    assert indicator_problems(answer, is_share=is_share) == []


@pytest.mark.parametrize(
    ("is_share", "answer", "field", "advice"),
    [
        (COUNT, said("perhaps"), "state", "Choose"),
        (COUNT, said(), "value", "Zero is a number too"),
        (COUNT, said(value="-1"), "value", "below zero"),
        (COUNT, said(value="-0.0001"), "value", "below zero"),
        (COUNT, said(value=LARGEST), "value", "too large"),
        (COUNT, said(value="9" * 39), "value", "too large"),
        (COUNT, said(value="45.12345"), "value", "four digits"),
        (COUNT, said(value="0.00001"), "value", "four digits"),
        (SHARE, said(), "numerator", "both numbers"),
        (SHARE, said(numerator="3"), "denominator", "out of how many"),
        (SHARE, said(denominator="3"), "numerator", "how many of them"),
        (SHARE, said(numerator="-3", denominator="4"), "numerator", "below zero"),
        (SHARE, said(numerator="31", denominator="30"), "numerator", "31 is more than 30"),
        (SHARE, said(numerator="1000", denominator="900.50"), "numerator", "1000 is more than 900.5"),
        (SHARE, said(numerator="1", denominator="0"), "numerator", "1 is more than 0"),
        (SHARE, said(numerator="1", denominator=LARGEST), "denominator", "too large"),
        (SHARE, said(numerator="0.00001", denominator="1"), "numerator", "four digits"),
        (SHARE, said(value="100.1"), "value", "above 100"),
        (SHARE, said(value="50", numerator="1", denominator="2"), "value", "not both"),
        (SHARE, said(value="50", numerator="1"), "value", "not both"),
        (COUNT, said("not_applicable"), "reason", "Say why"),
        (COUNT, said("not_applicable", reason="  "), "reason", "Say why"),
    ],
)
def test_answers_that_cannot(is_share, answer, field, advice):
    with override("en"):
        (problem,) = indicator_problems(answer, is_share=is_share)
        assert (problem.subject_id, problem.field) == (7, field)
        assert advice in str(problem.message)


@pytest.mark.parametrize("share", [None, Decimal(0), Decimal("0.4525"), Decimal(1)])
def test_own_estimates_that_can_be_saved(share):
    assert activity_problems(ActivityAnswer(3, self_assessed_share=share)) == []


@pytest.mark.parametrize("share", [Decimal("-0.01"), Decimal("1.0001"), Decimal(100), Decimal("0.45123")])
def test_own_estimates_that_cannot(share):
    (problem,) = activity_problems(ActivityAnswer(3, self_assessed_share=share))
    assert (problem.subject_id, problem.field) == (3, "self_assessed_share")


def test_every_problem_is_named_at_once():
    problems = all_problems(
        [ActivityAnswer(3, self_assessed_share=Decimal(2))],
        [said(value="-1"), said(value="5"), said("not_applicable")],
        {7: COUNT},
    )
    assert [problem.field for problem in problems] == ["self_assessed_share", "value", "reason"]
    assert AnswersRefused(problems).problems == problems
