"""Money to test with: lines of the plan's activities, and entries made through the services."""

from datetime import date
from decimal import Decimal
from itertools import count

import factory
from factory.django import DjangoModelFactory

from budget.models import BudgetLine, Expenditure, FundingSource
from budget.services import record_expenditure
from tests.factories import ActivityFactory, InstitutionFactory, UserFactory, moment

VOUCHERS = count(1)


class FundingSourceFactory(DjangoModelFactory):
    class Meta:
        model = FundingSource
        django_get_or_create = ("plan", "code")

    code = "RGC"
    kind = FundingSource.Kind.GOVERNMENT
    name_en = factory.LazyAttribute(lambda source: f"Source {source.code}")
    name_km = factory.LazyAttribute(lambda source: f"ប្រភព {source.code}")

    class Params:
        partner = factory.Trait(code="UNICEF", kind=FundingSource.Kind.DEVELOPMENT_PARTNER)


class BudgetLineFactory(DjangoModelFactory):
    """1,000 dollars of the government for 2024; partner=True: of a development partner."""

    class Meta:
        model = BudgetLine

    class Params:
        partner = False

    activity = factory.SubFactory(ActivityFactory)
    code = factory.Sequence(lambda number: f"B{number}")
    year = 2024
    institution = factory.SubFactory(InstitutionFactory)
    amount = Decimal(1000)
    funding_source = factory.LazyAttribute(
        lambda line: FundingSourceFactory(plan=line.activity.priority.plan, partner=line.partner)
    )


def spend(line: BudgetLine, period, amount, *, by=None, on: date | None = None, **details) -> Expenditure:
    """An entry of the line's institution, a voucher of its own, on the first day of the quarter."""
    return record_expenditure(
        line,
        period=period,
        amount=Decimal(amount),
        spent_on=on or period.starts_on,
        by=by or UserFactory(institution=line.institution),
        at=details.pop("at", moment(period.ends_on)),
        **{"reference": f"V-{next(VOUCHERS)}", **details},
    )
