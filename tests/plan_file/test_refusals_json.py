"""What a JSON plan is refused for. No database: nothing is read from it before the checks have passed."""

import json

import pytest

from ocse_nap.plan_file.errors import PlanFileRefused
from ocse_nap.plan_file.loader import read_tables
from priorities.models import Plan


def problems_of(document) -> list[str]:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    with pytest.raises(PlanFileRefused) as caught:
        read_tables(data, "plan.json")
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("name", "entry_id", "change", "problem"),
    [
        (
            "activities",
            "A1.2",
            {"priority_id": "SP9"},
            "activities, row [1] A1.2, column priority_id: “SP9” is not in the sheet priorities",
        ),
        (
            "activities",
            "A1.2",
            {"mnr_capability_ids": ["MNR01", "MNR99"]},
            "activities, row [1] A1.2, column mnr_capability_ids: "
            "“MNR99” is not in the sheet mnr_capabilities",
        ),
        (
            "indicators",
            "I1.1.2",
            {"reporting_institution_id": "NOBODY"},
            "indicators[].reporters, row [1] I1.1.2 [0], column institution_id: "
            "“NOBODY” is not in the sheet institutions",
        ),
        (
            "indicators",
            "I1.1.2",
            {"level": "wish"},
            "indicators, row [1] I1.1.2, column level: “wish” is not a choice here; "
            "choose from output, outcome, impact",
        ),
        (
            "indicators",
            "I1.1.2",
            {"aggregation": "median"},
            "indicators, row [1] I1.1.2, column aggregation: “median” is not a choice here; "
            "choose from sum, latest, average, percentage",
        ),
        (
            "indicators",
            "I1.1.2",
            {"target_basis": "annual"},
            "indicators, row [1] I1.1.2, column target_basis: “annual” does not go with the aggregation "
            "percentage, whose targets are end_of_year",
        ),
        (
            "indicators",
            "I1.1.2",
            {"targets": {"2022": "many"}},
            "indicators[].targets, row [1] I1.1.2 [0], column value: a number is due, not “many”",
        ),
        (
            "indicators",
            "I1.1.2",
            {"targets": {"2022": -1}},
            "indicators[].targets, row [1] I1.1.2 [0], column value: must not be negative: -1",
        ),
        (
            "indicators",
            "I1.1.2",
            {"targets": {"2026": 1}},
            "indicators[].targets, row [1] I1.1.2 [0], column year: "
            "2026 lies outside the plan (2021-01-01 to 2025-12-31)",
        ),
        (
            "indicators",
            "I1.1.2",
            {"name": {"en": "Only English"}},
            "indicators, row [1] I1.1.2, column name.km: must not be empty",
        ),
        (
            "indicators",
            "I1.1.2",
            {"code": "1.1.3"},
            "indicators, row [1] I1.1.2, column code: 1.1.3 does not belong to the id I1.1.2",
        ),
        (
            "indicators",
            "I1.1.2",
            {"colour": "red"},
            "indicators, row [1] I1.1.2, column colour: a plan has nothing of this name",
        ),
        (
            "activities",
            "A1.2",
            {"end": "2021Q2"},
            "activities, row [1] A1.2, column end: 2021-06-30 is not later than the start, 2021-07-01",
        ),
        (
            "activities",
            "A1.2",
            {"end": "2026Q1"},
            "activities, row [1] A1.2, column end: "
            "2026-03-31 lies outside the plan (2021-01-01 to 2025-12-31)",
        ),
        (
            "activities",
            "A1.2",
            {"start": "0000Q1"},
            "activities, row [1] A1.2, column start: a date is due (2021-07-14), not “0000Q1”",
        ),
        (
            "activities",
            "A1.2",
            {"sub_national": "yes"},
            "activities, row [1] A1.2, column sub_national: TRUE or FALSE is due, not “yes”",
        ),
        (
            "activities",
            "A1.2",
            {"title": {"en": "x" * 401, "km": "ក"}},
            "activities, row [1] A1.2, column title.en: at most 400 characters, not 401",
        ),
        (
            "activities",
            "A1.2",
            {"co_institution_ids": ["MOI", "MOI"]},
            "activities, row [1] A1.2, column co_institution_ids: stands twice in the list: MOI",
        ),
        (
            "institutions",
            "CNCC",
            {"parent_id": "OCSE-TWG"},
            "institutions, row [0] CNCC, column parent_id: “CNCC” would be a part of itself",
        ),
        (
            "budget_lines",
            "B1.1-RGC-N-2021",
            {"amount_usd": "0.125"},
            "budget_lines, row [0] B1.1-RGC-N-2021, column amount_usd: at most 2 decimals: 0.125",
        ),
        (
            "budget_lines",
            "B1.1-RGC-N-2021",
            {"amount_usd": None},
            "budget_lines, row [0] B1.1-RGC-N-2021, column amount_usd: must not be empty",
        ),
        (
            "budget_lines",
            "B1.1-RGC-N-2021",
            {"amount_usd": "1E+40"},
            "budget_lines, row [0] B1.1-RGC-N-2021, column amount_usd: at most 999999999999.99, not 1E+40",
        ),
        (
            "budget_lines",
            "B1.1-RGC-N-2021",
            {"id": "B1.1-RGC-N-2022"},
            "budget_lines, row [1] B1.1-RGC-N-2022, column id: 1.1 · 1.1-RGC-N-2022 stands in row "
            "[0] B1.1-RGC-N-2022 already",
        ),
        (
            "priorities",
            "SP2",
            {"number": 1},
            "priorities, row [1] SP2, column number: 1 stands in row [0] SP1 already",
        ),
    ],
)
def test_a_wrong_entry_is_named_with_its_reason(document, entry, name, entry_id, change, problem):
    entry(name, entry_id).update(change)

    assert problem in problems_of(document)


@pytest.mark.parametrize(
    ("group", "name", "value", "problem"),
    [
        (
            "plan",
            "end",
            "2020-12-31",
            "plan, column plan.end: 2020-12-31 is not later than the start, 2021-01-01",
        ),
        (
            "plan",
            "coordinator_id",
            "X",
            "plan, column plan.coordinator_id: “X” is not in the sheet institutions",
        ),
        ("plan", "on_track_share", "1.01", "plan, column plan.on_track_share: at most 1, not 1.01"),
        (
            "plan",
            "delayed_share",
            "0.9",
            "plan, column plan.delayed_share: must lie between 0 and 0.85, where on track begins",
        ),
        ("plan", "motto", "x", "plan, column plan.motto: a plan has nothing of this name"),
        ("meta", "currency", "KHR", "meta, column currency: only USD can be read, not KHR"),
        ("meta", "schema_version", "2", "meta, column schema_version: only 1 can be read, not 2"),
    ],
)
def test_a_wrong_word_about_the_plan_is_named(document, group, name, value, problem):
    document[group][name] = value

    assert problem in problems_of(document)


def test_a_changed_amount_contradicts_every_total_it_is_part_of(document, entry):
    entry("budget_lines", "B1.1-RGC-N-2021")["amount_usd"] += 100

    assert problems_of(document) == [
        "plan, column meta.totals.grand_total_usd: "
        "the budget lines add up to USD 3,800,100.00, but USD 3,800,000.00 is stated",
        "activities, row [0] A1.1, column planned_cost_usd: "
        "the budget lines add up to USD 60,100.00, but USD 60,000.00 is stated",
        "totals, row [0] funding, column amount: "
        "the budget lines add up to USD 1,368,100.00, but USD 1,368,000.00 is stated",
        "totals, row [2] year, column amount: "
        "the budget lines add up to USD 353,800.00, but USD 353,700.00 is stated",
        "totals, row [7] priority, column amount: "
        "the budget lines add up to USD 520,100.00, but USD 520,000.00 is stated",
    ]


def test_the_split_between_government_and_partners_must_be_the_stated_one(document, entry):
    entry("budget_lines", "B1.1-RGC-N-2021")["funding_source_id"] = "DP-UNICEF"

    assert (
        "plan, column meta.totals.government_share: the government's lines are USD 1,364,000.00 of "
        "USD 3,800,000.00, a share of 0.3589; the plan says 0.3600"
    ) in problems_of(document)


def test_shares_that_do_not_add_up_to_one_are_refused(document):
    document["meta"]["totals"]["development_partner_share"] = "0.63"

    assert problems_of(document) == [
        "meta, column totals.development_partner_share: 0.36 and 0.63 do not add up to 1"
    ]


def test_everything_wrong_is_said_at_once(document, entry):
    entry("activities", "A1.2")["priority_id"] = "SP9"
    entry("indicators", "I1.1.2")["frequency"] = "monthly"
    entry("indicators", "I1.2.1")["baseline"]["value"] = "some"
    entry("budget_lines", "B1.1-RGC-N-2021")["amount_usd"] = -4000
    document["plan"]["launched"] = "in July"
    document["surprise"] = []

    places = [problem.split(":")[0] for problem in problems_of(document)]

    assert sorted(places) == [
        "activities, row [1] A1.2, column priority_id",
        "budget_lines, row [0] B1.1-RGC-N-2021, column amount_usd",
        "indicators, row [1] I1.1.2, column frequency",
        "indicators, row [2] I1.2.1, column baseline.value",
        "plan, column plan.launched",
        "surprise",
    ]


@pytest.mark.parametrize("name", ["activities", "budget_lines", "institutions", "units"])
@pytest.mark.parametrize(("value", "reason"), [(None, "missing"), ({}, "a list is due here")])
def test_a_list_that_is_missing_or_no_list_is_named(document, name, value, reason):
    document[name] = value

    assert f"{name}: {reason}" in problems_of(document)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "This is not a complete JSON file (line 1, column 1)."),
        (b"PK\x03\x04\xff\xfe", "This is not a JSON file in UTF-8."),
        (b'{"meta": {}, "plan": {', "This is not a complete JSON file (line 1, column 23)."),
        (b'{"meta": {}, "meta": {}}', "The JSON names something twice: meta"),
        (b'{"meta": {}, "plan": {"x": NaN}}', "NaN is not a number"),
        (
            b'{"meta": {}, "plan": {"x": ' + b"9" * 5000 + b"}}",
            "This JSON file holds a number that is too large.",
        ),
        (b"[" * 100_000, "This JSON file is nested too deeply for a plan."),
        (b'{"a":' * 100_000, "This JSON file is nested too deeply for a plan."),
        (b"[]", "This JSON file is no plan: “plan” and “meta” are missing."),
        (b'{"plan": []}', "This JSON file is no plan: “plan” and “meta” are missing."),
    ],
)
def test_what_is_no_plan_is_refused_as_a_whole(data, reason):
    assert problems_of(data) == [reason]


def test_a_truncated_file_is_refused(document):
    assert problems_of(json.dumps(document).encode()[:-100])[0].startswith("This is not a complete JSON file")


@pytest.mark.parametrize("value", [None, 5, 1.5, "x", "", [], [None], [[]], {}, {"a": {"b": 1}}, True])
def test_no_value_anywhere_makes_the_reader_stumble(document, value):
    """Each value of the plan in turn becomes another: refused with reasons, never an exception."""
    lists = {name: entries[:1] for name, entries in document.items() if isinstance(entries, list)}
    document |= lists  # too short to be a plan, so that every try is refused
    text = json.dumps(document)
    paths = [(name, key) for name in ("plan", "meta") for key in document[name]]
    paths += [(name, 0, key) for name in lists for key in lists[name][0]]
    assert len(paths) > 90
    for *groups, key in [*paths, *((name,) for name in lists)]:
        spoilt = target = json.loads(text)
        for group in groups:
            target = target[group]
        target[key] = value

        assert problems_of(spoilt)


@pytest.mark.parametrize("name", ["plan.csv", "plan", "plan.xls"])
def test_other_endings_are_refused(name):
    with pytest.raises(PlanFileRefused, match=r"ends in \.xlsx or \.json"):
        read_tables(b"", name)


@pytest.mark.django_db
def test_nothing_is_saved_of_a_refused_file(document, entry, load_document, refusal):
    entry("budget_lines", "B6.8-DP-UNICEF-2025")["year"] = 2031

    assert refusal(load_document, document)
    assert not Plan.objects.exists()


@pytest.mark.django_db
def test_nothing_of_a_refused_correction_is_saved(document, entry, load_document, refusal):
    load_document(document)
    document["plan"]["title"]["en"] = "Another title"
    entry("budget_lines", "B6.8-DP-UNICEF-2025")["amount_usd"] = "much"

    assert refusal(load_document, document)
    assert Plan.objects.get().title_en.startswith("National Action Plan")
