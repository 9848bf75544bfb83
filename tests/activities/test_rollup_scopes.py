"""rollup.md, section 6: from indicators to activity, priority and plan."""

from decimal import Decimal

import pytest

from activities.rollup.figures import Entry
from activities.rollup.indicators import roll_up_indicator
from activities.rollup.presets import Combine, Rule
from activities.rollup.schedule import Frequency, Quarter, Span, quarters_between
from activities.rollup.scopes import roll_up_activity, roll_up_scope, weighted_mean
from activities.rollup.status import Status
from activities.rollup.targets import IndicatorSpec

START, END = Quarter(2022, 1), Quarter(2023, 4)
NOW = Quarter(2022, 2)
ONE = Decimal(1)
LEVEL = Rule(Combine.SUM, Combine.LATEST)


def indicator(value, target=100, institution="A", quarter=NOW, **facts):
    """A level from 0 to `target` at the end of 2022, so that half of it is expected in Q2."""
    facts = {"baseline": Decimal(0), "targets": {2022: Decimal(target)}} | facts
    spec = IndicatorSpec(rule=LEVEL, start=START, end=END, assignments={institution: Span()}, **facts)
    entries = {} if value is None else {(institution, quarter): Entry(value=Decimal(str(value)))}
    return roll_up_indicator(spec, entries, quarters_between(START, NOW))[-1]


def activity(*values, weights=None, **facts):
    weights = weights or [ONE for _ in values]
    pairs = [
        (value if isinstance(value, tuple) else indicator(value), Decimal(weight))
        for value, weight in zip(values, weights, strict=True)
    ]
    return roll_up_activity(NOW, pairs, start=START, end=END, **facts)


def scope(*parts):
    return roll_up_scope([(result, Decimal(weight)) for result, weight in parts])


# -- weighted mean


@pytest.mark.parametrize(
    ("pairs", "mean"),
    [
        ([], None),
        ([(None, 1)], None),
        ([("0.5", 7)], "0.5"),
        ([("0.2", 1), ("0.6", 3)], "0.5"),
        ([("0.2", 1), (None, 90), ("0.6", 3)], "0.5"),
        ([("0.2", 0), ("0.6", 3)], "0.6"),
        ([("0.2", 0), ("0.6", 0)], "0.4"),
        ([("0", 1), ("0", 2)], "0"),
    ],
)
def test_weighted_mean(pairs, mean):
    found = weighted_mean((None if v is None else Decimal(v), Decimal(w)) for v, w in pairs)
    assert found == (None if mean is None else Decimal(mean))


def test_a_negative_weight_is_refused():
    with pytest.raises(ValueError, match="negative"):
        weighted_mean([(ONE, Decimal(-1)), (ONE, Decimal(2))])


# -- activity


def test_activity_is_the_mean_of_its_indicators():
    result = activity(40, 60)
    assert result.plan.progress == Decimal("0.5")
    assert (result.plan.expected, result.plan.ratio) == (Decimal("0.5"), 1)
    assert result.plan.status is Status.ON_TRACK


def test_weights_of_indicators_count():
    assert activity(40, 60, weights=[3, 1]).plan.progress == Decimal("0.45")


def test_each_indicator_is_clamped_for_the_mean_only():
    excess, regress = indicator(300), indicator(-50)
    assert activity(excess, regress).plan.progress == Decimal("0.5")
    assert (excess.plan.achievement, regress.plan.achievement) == (3, Decimal("-0.5"))


def test_an_unreported_indicator_leaves_the_mean_and_lowers_the_coverage():
    result = activity(40, indicator(None, institution="B"))
    assert result.plan.progress == Decimal("0.4")
    assert (result.plan.measured, result.plan.measurable) == (1, 2)
    assert result.plan.weight_share == Decimal("0.5")
    assert (result.reported, result.expected, result.missing) == (1, 2, ("B",))
    assert result.plan.status is Status.DELAYED


def test_an_institution_that_leaves_out_one_indicator_is_missing():
    result = activity(40, None)
    assert (result.reported, result.expected, result.missing) == (0, 1, ("A",))


def test_nothing_reported_is_no_data():
    result = activity(None, None)
    assert (result.plan.progress, result.plan.expected, result.plan.ratio) == (None, None, None)
    assert (result.plan.status, result.plan.weight_share) == (Status.NO_DATA, 0)


def test_no_data_weighs_more_than_not_due():
    not_due = indicator(None, frequency=Frequency.ANNUAL)
    assert activity(None, not_due).plan.status is Status.NO_DATA


def test_before_the_activity_starts():
    later = Quarter(2023, 1)
    spec = IndicatorSpec(
        rule=LEVEL, start=later, end=END, assignments={"A": Span()}, targets={2023: Decimal(9)}
    )
    result = roll_up_indicator(spec, {}, [NOW])[-1]
    found = roll_up_activity(NOW, [(result, ONE)], start=later, end=END)
    assert (found.plan.status, found.year.status) == (Status.NOT_STARTED, Status.NOT_STARTED)
    assert scope((found, 1)).plan.status is Status.NOT_STARTED
    assert (found.expected, found.missing) == (0, ())


def test_nothing_due_yet():
    found = activity(indicator(None, frequency=Frequency.ANNUAL))
    assert (found.plan.status, found.year.status) == (Status.NOT_DUE, Status.NOT_DUE)


def test_completed_only_when_all_of_it_is():
    assert activity(100, 120).plan.status is Status.COMPLETED
    assert activity(100, None).plan.status is Status.ON_TRACK
    assert activity(100, 40).plan.status is Status.ON_TRACK


def test_what_asks_for_nothing_this_year_does_not_hold_up_the_year():
    later = indicator(0, targets={2022: Decimal(0), 2023: Decimal(1)})
    result = activity(100, later)
    assert (result.year.measured, result.year.measurable) == (1, 1)
    assert result.year.status is Status.COMPLETED
    assert result.plan.progress == Decimal("0.5")


def test_carried_forward_is_shown():
    stale = indicator(40, quarter=START)
    result = activity(stale)
    assert result.carried_forward == (("A", START),)
    assert (result.reported, result.plan.progress) == (0, Decimal("0.4"))


# -- self-assessed


def test_an_activity_with_nothing_measurable_uses_its_institutions_own_per_cent():
    result = activity(self_assessed_share=Decimal("0.2"), lead="A")
    assert result.is_self_assessed
    assert (result.plan.progress, result.plan.expected) == (Decimal("0.2"), Decimal("0.25"))
    assert (result.plan.ratio, result.plan.status) == (Decimal("0.8"), Status.DELAYED)
    assert (result.reported, result.expected) == (1, 1)
    assert (result.year.progress, result.year.status) == (None, Status.NOT_DUE)


def test_an_indicator_without_a_target_is_not_measurable():
    result = activity(indicator(40, targets={}), self_assessed_share=Decimal("0.2"))
    assert (result.is_self_assessed, result.plan.progress) == (True, Decimal("0.2"))


def test_the_own_per_cent_never_stands_in_for_an_unreported_indicator():
    result = activity(None, self_assessed_share=Decimal("0.9"))
    assert (result.is_self_assessed, result.plan.progress) == (False, None)


def test_no_own_per_cent_is_no_data():
    result = activity(lead="A")
    assert (result.plan.status, result.missing) == (Status.NO_DATA, ("A",))
    before = roll_up_activity(START, [], start=NOW, end=END, lead="A")
    assert (before.plan.status, before.expected) == (Status.NOT_STARTED, 0)


def test_self_assessment_marks_everything_above_it():
    measured, own = activity(40), activity(self_assessed_share=Decimal("0.2"))
    assert scope((measured, 1), (own, 1)).is_self_assessed
    assert not scope((measured, 1)).is_self_assessed


# -- priority and plan


def test_priority_is_weighted_by_what_its_activities_cost():
    result = scope((activity(20), 60_000), (activity(60), 180_000))
    assert result.plan.progress == Decimal("0.5")
    assert (result.plan.weight_share, result.plan.measured) == (1, 2)


def test_weights_are_normalised_over_what_reported_and_the_share_behind_it_is_shown():
    result = scope((activity(20), 60_000), (activity(indicator(None, institution="B")), 40_000))
    assert result.plan.progress == Decimal("0.2")
    assert result.plan.weight_share == Decimal("0.6")
    assert (result.reported, result.expected, result.missing) == (1, 2, ("B",))


def test_the_share_behind_the_plan_looks_through_its_priorities():
    half = scope((activity(20), 1), (activity(None), 1))
    whole = scope((activity(40), 1))
    plan = scope((half, 300), (whole, 100))
    assert plan.plan.progress == Decimal("0.25")
    assert plan.plan.weight_share == Decimal("0.625")


def test_an_institution_missing_anywhere_is_missing_once():
    result = scope((activity(20), 1), (activity(None), 1), (activity(None), 1))
    assert (result.expected_from, result.missing) == (("A",), ("A",))


def test_priority_status_compares_with_what_was_expected():
    words = [scope((activity(value), 1)).plan.status for value in (43, 42, 25, 24, 0)]
    assert words == [
        Status.ON_TRACK,
        Status.DELAYED,
        Status.DELAYED,
        Status.OFF_TRACK,
        Status.OFF_TRACK,
    ]


def test_priority_is_not_completed_while_an_activity_is_silent():
    assert scope((activity(100), 1), (activity(None), 1)).plan.status is Status.ON_TRACK
    assert scope((activity(100), 1), (activity(100), 1)).plan.status is Status.COMPLETED


def test_an_empty_scope_has_no_figure():
    result = scope()
    assert (result.plan.progress, result.plan.status, result.expected) == (None, Status.NOT_DUE, 0)
