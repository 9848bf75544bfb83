"""The boxes of "Our budget". What may be recorded is decided by `budget.services`."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.forms import NumberField
from budget.services import LONGEST_REFERENCE, NewExpenditure, expenditure_problems
from institutions.bilingual import quarter_long

DAY = {"type": "date"}


class LineField(forms.ModelChoiceField):
    def label_from_instance(self, line) -> str:
        return f"{line.code} · {line.activity.title}"


class QuarterField(forms.ModelChoiceField):
    def label_from_instance(self, period) -> str:
        return quarter_long(period.year, period.quarter)


class ExpenditureForm(forms.Form):
    """Money spent on one of an institution's lines in a quarter.

    lines, periods: querysets of what may be chosen; at: the moment of recording.
    """

    line = LineField(
        label=_("Budget line"),
        queryset=None,
        empty_label=_("Choose …"),
        error_messages={"required": _("Choose the budget line.")},
    )
    period = QuarterField(
        label=_("Quarter"),
        queryset=None,
        empty_label=_("Choose …"),
        error_messages={"required": _("Choose the quarter.")},
    )
    amount = NumberField(label=_("Amount (USD)"))
    spent_on = forms.DateField(
        label=_("Spent on"),
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the day."), "invalid": _("This is not a day of the calendar.")},
    )
    reference = forms.CharField(
        label=_("Number of the voucher"), required=False, max_length=LONGEST_REFERENCE
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, lines, periods, at: datetime, **kwargs):
        self.at = at
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = lines
        self.fields["period"].queryset = periods
        self.fields["amount"].required = True  # for the label; NumberField itself lets an empty box pass

    def clean(self):
        """Everything that is wrong at once, also where one of the boxes could not be read."""
        cleaned = super().clean()
        if cleaned.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Type the amount."))
        if "line" in cleaned:
            for field, problem in expenditure_problems(self._new(cleaned)).items():
                self.add_error(field, problem)
        return cleaned

    def _new(self, cleaned: dict) -> NewExpenditure:
        return NewExpenditure(
            line=cleaned["line"],
            period=cleaned.get("period"),
            amount=cleaned.get("amount"),
            spent_on=cleaned.get("spent_on"),
            reference=cleaned.get("reference", "").strip(),
            at=self.at,
        )


class ReversalForm(forms.Form):
    """Why an entry is taken back."""

    reason = forms.CharField(
        label=_("Reason (it stays in the ledger)"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason: it stays in the ledger.")},
    )
