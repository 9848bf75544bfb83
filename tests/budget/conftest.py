import pytest

from tests.budget.factories import BudgetLineFactory
from tests.factories import ActivityFactory


@pytest.fixture
def activity(priority):
    return ActivityFactory(priority=priority)


@pytest.fixture
def line(activity, institution):
    """Kept by the focal point's institution."""
    return BudgetLineFactory(activity=activity, institution=institution)


@pytest.fixture
def other_line(activity, other_institution):
    """Kept by the outsider's institution, paid by a partner."""
    return BudgetLineFactory(activity=activity, institution=other_institution, partner=True)
