"""The one description of a plan file: its sheets, their columns, and where both stand in the JSON.

A column is named after the model's field. What it may hold (kind, choices, length, whether it may be
empty) is the field's own definition. In the JSON a column is a dotted path inside its sheet's entry:
`name.en`. Codes that the JSON writes with a letter in front (`A3.2` for activity 3.2) have a `prefix`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

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
from ocse_nap.plan_file.columns import PARENT, Column, Sheet, sheet_of
from priorities.models import (
    Capability,
    CapabilityDomain,
    Plan,
    PolicyObjective,
    ReportingPeriod,
    Source,
    StrategicPriority,
)

NAMES = {"name_en": "name.en", "name_km": "name.km"}

PLAN = sheet_of(
    "plan",
    Plan,
    {
        "code": "plan.id",
        "acronym": "plan.acronym",
        "title_en": "plan.title.en",
        "title_km": "plan.title.km",
        "starts_on": "plan.start",
        "ends_on": "plan.end",
        "launched_on": "plan.launched",
        "coordinator": "plan.coordinator_id",
        "secretariat": "plan.secretariat_id",
        "stated_cost": "meta.totals.grand_total_usd",
        "government_share": "meta.totals.government_share",
        "on_track_share": "plan.on_track_share",
        "delayed_share": "plan.delayed_share",
        "weighting": "plan.weighting",
        "data_label_en": "meta.label",
        "data_label_km": "meta.label_km",
    },
    plan="",
    json="",
    not_stored=(
        "meta.schema_version",
        "meta.currency",
        "meta.years",
        "meta.amounts",
        "meta.counts",
        "meta.totals",
        "meta.province_name_attribution",
        "plan.title_km_status",
        "plan.fiscal_year",
        "plan.cost_statement",
    ),
)
# What the plan says its budget lines add up to. Not stored: written from the lines, compared when read.
TOTALS = Sheet(
    "totals",
    None,
    (
        Column(
            "of",
            "of",
            models.CharField(
                _("total of"),
                max_length=10,
                choices=[
                    ("year", _("Year")),
                    ("priority", _("strategic priority")),
                    ("funding", _("Kind of funding")),
                ],
            ),
        ),
        Column("code", "code", models.CharField(_("year, priority or kind of funding"), max_length=20)),
        Column("amount", "amount", models.DecimalField(_("amount (USD)"), max_digits=14, decimal_places=2)),
    ),
    key=("of", "code"),
    json="totals",
)
SOURCES = sheet_of(
    "sources", Source, {"code": "code", "citation": "citation"}, plan="plan", json="meta.sources"
)
OBJECTIVES = sheet_of(
    "objectives",
    PolicyObjective,
    {"code": "id", "number": "number", "text_en": "text.en", "text_km": "text.km"},
    unique=(("number",),),
    plan="plan",
    json="plan.policy_objectives",
    not_stored=("text_en_source", "text_km_status"),
)
PRIORITIES = sheet_of(
    "priorities",
    StrategicPriority,
    {"code": "id", "number": "number", **NAMES, "domain": "mnr_domain_id", "weight": "weight"},
    unique=(("number",),),
    plan="plan",
    not_stored=("name_en_source", "name_km_status", "editorial_note"),
)
# Whether a quarter's figures are published is decided in the dashboard, so it is not in the file.
QUARTERS = sheet_of(
    "quarters",
    ReportingPeriod,
    {"year": "year", "quarter": "quarter", "starts_on": "start", "ends_on": "end", "due_on": "due"},
    key=("year", "quarter"),
    plan="plan",
)
ACTIVITIES = sheet_of(
    "activities",
    Activity,
    {
        "code": "id",
        "priority": "priority_id",
        "order": "order",
        "title_en": "title.en",
        "title_km": "title.km",
        "lead": "lead_institution_id",
        "co_implementers": "co_institution_ids",
        "capabilities": "mnr_capability_ids",
        "objectives": "policy_objective_ids",
        "sources": "source",
        "sdg_targets": "sdg_targets",
        "starts_on": "start",
        "ends_on": "end",
        "planned_cost": "planned_cost_usd",
        "weight": "weight",
        "is_sub_national": "sub_national",
    },
    plan="priority__plan",
    prefix="A",
    not_stored=("code", "title_km_status"),
)
INDICATORS = sheet_of(
    "indicators",
    Indicator,
    {
        "code": "id",
        "activity": "activity_id",
        "order": "order",
        "level": "level",
        **NAMES,
        "unit": "unit_id",
        "preset": "preset",
        "across": "across",
        "over_time": "over_time",
        "rule_version": "rule_version",
        "direction": "direction",
        "frequency": "frequency",
        "baseline_value": "baseline.value",
        "baseline_year": "baseline.year",
        "baseline_source": "baseline.source",
        "numerator_en": "numerator.en",
        "numerator_km": "numerator.km",
        "denominator_en": "denominator.en",
        "denominator_km": "denominator.km",
        "verification_en": "means_of_verification.en",
        "verification_km": "means_of_verification.km",
        "disaggregations": "disaggregation_ids",
        "source": "source",
        "weight": "weight",
    },
    negative=("baseline_value",),
    plan="activity__priority__plan",
    prefix="I",
    not_stored=("code", "name_km_status", "aggregation", "target_basis", "target_final"),
)
REPORTERS = sheet_of(
    "reporters",
    Assignment,
    {"indicator": PARENT, "institution": "institution_id", "starts_on": "start", "ends_on": "end"},
    key=("indicator", "institution"),
    plan="indicator__activity__priority__plan",
    parent="indicators",
)
TARGETS = sheet_of(
    "targets",
    Target,
    {
        "indicator": PARENT,
        "year": "year",
        "quarter": "quarter",
        "institution": "institution_id",
        "value": "value",
        "source": "source",
    },
    key=("indicator", "institution", "quarter", "year"),
    plan="indicator__activity__priority__plan",
    parent="indicators",
)
FUNDING_SOURCES = sheet_of(
    "funding_sources",
    FundingSource,
    {"code": "id", "kind": "kind", **NAMES, "holder": "holder"},
    plan="plan",
)
BUDGET_LINES = sheet_of(
    "budget_lines",
    BudgetLine,
    {
        "code": "id",
        "activity": "activity_id",
        "year": "year",
        "funding_source": "funding_source_id",
        "institution": "institution_id",
        "amount": "amount_usd",
    },
    key=("activity", "code"),
    plan="activity__priority__plan",
    prefix="B",
)

INSTITUTIONS = sheet_of(
    "institutions",
    Institution,
    {
        "code": "id",
        "acronym": "acronym",
        **NAMES,
        "kind": "kind",
        "function": "role",
        "parent": "parent_id",
    },
    not_stored=("name_km_status",),
)
PROVINCES = sheet_of(
    "provinces",
    Province,
    {
        "code": "code",
        "iso_code": "iso_3166_2",
        **NAMES,
        "full_name_en": "full_name.en",
        "full_name_km": "full_name.km",
        "kind": "kind",
        "tile_column": "tile.col",
        "tile_row": "tile.row",
    },
    unique=(("iso_code",), ("tile_column", "tile_row")),
)
DOMAINS = sheet_of(
    "domains", CapabilityDomain, {"code": "id", **NAMES}, json="mnr_domains", not_stored=("name_km_status",)
)
CAPABILITIES = sheet_of(
    "capabilities",
    Capability,
    {
        "code": "id",
        "number": "number",
        "domain": "domain_id",
        **NAMES,
        "summary_en": "summary_en",
        "version": "version",
    },
    unique=(("version", "number"),),
    json="mnr_capabilities",
    not_stored=("name_km_status", "note"),
)
UNITS = sheet_of("units", Unit, {"code": "id", **NAMES})
DISAGGREGATIONS = sheet_of("disaggregations", Disaggregation, {"code": "id", **NAMES})
CATEGORIES = sheet_of(
    "categories",
    DisaggregationCategory,
    {"disaggregation": PARENT, "code": "id", **NAMES, "order": "order"},
    key=("disaggregation", "code"),
    parent="disaggregations",
)

# Catalogues are shared by all plans. Both lists are in the order of saving: what is referred to comes first.
CATALOGUES = (INSTITUTIONS, PROVINCES, DOMAINS, CAPABILITIES, UNITS, DISAGGREGATIONS, CATEGORIES)
PLAN_SHEETS = (
    PLAN,
    SOURCES,
    OBJECTIVES,
    PRIORITIES,
    QUARTERS,
    ACTIVITIES,
    INDICATORS,
    REPORTERS,
    TARGETS,
    FUNDING_SOURCES,
    BUDGET_LINES,
)
SHEETS = (PLAN, TOTALS, *PLAN_SHEETS[1:], *CATALOGUES)  # as they stand in the workbook

JSON_NOT_STORED = ("context_indicators",)


def referred_sheet(column: Column) -> Sheet:
    """The sheet whose codes a reference holds."""
    return next(sheet for sheet in SHEETS if sheet.model is column.field.related_model)
