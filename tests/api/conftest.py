"""A small plan with approved figures, an institution's draft, and money: what each address answers from."""

import pytest
from django.contrib.auth.models import AnonymousUser

from activities.services import mark_all_stale, refresh_stale_rollups
from tests.budget.factories import BudgetLineFactory, spend
from tests.factories import ActivityFactory, IndicatorFactory, TargetFactory, report_of

API = "/api/v1/"
SECRET = "987654321"  # a value in another institution's draft, to be found nowhere


@pytest.fixture
def activity(priority, institution):
    """Led by the focal point's institution, and reported by the outsider's too."""
    return ActivityFactory(priority=priority, lead=institution)


@pytest.fixture
def indicator(activity, institution, other_institution):
    """A count, reported by both institutions; 100 are wanted in 2024."""
    indicator = IndicatorFactory(activity=activity, reporters=[institution, other_institution])
    TargetFactory(indicator=indicator)
    return indicator


@pytest.fixture
def approved(indicator, institution, periods):
    """5 in the first quarter; the other institution's answer is missing."""
    report = report_of(institution, periods[0], {indicator: 5})
    refresh_stale_rollups(today=periods[-1].due_on)
    return report


@pytest.fixture
def draft(indicator, other_institution, periods):
    """The other institution's unapproved work of the second quarter."""
    return report_of(other_institution, periods[1], {indicator: int(SECRET)}, status="draft")


@pytest.fixture
def submitted(indicator, institution, periods):
    """The third quarter of the focal point's institution, complete, waiting for review."""
    return report_of(institution, periods[2], {indicator: 7}, status="submitted")


@pytest.fixture
def line(activity, institution):
    return BudgetLineFactory(activity=activity, institution=institution, code="L1")


@pytest.fixture
def entry(line, period):
    return spend(line, period, "250.50", reference="OURS")


@pytest.fixture
def other_entry(activity, other_institution, period):
    line = BudgetLineFactory(activity=activity, institution=other_institution, partner=True, code="L2")
    return spend(line, period, "99.99", reference="THEIRS")


@pytest.fixture
def everything(approved, draft, submitted, entry, other_entry, periods):
    """All of it at once, and the figures computed beside the draft."""
    mark_all_stale()
    refresh_stale_rollups(today=periods[-1].due_on)


@pytest.fixture
def get(signed_in):
    """`get(user, "activities/")`: the answer, read in English."""

    def read(user, address: str, **parameters):
        return signed_in(user).get(API + address, parameters)

    return read


@pytest.fixture
def post(signed_in):
    """`post(user, "reports/1/return/", reason="…")`: the answer to a JSON body."""

    def send(user, address: str, **body):
        return signed_in(user).post(API + address, body, content_type="application/json")

    return send


@pytest.fixture
def anybody(request):
    """`anybody("focal_point")`: the actor of that name."""
    return lambda name: AnonymousUser() if name == "public" else request.getfixturevalue(name)
