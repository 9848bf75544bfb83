import pytest


@pytest.fixture
def figure(approved, get, secretariat):
    """`figure("indicators", "plan")`: the one figure of the first quarter."""

    def read(what: str, lens: str, quarter: str = "2024Q1") -> dict:
        [row] = get(secretariat, f"progress/{what}/", quarter=quarter, lens=lens).json()["results"]
        return row

    return read


def test_an_indicators_figure_says_what_it_stands_on(figure):
    assert figure("indicators", "year") == {
        "priority": "SP1",
        "activity": "1.1",
        "indicator": "1.1.1",
        "name_en": "Indicator 1.1.1",
        "name_km": "សូចនាករ 1.1.1",
        "unit": "number",
        "is_per_cent": False,
        "quarter": "2024Q1",
        "lens": "year",
        "value": "5",
        "numerator": None,
        "denominator": None,
        "state": "partial",
        "reported": 1,
        "expected": 2,
        "missing": ["MOI"],
        "carried_forward": [],
        "not_combined": [],
        "target": "100",
        "achievement": "0.05",
        "expected_value": "25",
        "expected_share": "0.25",
        "ratio": "0.2",
        "status": "off_track",
        "rule_version": 1,
    }


def test_nothing_reported_is_null_never_zero(figure):
    row = figure("indicators", "quarter", "2024Q2")

    assert (row["value"], row["state"], row["status"]) == (None, "none", None)
    assert row["missing"] == ["MOI", "MOSVY"]


@pytest.mark.parametrize("what", ["activities", "priorities", "plan"])
def test_the_same_progress_on_every_floor(figure, what):
    row = figure(what, "year")

    assert (row["value"], row["expected_value"], row["ratio"]) == ("0.05", "0.25", "0.2")
    assert (row["state"], row["measured"], row["measurable"]) == ("complete", 1, 1)
    assert (row["reported"], row["expected"], row["missing"]) == (1, 2, ["MOI"])
    assert row["status"] == "off_track"
    assert row["is_self_assessed"] is False


def test_drafts_and_submitted_work_are_in_no_figure(everything, get, secretariat):
    for what in ("indicators", "activities", "priorities", "plan"):
        text = get(secretariat, f"progress/{what}/").content.decode()
        assert "987654321" not in text
    rows = get(secretariat, "progress/indicators/", lens="quarter").json()["results"]
    assert [row["value"] for row in rows] == ["5", None, None, None]
