import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pghistory.models
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from activities.models import Activity, Assignment, Indicator, Target
from budget.models import BudgetLine
from institutions.models import Institution, Province
from priorities.models import Plan, ReportingPeriod, Source

pytestmark = pytest.mark.django_db


def history_rows() -> int:
    events = [model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]
    return sum(model.objects.count() for model in events if not model._meta.abstract and model._meta.managed)


def test_the_demonstration_plan_is_loaded_whole(document, load_document):
    report = load_document(document)

    assert report.plan_code == "NAP-OCSE-2021-2025"
    created = {kind: counts.created for kind, counts in report.kinds.items()}
    assert created["activities"] == Activity.objects.count() == 53
    assert created["indicators"] == Indicator.objects.count() == 85
    assert created["budget_lines"] == BudgetLine.objects.count() == 766
    assert created["institutions"] == Institution.objects.count() == 54
    assert created["provinces"] == Province.objects.count() == 25
    assert created["sources"] == Source.objects.count() == 19
    assert created["targets"] == Target.objects.count() == 404  # 85 × 5 less the 21 that are null
    plan = Plan.objects.get()
    assert (plan.stated_cost, plan.government_share) == (Decimal(3_800_000), Decimal("0.36"))
    assert BudgetLine.objects.aggregate(Sum("amount"))["amount__sum"] == plan.stated_cost
    assert plan.launched_on == date(2021, 7, 14)
    assert plan.coordinator.code == "CNCC"
    assert plan.data_label_en.startswith("ILLUSTRATIVE")
    assert plan.data_label_km.startswith("ទិន្នន័យ")


def test_activities_carry_their_dates_and_people(document, load_document):
    load_document(document)

    activity = Activity.objects.get(code="1.1")
    assert (activity.starts_on, activity.ends_on) == (date(2021, 7, 1), date(2025, 12, 31))
    assert activity.lead.code == "CNCC-GS"
    assert {institution.code for institution in activity.co_implementers.all()} == {
        "NCCT", "MOSVY", "MOI", "MPTC", "MOJ", "APLE", "TDHNL", "UNICEF",
    }  # fmt: skip
    assert [source.code for source in activity.sources.all()] == ["IATI0425"]
    assert activity.sdg_targets == ["16.2"]
    assert not Activity.objects.get(code="6.8").sources.exists()  # illustrative


@pytest.mark.parametrize(
    ("code", "preset", "across", "over_time"),
    [
        ("1.1.1", "count", "sum", "sum"),
        ("1.1.2", "end_share", "ratio", "latest"),
        ("6.8.1", "milestone", "mean", "latest"),
    ],
)
def test_aggregations_become_rules(document, load_document, code, preset, across, over_time):
    load_document(document)

    indicator = Indicator.objects.get(code=code)
    assert (indicator.preset, indicator.across, indicator.over_time) == (preset, across, over_time)


def test_latest_is_a_sum_across_and_average_a_mean(document, load_document):
    load_document(document)

    for aggregation, across in (("latest", "sum"), ("average", "mean")):
        codes = [
            indicator["id"].removeprefix("I")
            for indicator in document["indicators"]
            if indicator["aggregation"] == aggregation
            and indicator["unit_id"] not in ("milestone", "percent")
        ]
        rules = Indicator.objects.filter(code__in=codes).values_list("preset", "across", "over_time")
        assert codes
        assert set(rules) == {("level", across, "latest")}


def test_one_institution_reports_each_indicator_throughout(document, load_document):
    load_document(document)

    assert Assignment.objects.filter(starts_on=None, ends_on=None).count() == 85
    assert Assignment.objects.get(indicator__code="1.1.1").institution.code == "CNCC-GS"


def test_the_partner_that_holds_the_money_keeps_the_line_else_the_lead(document, load_document):
    load_document(document)

    lines = BudgetLine.objects.select_related("institution", "funding_source", "activity__lead")
    assert {line.institution.code for line in lines if line.funding_source.code == "DP-UNICEF"} == {"UNICEF"}
    for source in ("RGC-N", "RGC-S", "DP-OTHER"):
        assert all(
            line.institution == line.activity.lead for line in lines if line.funding_source.code == source
        )


def test_every_quarter_of_the_plan_is_due_fifteen_days_after_its_end(document, load_document):
    load_document(document)

    periods = list(ReportingPeriod.objects.all())
    assert [period.code for period in periods][:5] == ["2021Q1", "2021Q2", "2021Q3", "2021Q4", "2022Q1"]
    assert len(periods) == 20
    assert periods[3].ends_on == date(2021, 12, 31)
    assert periods[3].due_on == date(2022, 1, 15)
    assert not any(period.is_published for period in periods)


def test_loading_twice_changes_nothing(document, load_document):
    load_document(document)
    before, stale = history_rows(), list(Activity.objects.values_list("code", "changes"))
    assert before > 1000

    with CaptureQueriesContext(
        connection,
    ) as queries:
        report = load_document(document)

    assert not report.has_changes
    assert sum(counts.unchanged for counts in report.kinds.values()) > 1500
    assert history_rows() == before
    assert list(Activity.objects.values_list("code", "changes")) == stale
    assert not [query for query in queries if query["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]
    assert len(queries) < 60


def test_a_correction_changes_that_row_alone(document, load_document, entry):
    load_document(document)
    before, pk = history_rows(), Target.objects.get(indicator__code="1.1.1", year=2022).pk
    entry("indicators", "I1.1.1")["targets"]["2022"] = 5

    report = load_document(document)

    assert {kind: counts.changed for kind, counts in report.kinds.items() if counts.changed} == {"targets": 1}
    assert Target.objects.get(pk=pk).value == 5
    assert history_rows() == before + 1
    event = Target.pgh_event_model.objects.latest("pgh_created_at", "pgh_id")
    assert (event.value, event.pgh_context.metadata) == (5, {"plan_file": "plan.json"})


def test_a_change_makes_stored_results_stale(document, load_document, entry):
    load_document(document)
    Activity.objects.update(changes=3, changes_rolled_up=3)
    entry("indicators", "I1.1.1")["targets"]["2022"] = 5

    load_document(document)

    assert set(Activity.objects.values_list("changes", flat=True)) == {4}


def test_lists_of_an_activity_are_brought_up_to_date(document, load_document, entry):
    load_document(document)
    entry("activities", "A1.1")["co_institution_ids"] = ["NCCT", "IJM"]

    report = load_document(document)

    assert report.kinds["activities"].changed == 1
    activity = Activity.objects.get(code="1.1")
    assert {institution.code for institution in activity.co_implementers.all()} == {"NCCT", "IJM"}


def test_an_institution_may_stand_before_the_one_it_belongs_to(document, load_document):
    document["institutions"].reverse()

    load_document(document)

    assert Institution.objects.get(code="AHTJP").parent.parent.code == "MOI"


def test_command_tells_what_it_did(tmp_path, document):
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(document))
    output = StringIO()

    call_command("load_plan", file, language="en", stdout=output)

    assert "NAP-OCSE-2021-2025" in output.getvalue()
    assert "budget_lines       766 new" in output.getvalue()


def test_command_lists_every_reason(tmp_path, document, entry):
    entry("activities", "A1.1")["lead_institution_id"] = "NOBODY"
    entry("activities", "A1.2")["start"] = "soon"
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(document))

    with pytest.raises(CommandError) as error:
        call_command("load_plan", file, language="en")

    assert "“NOBODY” is not in the sheet institutions" in str(error.value)
    assert "row [1] A1.2, column start: a date is due (2021-07-14), not “soon”" in str(error.value)
    assert not Plan.objects.exists()


def test_command_names_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_plan", tmp_path / "nothing.json", language="en")


def test_command_refuses_the_file_of_another_plan(tmp_path, document):
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(document))

    with pytest.raises(CommandError, match="the plan “NAP-OCSE-2021-2025”, not of “NAP-2026”"):
        call_command("load_plan", file, plan="NAP-2026", language="en")
    assert not Plan.objects.exists()


def test_loading_again_keeps_what_a_short_form_cannot_say(document, load_document):
    load_document(document)
    indicator = Indicator.objects.get(code="3.2.1")
    partner = Institution.objects.get(code="TDHNL")
    Assignment.objects.create(indicator=indicator, institution=partner)
    Target.objects.create(indicator=indicator, institution=partner, year=2022, quarter=2, value=30)
    quarter = ReportingPeriod.objects.get(year=2025, quarter=4)
    quarter.due_on = date(2026, 3, 1)
    quarter.save()

    report = load_document(document)

    assert not report.has_changes
    assert indicator.assignments.filter(institution=partner).exists()
    assert indicator.targets.filter(institution=partner).exists()
    quarter.refresh_from_db()
    assert quarter.due_on == date(2026, 3, 1)


def test_a_target_that_left_the_short_form_goes(document, load_document, entry):
    load_document(document)
    entry("indicators", "I3.2.1")["targets"]["2025"] = None

    load_document(document)

    assert not Target.objects.filter(indicator__code="3.2.1", year=2025).exists()
