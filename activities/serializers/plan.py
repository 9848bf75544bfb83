from django.utils.translation import override
from rest_framework import serializers

from activities.models import Activity, Assignment, Indicator, Target
from activities.wording import ACROSS_SENTENCES, OVER_TIME_SENTENCES, PRESET_SENTENCES
from institutions.serializers import BilingualSerializer, Code, Codes, Figure, Money


class ActivitySerializer(serializers.ModelSerializer):
    plan = Code("priority.plan")
    priority = Code("priority")
    lead = Code("lead")
    co_implementers = Codes(many=True)
    capabilities = Codes(many=True)
    objectives = Codes(many=True)
    sources = Codes(many=True)
    indicators = Codes(many=True)
    planned_cost = Money()
    weight = Figure()

    class Meta:
        model = Activity
        fields = [
            "id",
            "plan",
            "priority",
            "code",
            "order",
            "title_en",
            "title_km",
            "lead",
            "co_implementers",
            "capabilities",
            "objectives",
            "sources",
            "sdg_targets",
            "starts_on",
            "ends_on",
            "planned_cost",
            "weight",
            "is_sub_national",
            "indicators",
        ]


class TargetSerializer(serializers.ModelSerializer):
    """Of a year (quarter null) or a quarter; the plan's (institution null) or an institution's own."""

    institution = Code("institution", allow_null=True)
    value = Figure()

    class Meta:
        model = Target
        fields = ["year", "quarter", "institution", "value", "source"]


class ReporterSerializer(serializers.ModelSerializer):
    institution = Code("institution")

    class Meta:
        model = Assignment
        fields = ["institution", "starts_on", "ends_on"]


class RuleSerializer(serializers.ModelSerializer):
    """How an indicator's values combine, and the same in sentences."""

    sentences_en = serializers.SerializerMethodField()
    sentences_km = serializers.SerializerMethodField()

    class Meta:
        model = Indicator
        fields = ["preset", "across", "over_time", "rule_version", "sentences_en", "sentences_km"]

    def get_sentences_en(self, indicator) -> list[str]:
        return self._sentences(indicator, "en")

    def get_sentences_km(self, indicator) -> list[str]:
        return self._sentences(indicator, "km")

    def _sentences(self, indicator, language: str) -> list[str]:
        with override(language):
            return [
                str(PRESET_SENTENCES[indicator.preset]),
                str(ACROSS_SENTENCES[indicator.across]),
                str(OVER_TIME_SENTENCES[indicator.over_time]),
            ]


class IndicatorSerializer(serializers.ModelSerializer):
    """Baseline and targets in the indicator's unit: per cents 0 to 100."""

    plan = Code("activity.priority.plan")
    priority = Code("activity.priority")
    activity = Code("activity")
    unit = BilingualSerializer(read_only=True)
    rule = RuleSerializer(source="*", read_only=True)
    baseline_value = Figure()
    weight = Figure()
    disaggregations = BilingualSerializer(many=True, read_only=True)
    targets = TargetSerializer(many=True, read_only=True)
    reporters = ReporterSerializer(source="assignments", many=True, read_only=True)

    class Meta:
        model = Indicator
        fields = [
            "id",
            "plan",
            "priority",
            "activity",
            "code",
            "order",
            "name_en",
            "name_km",
            "level",
            "unit",
            "rule",
            "direction",
            "frequency",
            "baseline_value",
            "baseline_year",
            "baseline_source",
            "numerator_en",
            "numerator_km",
            "denominator_en",
            "denominator_km",
            "verification_en",
            "verification_km",
            "disaggregations",
            "targets",
            "reporters",
            "source",
            "weight",
        ]
