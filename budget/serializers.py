from rest_framework import serializers

from budget.models import BudgetLine, Expenditure, FundingSource
from institutions.serializers import Code, Figure, Money


class FundingSourceSerializer(serializers.ModelSerializer):
    holder = Code("holder", allow_null=True)

    class Meta:
        model = FundingSource
        fields = ["id", "code", "kind", "name_en", "name_km", "holder"]


class BudgetLineSerializer(serializers.ModelSerializer):
    """Money planned, in USD."""

    plan = Code("activity.priority.plan")
    priority = Code("activity.priority")
    activity = Code("activity")
    funding_source = FundingSourceSerializer(read_only=True)
    institution = Code("institution")
    amount = Money()

    class Meta:
        model = BudgetLine
        fields = [
            "id",
            "plan",
            "priority",
            "activity",
            "code",
            "year",
            "funding_source",
            "institution",
            "amount",
        ]


class ExpenditureSerializer(serializers.ModelSerializer):
    """Money spent, in USD. A negative amount takes back the entry that `reverses` names."""

    plan = Code("budget_line.activity.priority.plan")
    activity = Code("budget_line.activity")
    budget_line = Code("budget_line")
    quarter = Code("period")
    institution = Code("institution")
    amount = Money()
    reversed_by = serializers.IntegerField(source="reversal", read_only=True, allow_null=True)

    class Meta:
        model = Expenditure
        fields = [
            "id",
            "plan",
            "activity",
            "budget_line",
            "quarter",
            "institution",
            "amount",
            "spent_on",
            "reference",
            "note",
            "reverses",
            "reversed_by",
            "recorded_at",
        ]


class MoneySerializer(serializers.Serializer):
    """Planned and spent, in USD; rates and shares 0 to 1.

    `why` says why the spending is null: `not_reported` or `withheld` (not for this reader).
    """

    planned = Money()
    spent = Money()
    left = Money()
    execution_rate = Figure()
    government_planned = Money()
    government_spent = Money()
    partners_planned = Money()
    partners_spent = Money()
    government_share_planned = Figure()
    government_share_spent = Figure()
    why = serializers.ChoiceField(choices=["not_reported", "withheld"], allow_null=True, read_only=True)

    def to_representation(self, row):
        return super().to_representation(row) | {"why": row.why or None}


class MoneyRowSerializer(MoneySerializer):
    """`key` is a code (of a priority its number, of a kind its word), or a year."""

    key = serializers.CharField(read_only=True)
    name_en = serializers.CharField(read_only=True)
    name_km = serializers.CharField(read_only=True)

    def to_representation(self, pair):
        """`pair`: the row in English and in Khmer, which differ in the name alone."""
        english, khmer = pair
        names = {"key": str(english.key), "name_en": english.name, "name_km": khmer.name}
        return names | MoneySerializer().to_representation(english)


class PlanMoneySerializer(MoneySerializer):
    """The total, and on how many lines, entries and institutions it stands."""

    lines = serializers.IntegerField(read_only=True)
    institutions = serializers.IntegerField(read_only=True)
    entries = serializers.IntegerField(read_only=True, allow_null=True)
    institutions_reporting = serializers.IntegerField(read_only=True, allow_null=True)
    recorded_at = serializers.DateTimeField(read_only=True, allow_null=True)
