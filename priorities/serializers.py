from rest_framework import serializers

from institutions.serializers import BilingualSerializer, Code, Figure
from priorities.models import Capability, Plan, PolicyObjective, ReportingPeriod, StrategicPriority


class PlanSerializer(serializers.ModelSerializer):
    coordinator = Code("coordinator")
    secretariat = Code("secretariat")

    class Meta:
        model = Plan
        fields = [
            "id",
            "code",
            "acronym",
            "title_en",
            "title_km",
            "starts_on",
            "ends_on",
            "launched_on",
            "coordinator",
            "secretariat",
            "stated_cost",
            "government_share",
            "on_track_share",
            "delayed_share",
            "weighting",
            "data_label_en",
            "data_label_km",
        ]


class PlanLabelSerializer(serializers.ModelSerializer):
    """What stands at the head of every list: whose rows these are, and the warning about the data."""

    class Meta:
        model = Plan
        fields = ["code", "data_label_en", "data_label_km"]


class PolicyObjectiveSerializer(serializers.ModelSerializer):
    plan = Code("plan")

    class Meta:
        model = PolicyObjective
        fields = ["id", "plan", "code", "number", "text_en", "text_km"]


class CapabilitySerializer(serializers.ModelSerializer):
    domain = BilingualSerializer(read_only=True)

    class Meta:
        model = Capability
        fields = ["id", "code", "number", "domain", "name_en", "name_km", "summary_en", "version"]


class StrategicPrioritySerializer(serializers.ModelSerializer):
    plan = Code("plan")
    domain = Code("domain", allow_null=True)
    weight = Figure()

    class Meta:
        model = StrategicPriority
        fields = ["id", "plan", "code", "number", "name_en", "name_km", "domain", "weight"]


class ReportingPeriodSerializer(serializers.ModelSerializer):
    plan = Code("plan")
    code = serializers.CharField(read_only=True, help_text="2024Q3")

    class Meta:
        model = ReportingPeriod
        fields = ["id", "plan", "code", "year", "quarter", "starts_on", "ends_on", "due_on", "is_published"]
