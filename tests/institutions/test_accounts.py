"""Signing in and out, and the way back in by e-mail."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from institutions.models import User
from institutions.roles import Role

PASSWORD = "mekong-river-1968"


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def somebody(institution):
    return User.objects.create_user(
        "sok.dara@example.org",
        PASSWORD,
        full_name="Sok Dara",
        role=Role.FOCAL_POINT,
        institution=institution,
        language="en",
    )


def sign_in(client, email="sok.dara@example.org", password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


@pytest.mark.parametrize("email", ["sok.dara@example.org", "Sok.Dara@Example.org"])
def test_signing_in_leads_home_in_ones_own_language(email, somebody):
    client = Client()
    response = sign_in(client, email)

    assert (response.status_code, response.url) == (302, reverse("home"))
    assert response.cookies["django_language"].value == "en"
    assert client.get(reverse("home")).url == reverse("activities:my_quarter")


def test_signing_in_comes_back_to_the_page_that_was_asked_for(somebody):
    response = Client().post(
        reverse("account_login") + "?next=/profile/",
        {"login": somebody.email, "password": PASSWORD, "next": "/profile/"},
    )
    assert response.url == "/profile/"


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("sok.dara@example.org", "wrong-password"),
        ("nobody@example.org", PASSWORD),
        ("", ""),
        ("x" * 300, "y"),
    ],
)
def test_a_wrong_address_or_password_says_the_same(email, password, somebody):
    client = Client()
    response = sign_in(client, email, password)

    assert response.status_code == 200
    assert 'role="alert"' in response.text
    assert PASSWORD not in response.text
    assert client.get(reverse("home")).url.startswith(reverse("account_login"))


def test_who_was_switched_off_does_not_get_in(somebody):
    User.objects.update(is_active=False)
    client = Client()
    sign_in(client)

    assert client.get(reverse("home")).url.startswith(reverse("account_login"))


def test_signing_out(somebody):
    client = Client()
    sign_in(client)
    response = client.post(reverse("account_logout"))

    assert response.url == reverse("account_login")
    assert client.get(reverse("home")).url.startswith(reverse("account_login"))


def test_nobody_can_sign_up(db):
    response = Client().post(
        reverse("account_signup"),
        {"email": "me@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert not User.objects.exists()
    assert response.status_code == 200


def test_a_forgotten_password_is_set_by_a_link(somebody):
    client = Client()
    response = client.post(reverse("account_reset_password"), {"email": somebody.email})
    assert response.url == reverse("account_reset_password_done")
    (message,) = mail.outbox
    assert message.to == [somebody.email]
    link = re.search(r"https?://testserver(/\S+)", message.body)[1]

    page = client.get(link, follow=True)
    new = "tonle-sap-lake-1999"
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})

    assert sign_in(Client(), password=new).status_code == 302
    assert sign_in(Client(), password=PASSWORD).status_code == 200


def test_an_unknown_address_is_not_given_away(somebody):
    known = Client().post(reverse("account_reset_password"), {"email": somebody.email})
    unknown = Client().post(reverse("account_reset_password"), {"email": "nobody@example.org"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_a_used_or_broken_link_is_refused(somebody):
    response = Client().get("/accounts/password/reset/key/1-abc-def/", follow=True)
    assert response.status_code == 200
    assert 'name="password1"' not in response.text
