"""A progress report as its reader may see it, and what is said with a transition."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from activities.models import ActivityEntry, IndicatorValue, ProgressReport, ReportRevision
from activities.permissions import can_read_work
from activities.queries.timeliness import was_late
from activities.workflow import Status
from institutions.serializers import Code, Figure

LONGEST_REASON = 4000


class ReportSerializer(serializers.ModelSerializer):
    """To whoever may not read the work, a report is as it was approved."""

    plan = Code("period.plan")
    institution = Code("institution")
    quarter = Code("period")
    status = serializers.SerializerMethodField()
    is_late = serializers.SerializerMethodField()
    return_due_on = serializers.SerializerMethodField()

    class Meta:
        model = ProgressReport
        fields = [
            "id",
            "plan",
            "institution",
            "quarter",
            "status",
            "first_submitted_at",
            "is_late",
            "return_due_on",
        ]

    def get_status(self, report) -> Status:
        return Status(report.status if self._reads_work(report) else Status.APPROVED)

    def get_is_late(self, report) -> bool:
        return was_late(report, report.period)

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_return_due_on(self, report):
        return report.return_due_on if self._reads_work(report) else None

    def _reads_work(self, report) -> bool:
        return can_read_work(self.context["request"].user, report)


class RevisionSerializer(serializers.ModelSerializer):
    class Meta:
        model = ReportRevision
        fields = ["number", "submitted_at", "approved_at"]


class EntrySerializer(serializers.ModelSerializer):
    activity = Code("activity")
    self_assessed_share = Figure(help_text="The institution's own estimate, a share 0 to 1.")

    class Meta:
        model = ActivityEntry
        fields = [
            "activity",
            "status",
            "self_assessed_share",
            "results",
            "challenges",
            "requests",
            "next_directions",
        ]


class ValueSerializer(serializers.Serializer):
    """One indicator: whether an answer is due, and the answer; `state` null means that nothing was said.

    A percentage without its two numbers stands in `value`, 0 to 100.
    """

    activity = Code("activity")
    indicator = Code("indicator")
    is_due = serializers.BooleanField(read_only=True)
    state = serializers.ChoiceField(
        choices=IndicatorValue.ValueState.choices, allow_null=True, read_only=True
    )
    value = Figure()
    numerator = Figure()
    denominator = Figure()
    reason = serializers.CharField(read_only=True)
    source = serializers.CharField(read_only=True)


class MoveSerializer(serializers.Serializer):
    """`action` is the status that it led to, or `reopened`."""

    action = serializers.CharField(read_only=True)
    at = serializers.DateTimeField(read_only=True)
    by = serializers.CharField(read_only=True)
    note = serializers.CharField(read_only=True)


class ReportContentsSerializer(ReportSerializer):
    """The report with what it says, and its history, newest first."""

    revision = RevisionSerializer(source="contents.revision", read_only=True)
    entries = serializers.SerializerMethodField()
    values = serializers.SerializerMethodField()
    history = MoveSerializer(many=True, read_only=True)

    class Meta(ReportSerializer.Meta):
        fields = [*ReportSerializer.Meta.fields, "revision", "entries", "values", "history"]

    @extend_schema_field(EntrySerializer(many=True))
    def get_entries(self, report):
        entries = [section.entry for section in report.contents.sections if section.entry]
        return EntrySerializer(entries, many=True).data

    @extend_schema_field(ValueSerializer(many=True))
    def get_values(self, report):
        rows = [
            _value(section.activity, comparison)
            for section in report.contents.sections
            for comparison in section.comparisons
        ]
        return ValueSerializer(rows, many=True).data


def _value(activity, comparison) -> dict:
    """A row of ValueSerializer; where the institution said nothing, there is no answer to show."""
    answer = comparison.now or IndicatorValue()
    return {
        "activity": activity,
        "indicator": comparison.indicator,
        "is_due": comparison.is_due,
        "state": answer.state or None,
        "value": answer.value,
        "numerator": answer.numerator,
        "denominator": answer.denominator,
        "reason": answer.reason,
        "source": answer.source,
    }


class SubmitSerializer(serializers.Serializer):
    although_incomplete = serializers.BooleanField(
        default=False, help_text="Send it though indicators that are due have no answer."
    )


class ReopenSerializer(serializers.Serializer):
    reason = serializers.CharField(
        max_length=LONGEST_REASON,
        error_messages=dict.fromkeys(
            ["required", "blank", "null"], _("Write the reason: the institution will read it.")
        ),
    )


class ReturnSerializer(ReopenSerializer):
    due_on = serializers.DateField(required=False, allow_null=True, default=None)

    def validate_due_on(self, day):
        if day and day < timezone.localdate():
            raise serializers.ValidationError(_("This day has passed. Choose today or a later day."))
        return day
