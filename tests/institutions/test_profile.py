"""One's own page, the language switch, and the page each role begins with."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from institutions.roles import Role
from tests.factories import UserFactory


def test_name_and_language_are_ones_own_to_change(focal_point, signed_in):
    browser = signed_in(focal_point)
    response = browser.post(reverse("profile"), {"full_name": "Sok Dara", "language": "km"})

    focal_point.refresh_from_db()
    assert (focal_point.full_name, focal_point.language) == ("Sok Dara", "km")
    assert (response.status_code, response.url) == (302, reverse("profile"))
    assert response.cookies["django_language"].value == "km"
    assert 'lang="km"' in browser.get(reverse("profile")).text


def test_role_institution_and_address_are_not(focal_point, other_institution, signed_in):
    before = (focal_point.role, focal_point.institution_id, focal_point.email)
    signed_in(focal_point).post(
        reverse("profile"),
        {
            "full_name": "Sok Dara",
            "language": "en",
            "role": "secretariat",
            "institution": other_institution.pk,
            "email": "other@example.org",
            "is_active": "",
        },
    )

    focal_point.refresh_from_db()
    assert (focal_point.role, focal_point.institution_id, focal_point.email) == before
    assert focal_point.is_active


@pytest.mark.parametrize(
    "typed",
    [{"full_name": "", "language": "en"}, {"full_name": "Sok", "language": "fr"}, {"full_name": "x" * 151}],
)
def test_what_cannot_be_saved_stays_on_the_page(typed, focal_point, signed_in):
    response = signed_in(focal_point).post(reverse("profile"), typed)

    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert typed["full_name"] in response.text
    full_name = focal_point.full_name
    focal_point.refresh_from_db()
    assert focal_point.full_name == full_name


def test_wrong_method(focal_point, signed_in):
    assert signed_in(focal_point).delete(reverse("profile")).status_code == 405
    assert signed_in(focal_point).get(reverse("set_language")).status_code == 405


def test_the_public_signs_in_first(db, public, signed_in):
    response = signed_in(public).get(reverse("profile"))
    assert response.url == f"{reverse('account_login')}?next={reverse('profile')}"


def test_the_language_switch_comes_back_to_the_same_page(focal_point, signed_in):
    browser = signed_in(focal_point)
    response = browser.post(reverse("set_language"), {"language": "km", "next": "/profile/?a=1"})

    assert response.url == "/profile/?a=1"
    assert 'lang="km"' in browser.get("/profile/").text
    focal_point.refresh_from_db()
    assert focal_point.language == "km"


def test_the_public_switches_too(db, public, signed_in):
    browser = signed_in(public, "km")
    browser.post(reverse("set_language"), {"language": "en", "next": reverse("account_login")})

    assert '<html lang="en"' in browser.get(reverse("account_login")).text


@pytest.mark.parametrize("language", ["fr", "", "km\x00", "x" * 500])
def test_an_unknown_language_changes_nothing(language, focal_point, signed_in):
    browser = signed_in(focal_point)
    response = browser.post(reverse("set_language"), {"language": language, "next": "/profile/"})

    assert response.status_code == 400
    focal_point.refresh_from_db()
    assert focal_point.language == "en"
    assert '<html lang="en"' in browser.get("/profile/").text


def test_the_switch_leads_to_no_other_site(focal_point, signed_in):
    response = signed_in(focal_point).post(
        reverse("set_language"), {"language": "km", "next": "https://evil.example/"}
    )
    assert "evil.example" not in response.url


@pytest.mark.parametrize(
    ("role", "first_page"),
    [
        ("focal_point", "activities:my_quarter"),
        ("approver", "activities:my_quarter"),
        ("secretariat", "activities:queue"),
        ("administrator", "activities:queue"),
        ("observer", "reports:overview"),
    ],
)
def test_the_page_with_which_each_role_begins(role, first_page, request, signed_in):
    response = signed_in(request.getfixturevalue(role)).get(reverse("home"))
    assert response.url == reverse(first_page)


@pytest.mark.parametrize("role", Role.values)
def test_every_role_can_read_its_profile(role, institution, signed_in):
    user = UserFactory(role=role, institution=institution)
    page = signed_in(user).get(reverse("profile"))
    with override("en"):
        assert str(user.get_role_display()) in page.text
    assert user.email in page.text
