import pytest

from activities.rollup.presets import PRESETS, Combine, Preset, Rule, RuleError, validate_rule

ALL_PAIRS = [Rule(across, over_time) for across in Combine for over_time in Combine]
REFUSED = {
    **{Rule(Combine.LATEST, over_time): "latest_across" for over_time in Combine},
    Rule(Combine.SUM, Combine.RATIO): "ratio_over_time_only",
    Rule(Combine.MEAN, Combine.RATIO): "ratio_over_time_only",
    Rule(Combine.MAX, Combine.RATIO): "ratio_over_time_only",
    Rule(Combine.MIN, Combine.RATIO): "ratio_over_time_only",
    Rule(Combine.NONE, Combine.RATIO): "ratio_over_time_only",
    Rule(Combine.RATIO, Combine.SUM): "share_added_up",
    Rule(Combine.RATIO, Combine.MEAN): "share_added_up",
}


@pytest.mark.parametrize("rule", REFUSED)
def test_pairs_without_sense_are_refused_with_their_reason(rule):
    with pytest.raises(RuleError) as refused:
        validate_rule(rule)
    assert refused.value.code == REFUSED[rule]


def test_every_other_pair_is_accepted():
    accepted = [rule for rule in ALL_PAIRS if rule not in REFUSED]
    assert len(accepted) == 49 - 14
    for rule in accepted:
        validate_rule(rule)


def test_a_count_that_should_fall_is_refused():
    with pytest.raises(RuleError) as refused:
        validate_rule(Rule(Combine.SUM, Combine.SUM), rising=False)
    assert refused.value.code == "falling_count"
    validate_rule(Rule(Combine.MEAN, Combine.LATEST), rising=False)


@pytest.mark.parametrize("preset", Preset)
def test_every_preset_makes_sense(preset):
    assert PRESETS[preset]
    for rule in PRESETS[preset]:
        validate_rule(rule)


def test_only_the_count_is_a_flow():
    flows = {preset for preset, rules in PRESETS.items() if any(rule.is_flow for rule in rules)}
    assert flows == {Preset.COUNT}
