"""Budget lines and the ledger as flat tables with a code for everything, to take out and later to bring in."""

from import_export import fields, resources
from import_export.widgets import DecimalWidget, ForeignKeyWidget

from activities.models import Activity
from budget.models import BudgetLine, FundingSource
from institutions.models import Institution

MONEY = DecimalWidget(coerce_to_string=False)


def _code_of(model) -> ForeignKeyWidget:
    return ForeignKeyWidget(model, "code")


class BudgetLineResource(resources.ModelResource):
    """A line is known by its activity and code."""

    activity = fields.Field("activity", "activity", widget=_code_of(Activity))
    funding_source = fields.Field("funding_source", "funding_source", widget=_code_of(FundingSource))
    institution = fields.Field("institution", "institution", widget=_code_of(Institution))
    amount_usd = fields.Field("amount", "amount_usd", widget=MONEY)

    class Meta:
        model = BudgetLine
        fields = ("activity", "code", "year", "funding_source", "institution", "amount_usd")
        export_order = fields
        import_id_fields = ("activity", "code")
        select_related = ("activity", "funding_source", "institution")

    def get_queryset(self):
        return super().get_queryset().select_related(*self.Meta.select_related)

    def export(self, queryset=None, **kwargs):
        return super().export(queryset, force_native_type=True, **kwargs)
