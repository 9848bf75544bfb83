"""The boxes of the quarterly form. What may stand in them is decided by `activities.answers`."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.answers import (
    HUNDRED,
    NOT_APPLICABLE,
    NOT_DUE,
    REPORTED,
    UNANSWERED,
    ActivityAnswer,
    IndicatorAnswer,
    activity_problems,
    indicator_problems,
)
from activities.models import ActivityEntry
from institutions.numbers import NumberNotUnderstood, parse_number


class NumberField(forms.CharField):
    """A number as people here type it; None where the box is empty."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=40, **kwargs)

    def to_python(self, value) -> Decimal | None:
        try:
            return parse_number(super().to_python(value))
        except NumberNotUnderstood as error:
            raise forms.ValidationError(str(error)) from error

    def prepare_value(self, value):
        """A stored decimal without its trailing zeros; typed text as it was typed."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def run_validators(self, value):
        """The length is checked on what was typed, not on the number."""

    def validate(self, value):
        """An empty box is an answer too."""


class IndicatorForm(forms.Form):
    """One indicator of one institution in one quarter."""

    STATES = [
        (REPORTED, _("I report a value (zero is a value)")),
        (NOT_DUE, _("Not due: nothing was planned for this quarter")),
        (NOT_APPLICABLE, _("Not applicable, because …")),
    ]
    NUMBERS = ("value", "numerator", "denominator")

    state = forms.ChoiceField(choices=STATES, widget=forms.RadioSelect, required=False, label=_("Answer"))
    value = NumberField(label=_("Value"))
    numerator = NumberField(label=_("How many"))
    denominator = NumberField(label=_("Out of how many"))
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    source = forms.CharField(label=_("Source"), required=False, max_length=300)

    def __init__(self, *args, indicator, **kwargs):
        self.indicator = indicator
        super().__init__(*args, prefix=f"i{indicator.pk}", **kwargs)
        for name, field in self.fields.items():
            field.label = str(indicator)  # what the list of corrections calls it
            field.widget.attrs["class"] = "form-check-input" if name == "state" else "form-control"

    def full_clean(self):
        """Mark the boxes to correct, and name the message that stands above them."""
        super().full_clean()
        for name in self.errors:
            message_id = f"{self[name].id_for_label}-error"
            self.fields[name].widget.attrs |= {"class": "form-control bad", "aria-describedby": message_id}

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            for problem in indicator_problems(self.answer(), is_share=self.indicator.is_share):
                self.add_error(problem.field, str(problem.message))
        return cleaned

    def answer(self) -> IndicatorAnswer:
        """What was said. Empty boxes under “I report a value” mean: not answered yet."""
        answer = IndicatorAnswer(self.indicator.pk, **self.cleaned_data)
        has_number = any(getattr(answer, name) is not None for name in self.NUMBERS)
        if answer.state in (REPORTED, UNANSWERED):
            return answer._replace(state=REPORTED if has_number else UNANSWERED)
        return answer


class ActivityForm(forms.Form):
    """What an institution says about one activity: status, own estimate, and the report's four headings."""

    status = forms.ChoiceField(
        label=_("Status of the activity"),
        choices=[("", _("Choose …")), *ActivityEntry.ActivityStatus.choices],
        required=False,
    )
    percent = NumberField(label=_("Your own estimate of what is done, in per cent"))
    results = forms.CharField(label=_("Results and progress"), required=False, max_length=10_000)
    challenges = forms.CharField(label=_("Challenges"), required=False, max_length=10_000)
    requests = forms.CharField(label=_("Requests"), required=False, max_length=10_000)
    next_directions = forms.CharField(label=_("Next directions"), required=False, max_length=10_000)

    TEXTS = ("results", "challenges", "requests", "next_directions")

    def __init__(self, *args, activity_id: int, **kwargs):
        self.activity_id = activity_id
        super().__init__(*args, prefix="a", **kwargs)
        for name in self.TEXTS:
            self.fields[name].widget = forms.Textarea(attrs={"rows": 4 if name == "results" else 2})

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            for problem in activity_problems(self.answer()):
                self.add_error("percent", str(problem.message))
        return cleaned

    def answer(self) -> ActivityAnswer:
        percent = self.cleaned_data["percent"]
        return ActivityAnswer(
            self.activity_id,
            status=self.cleaned_data["status"],
            self_assessed_share=None if percent is None else percent / HUNDRED,
            **{name: self.cleaned_data[name] for name in self.TEXTS},
        )


class ReturnForm(forms.Form):
    """Why a report goes back, and by when it should return."""

    reason = forms.CharField(
        label=_("Reason (the institution reads this)"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason: the institution will read it.")},
    )
    due_on = forms.DateField(
        label=_("Back by"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, today, **kwargs):
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_due_on(self):
        due_on = self.cleaned_data["due_on"]
        if due_on and due_on < self.today:
            raise forms.ValidationError(_("This day has passed. Choose today or a later day."))
        return due_on


class ReopenForm(forms.Form):
    """Why an approved report is opened again."""

    reason = forms.CharField(
        label=_("Reason (the institution reads this)"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write the reason: the institution will read it.")},
    )
