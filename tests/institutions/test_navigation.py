import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from institutions.context_processors import navigation
from institutions.models import User
from institutions.roles import Role


def places_of(user, path="/nowhere/"):
    request = RequestFactory().get(path)
    request.user = user
    return navigation(request).get("navigation", [])


@pytest.mark.parametrize(
    ("role", "keys"),
    [
        (Role.ADMINISTRATOR, ["queue", "plan", "reporting", "budget", "administration"]),
        (Role.SECRETARIAT, ["queue", "plan", "reporting", "budget"]),
        (Role.APPROVER, ["quarter", "plan", "our_budget", "budget"]),
        (Role.FOCAL_POINT, ["quarter", "plan", "our_budget", "budget"]),
        (Role.OBSERVER, ["plan", "budget"]),
    ],
)
def test_each_role_sees_its_own_places_only(role, keys):
    assert [place["key"] for place in places_of(User(role=role))] == keys


def test_every_role_has_places():
    assert all(places_of(User(role=role)) for role in Role)


def test_before_sign_in_there_is_nowhere_to_go():
    assert places_of(AnonymousUser()) == []
    assert navigation(RequestFactory().get("/")) == {}  # an error before anybody is known


def test_the_longest_address_wins():
    inside_the_matrix = reverse("reports:matrix") + "more/"
    current = [
        place["key"]
        for place in places_of(User(role=Role.SECRETARIAT), inside_the_matrix)
        if place["is_current"]
    ]
    assert current == ["reporting"]


def test_elsewhere_nothing_is_current():
    assert not any(place["is_current"] for place in places_of(User(role=Role.OBSERVER)))
