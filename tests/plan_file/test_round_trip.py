"""export → load gives the identical database, compared by natural keys, without the exporter's own help."""

from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import models

from activities.models import (
    Activity,
    Assignment,
    Disaggregation,
    DisaggregationCategory,
    Indicator,
    Target,
    Unit,
)
from budget.models import BudgetLine, FundingSource
from institutions.models import Institution, Province
from ocse_nap.plan_file.errors import PlanFileRefused
from ocse_nap.plan_file.exporter import export
from ocse_nap.plan_file.loader import load
from priorities.models import (
    Capability,
    CapabilityDomain,
    Plan,
    PolicyObjective,
    ReportingPeriod,
    Source,
    StrategicPriority,
)

pytestmark = pytest.mark.django_db

MODELS = [
    Institution, Province, CapabilityDomain, Capability, Unit, Disaggregation, DisaggregationCategory, Plan,
    Source, PolicyObjective, StrategicPriority, ReportingPeriod, Activity, Indicator, Assignment, Target,
    FundingSource, BudgetLine,
]  # fmt: skip
NOT_OF_THE_PLAN = {"id", "changes", "changes_rolled_up"}


def everything() -> dict[str, list]:
    """Every row of every plan table, with codes instead of keys."""
    return {model.__name__: sorted(map(described, rows_with_relations(model)), key=str) for model in MODELS}


def rows_with_relations(model) -> models.QuerySet:
    single = [field.name for field in model._meta.concrete_fields if field.is_relation]
    many = [field.name for field in model._meta.many_to_many]
    return model.objects.select_related(*single).prefetch_related(*many)


def described(row) -> dict:
    values = {}
    for field in row._meta.concrete_fields:
        if field.name not in NOT_OF_THE_PLAN:
            value = getattr(row, field.name)
            values[field.name] = value.code if isinstance(value, models.Model) else value
    for field in row._meta.many_to_many:
        values[field.name] = sorted(other.code for other in getattr(row, field.name).all())
    return values


def empty_the_database():
    for model in reversed(MODELS):
        if model is Institution:
            Institution.objects.update(parent=None)
        model.objects.all().delete()
    assert not any(everything().values())


def make_unusual():
    """What the demonstration plan has none of, and what formats like to damage."""
    plan = Plan.objects.get()
    plan.weighting, plan.on_track_share, plan.delayed_share = "explicit", Decimal("0.9"), Decimal("0.4125")
    plan.launched_on = None
    plan.save()
    StrategicPriority.objects.filter(code="SP1").update(weight=Decimal("2.5"), domain=None)
    PolicyObjective.objects.filter(code="PO1").update(
        text_en='=SUM(A1)\n"quoted", ; and\r\na third line_x0041_'
    )
    PolicyObjective.objects.filter(code="PO2").update(text_en="# not a note", text_km="' \t+1 -1 @x <b>&amp;")
    Source.objects.filter(code="SEED").update(citation="https://example.org/?a=1&b=2")
    ReportingPeriod.objects.filter(year=2022, quarter=2).update(due_on=date(2022, 7, 31))
    activity = Activity.objects.get(code="2.3")
    activity.starts_on, activity.ends_on, activity.weight = (
        date(2022, 2, 14),
        date(2023, 5, 6),
        Decimal("0.3333"),
    )
    activity.sdg_targets, activity.is_sub_national = ["5.2", "16.10"], True
    activity.save()
    activity.capabilities.clear()
    indicator = Indicator.objects.filter(code="2.3.1").get()
    indicator.preset, indicator.across, indicator.over_time = "quarter_share", "none", "mean"
    indicator.baseline_value, indicator.weight, indicator.rule_version = Decimal("-0.1234"), Decimal("1.1"), 3
    indicator.save()
    unicef = Institution.objects.get(code="UNICEF")
    Assignment.objects.create(
        indicator=indicator, institution=unicef, starts_on=date(2022, 1, 1), ends_on=date(2022, 6, 30)
    )
    Target.objects.create(indicator=indicator, year=2022, quarter=3, value=Decimal("12345678901.2345"))
    Target.objects.create(
        indicator=indicator, year=2022, quarter=3, institution=unicef, value=0, source="MoU"
    )
    line = BudgetLine.objects.get(activity__code="2.3", funding_source__code="RGC-N", year=2022)
    line.amount -= Decimal("0.07")
    line.save()
    BudgetLine.objects.create(
        activity=line.activity, code="cents", year=2022, funding_source=line.funding_source,
        institution=unicef, amount=Decimal("0.07"),
    )  # fmt: skip


@pytest.mark.parametrize("name", ["plan.xlsx", "plan.json"])
def test_the_demonstration_plan_comes_back_identical(document, load_document, name):
    load_document(document)
    before, file = everything(), export(Plan.objects.get(), name=name)
    empty_the_database()

    load(BytesIO(file), name=name)

    assert everything() == before


@pytest.mark.parametrize("name", ["plan.xlsx", "plan.json"])
def test_unusual_contents_come_back_identical(document, load_document, name):
    load_document(document)
    make_unusual()
    before, file = everything(), export(Plan.objects.get(), name=name)
    empty_the_database()

    load(BytesIO(file), name=name)

    assert everything() == before


@pytest.mark.parametrize("name", ["plan.xlsx", "plan.json"])
def test_an_export_loaded_over_itself_changes_nothing(document, load_document, name):
    load_document(document)
    make_unusual()

    report = load(BytesIO(export(Plan.objects.get(), name=name)), name=name)

    assert not report.has_changes


def test_both_formats_say_the_same_about_a_plan(document, load_document):
    load_document(document)
    make_unusual()
    plan = Plan.objects.get()
    workbook = export(plan, name="plan.xlsx")
    as_json = export(plan, name="plan.json")
    empty_the_database()
    load(BytesIO(workbook), name="plan.xlsx")

    assert export(Plan.objects.get(), name="plan.json") == as_json


def test_numbers_are_numbers_dates_are_dates_and_texts_never_formulas(document, load_document):
    load_document(document)
    make_unusual()
    workbook = openpyxl.load_workbook(BytesIO(export(Plan.objects.get(), name="plan.xlsx")))

    def cells(sheet: str, row: int) -> dict:
        names = [cell.value for cell in workbook[sheet][1]]
        return dict(zip(names, workbook[sheet][row], strict=True))

    plan, objective = cells("Plan", 4), cells("Objectives", 4)
    assert (plan["stated_cost"].value, plan["stated_cost"].data_type) == (3800000, "n")
    assert (plan["starts_on"].value.date(), plan["starts_on"].is_date) == (date(2021, 1, 1), True)
    assert objective["text_en"].data_type == "s"
    assert objective["text_en"].value.startswith("=SUM(A1)")
    assert cells("Activities", 4)["code"].value == "1.1"
    assert cells("Activities", 4)["co_implementers"].value.startswith("APLE; MOI; ")


def test_the_workbook_helps_to_fill_it_in(document, load_document):
    load_document(document)
    workbook = openpyxl.load_workbook(BytesIO(export(Plan.objects.get(), name="plan.xlsx")))
    sheet = workbook["Indicators"]

    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert '"increase,decrease"' in lists
    assert "'Units'!$A$4:$A$5000" in lists
    assert sheet.freeze_panes == "B4"
    assert sheet["A2"].value.startswith("# ")
    assert "ILLUSTRATIVE" in sheet["A3"].value
    assert "ទិន្នន័យឧទាហរណ៍" in sheet["A3"].value


def test_commands_write_and_read_both_endings(tmp_path, document, load_document):
    load_document(document)
    before = everything()
    for name in ("plan.xlsx", "plan.json"):
        call_command("export_plan", tmp_path / name, plan="NAP-OCSE-2021-2025", stdout=StringIO())
        empty_the_database()
        call_command("load_plan", tmp_path / name, stdout=StringIO())
        assert everything() == before


def test_export_of_an_unknown_plan_or_ending_is_refused(tmp_path, document, load_document):
    with pytest.raises(CommandError, match="no such plan"):
        call_command("export_plan", tmp_path / "plan.xlsx")
    load_document(document)
    with pytest.raises(CommandError, match="ends in .xlsx or .json"):
        call_command("export_plan", tmp_path / "plan.csv")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("table", "column", "value", "reason"),
    [
        (Target, "value", Decimal("1234567890123456.7"), "Excel cannot hold this number exactly"),
        (Source, "citation", "x" * 32768, "the text is too long for Excel"),
    ],
)
def test_what_excel_would_damage_is_refused(document, load_document, table, column, value, reason):
    load_document(document)
    table.objects.filter(pk=table.objects.first().pk).update(**{column: value})

    with pytest.raises(PlanFileRefused, match=f"row 4, column {column}: {reason}"):
        export(Plan.objects.get(), name="plan.xlsx")
