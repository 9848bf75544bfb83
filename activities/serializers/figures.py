"""Stored figures. Each says what it stands on: who reported, who is missing, whose answer is an older one."""

from rest_framework import serializers

from activities.models import ActivityResult, IndicatorResult, PlanResult, PriorityResult
from institutions.serializers import Code, Figure, InstitutionCodes

COVERAGE = ["state", "reported", "expected", "missing", "carried_forward"]
SCOPE = [
    "quarter",
    "lens",
    "value",
    *COVERAGE,
    "expected_from",
    "measured",
    "measurable",
    "weight_share",
    "is_self_assessed",
    "expected_value",
    "ratio",
    "status",
]


class ResultSerializer(serializers.ModelSerializer):
    """`value` is what was reached, `expected_value` what should be by now, `ratio` the one over the other."""

    quarter = Code("period")
    missing = InstitutionCodes(help_text="Institutions whose report was due and did not come.")
    carried_forward = InstitutionCodes(help_text="Institutions whose answer of an earlier quarter stands.")
    reported = serializers.IntegerField(read_only=True, help_text="Reports that came.")
    expected = serializers.IntegerField(read_only=True, help_text="Reports that came or were due.")
    ratio = Figure()
    status = serializers.SerializerMethodField()

    def get_status(self, result) -> str | None:
        return result.status or None


class IndicatorResultSerializer(ResultSerializer):
    """In the indicator's unit; of a percentage (`is_per_cent`) the share, 0 to 1."""

    priority = Code("indicator.activity.priority")
    activity = Code("indicator.activity")
    indicator = Code("indicator")
    name_en = serializers.CharField(source="indicator.name_en", read_only=True)
    name_km = serializers.CharField(source="indicator.name_km", read_only=True)
    unit = Code("indicator.unit")
    is_per_cent = serializers.BooleanField(source="indicator.is_per_cent", read_only=True)
    value = Figure()
    numerator = Figure()
    denominator = Figure()
    not_combined = InstitutionCodes(help_text="Institutions whose answer could not be combined.")
    target = Figure()
    achievement = Figure(help_text="Distance covered from baseline to target: 1 is the target.")
    expected_value = Figure()
    expected_share = Figure()

    class Meta:
        model = IndicatorResult
        fields = [
            "priority",
            "activity",
            "indicator",
            "name_en",
            "name_km",
            "unit",
            "is_per_cent",
            "quarter",
            "lens",
            "value",
            "numerator",
            "denominator",
            *COVERAGE,
            "not_combined",
            "target",
            "achievement",
            "expected_value",
            "expected_share",
            "ratio",
            "status",
            "rule_version",
        ]


class ScopeResultSerializer(ResultSerializer):
    """Progress, a share 0 to 1, on `measured` of `measurable` indicators and `weight_share` of all weight."""

    value = Figure(source="progress")
    expected_value = Figure(source="expected_progress")
    weight_share = Figure()
    expected_from = InstitutionCodes(help_text="Institutions whose report was due or came.")


class ActivityResultSerializer(ScopeResultSerializer):
    priority = Code("activity.priority")
    activity = Code("activity")
    title_en = serializers.CharField(source="activity.title_en", read_only=True)
    title_km = serializers.CharField(source="activity.title_km", read_only=True)
    lead = Code("activity.lead")

    class Meta:
        model = ActivityResult
        fields = ["priority", "activity", "title_en", "title_km", "lead", *SCOPE]


class PriorityResultSerializer(ScopeResultSerializer):
    priority = Code("priority")
    name_en = serializers.CharField(source="priority.name_en", read_only=True)
    name_km = serializers.CharField(source="priority.name_km", read_only=True)

    class Meta:
        model = PriorityResult
        fields = ["priority", "name_en", "name_km", *SCOPE]


class PlanResultSerializer(ScopeResultSerializer):
    plan = Code("plan")
    title_en = serializers.CharField(source="plan.title_en", read_only=True)
    title_km = serializers.CharField(source="plan.title_km", read_only=True)

    class Meta:
        model = PlanResult
        fields = ["plan", "title_en", "title_km", *SCOPE]
