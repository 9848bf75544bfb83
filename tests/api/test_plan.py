from decimal import Decimal

from tests.factories import IndicatorFactory, TargetFactory


def test_an_indicator_with_its_rule_targets_and_reporters(indicator, other_institution, get, observer):
    TargetFactory(indicator=indicator, year=2024, quarter=2, institution=other_institution, value="7.25")

    row = get(observer, "indicators/1.1.1/").json()

    assert (row["plan"], row["priority"], row["activity"]) == (
        indicator.activity.priority.plan.code,
        "SP1",
        "1.1",
    )
    assert row["unit"] == {"code": "number", "name_en": "number", "name_km": "number"}
    assert row["rule"]["rule_version"] == 1
    assert row["rule"]["sentences_en"] == [
        "Only what happened in this quarter.",
        "Institutions are added up.",
        "Quarters are added up.",
    ]
    assert len(row["rule"]["sentences_km"]) == 3
    assert row["targets"] == [
        {"year": 2024, "quarter": 2, "institution": "MOI", "value": "7.25", "source": ""},
        {"year": 2024, "quarter": None, "institution": None, "value": "100", "source": ""},
    ]
    assert [reporter["institution"] for reporter in row["reporters"]] == ["MOI", "MOSVY"]


def test_an_unknown_baseline_is_null_and_zero_is_zero(activity, get, observer):
    IndicatorFactory(activity=activity, baseline_value=None)
    IndicatorFactory(activity=activity, baseline_value=Decimal(0))

    rows = get(observer, "indicators/").json()["results"]

    assert [row["baseline_value"] for row in rows] == [None, "0"]


def test_an_activity_in_both_languages(indicator, get, observer):
    row = get(observer, "activities/1.1/").json()

    assert (row["title_en"], row["title_km"]) == ("Activity 1.1", "សកម្មភាព 1.1")
    assert (row["lead"], row["planned_cost"], row["indicators"]) == ("MOSVY", "1000.00", ["1.1.1"])


def test_a_quarter_by_its_code(periods, get, observer):
    row = get(observer, "periods/2024Q3/").json()

    assert (row["code"], row["year"], row["quarter"], row["due_on"]) == ("2024Q3", 2024, 3, "2024-10-15")
