import pytest

from institutions.roles import Role, reports_for, reviews_reports, sees_all_reports
from tests.factories import UserFactory

REPORTS, READS_ALL, REVIEWS = {"focal_point", "approver"}, {"secretariat", "administrator"}, {"secretariat"}


@pytest.mark.parametrize("role", Role.values)
def test_what_each_role_may(role, institution, other_institution):
    user = UserFactory.build(role=role, institution=institution)

    assert reports_for(user, institution.pk) is (role in REPORTS)
    assert not reports_for(user, other_institution.pk)
    assert sees_all_reports(user) is (role in READS_ALL)
    assert reviews_reports(user) is (role in REVIEWS)


def test_the_public_may_nothing(public, institution):
    assert not reports_for(public, institution.pk)
    assert not sees_all_reports(public)
    assert not reviews_reports(public)


def test_nobody_reports_for_no_institution():
    user = UserFactory.build(role=Role.FOCAL_POINT, institution=None)
    assert not reports_for(user, None)
