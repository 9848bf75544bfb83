import pytest

from tests.factories import ActivityFactory, IndicatorFactory, InstitutionFactory


@pytest.fixture
def others(priority, everything):
    """An activity of somebody else, which no filter of these tests asks for."""
    return IndicatorFactory(activity=ActivityFactory(priority=priority, lead=InstitutionFactory(code="ZZZ")))


@pytest.mark.parametrize(
    ("address", "parameters", "count"),
    [
        ("institutions/", {"kind": "government"}, 4),
        ("institutions/", {"kind": "ngo"}, 0),
        ("activities/", {"lead": "MOSVY"}, 1),
        ("activities/", {"priority": "SP1"}, 2),
        ("activities/", {"co_implementer": "MOSVY"}, 0),
        ("indicators/", {"activity": "1.1"}, 1),
        ("indicators/", {"reporter": "MOI"}, 1),
        ("indicators/", {"lead": "ZZZ"}, 1),
        ("progress/indicators/", {"quarter": "2024Q1"}, 3),
        ("progress/indicators/", {"quarter": "2024Q1", "lens": "plan", "indicator": "1.1.1"}, 1),
        ("progress/indicators/", {"activity": "1.2"}, 0),
        ("progress/activities/", {"quarter": "2024Q1", "lens": "year", "priority": "SP1"}, 1),
        ("progress/priorities/", {"priority": "SP1", "lens": "plan"}, 4),
        ("progress/plan/", {"quarter": "2024Q4"}, 2),
        ("reports/", {"quarter": "2024Q1"}, 1),
        ("reports/", {"institution": "MOI"}, 1),
        ("reports/", {"status": "submitted"}, 1),
        ("budget/lines/", {"kind": "development_partner"}, 1),
        ("budget/lines/", {"source": "RGC", "year": 2024, "institution": "MOSVY"}, 1),
        ("budget/expenditures/", {"budget_line": "L1", "quarter": "2024Q1"}, 1),
        ("budget/expenditures/", {"activity": "1.2"}, 0),
    ],
)
def test_codes_narrow_a_list(address, parameters, count, others, get, secretariat):
    assert get(secretariat, address, **parameters).json()["count"] == count


def test_ids_do_too(others, get, secretariat, institution, period):
    assert get(secretariat, "activities/", lead=institution.pk).json()["count"] == 1
    assert get(secretariat, "reports/", quarter=period.pk).json()["count"] == 1


@pytest.mark.parametrize(
    ("address", "parameter", "value"),
    [
        ("progress/plan/", "quarter", "2024Q9"),
        ("progress/plan/", "quarter", "last"),
        ("progress/plan/", "lens", "quarter"),  # progress of the plan is of a year or of the whole
        ("progress/indicators/", "lens", "month"),
        ("progress/indicators/", "indicator", "9.9.9"),
        ("progress/activities/", "activity", "9.9"),
        ("progress/priorities/", "priority", "SP9"),
        ("activities/", "lead", "NOBODY"),
        ("activities/", "plan", "OTHER"),
        ("activities/", "capability", "MNR99"),
        ("activities/", "lead", "\x00"),
        ("institutions/", "kind", "church"),
        ("reports/", "status", "lost"),
        ("budget/lines/", "year", "then"),
        ("budget/expenditures/", "budget_line", "X"),
        ("budget/summary/", "by", "colour"),
        ("budget/summary/", "until", "2024Q9"),
        ("budget/summary/", "kept_by", "NOBODY"),
        ("progress/plan/", "quater", "2024Q1"),
        ("budget/summary/", "kind", "government"),
        ("provinces/", "quarter", "2024Q1"),
    ],
)
def test_what_nobody_knows_is_an_error_that_names_the_parameter(
    address, parameter, value, everything, get, secretariat
):
    answer = get(secretariat, address, **{parameter: value})

    assert answer.status_code == 400
    assert list(answer.json()) == [parameter]


def test_all_errors_come_at_once(everything, get, secretariat):
    answer = get(secretariat, "progress/indicators/", quarter="2024Q9", lens="month")

    assert set(answer.json()) == {"quarter", "lens"}
    assert answer.json()["quarter"] == ["“2024Q9” is not known here."]
