"""Accounts are made here without a password; their owners set it through an e-mail."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from institutions.models import User


@pytest.fixture
def fields(institution):
    return {
        "email": "New.Person@Example.org",
        "full_name": "A New Person",
        "role": "focal_point",
        "institution": institution.pk,
        "language": "km",
        "is_active": "on",
    }


def fields_of(user, **changes) -> dict:
    fields = {
        "email": user.email,
        "full_name": user.full_name,
        "role": user.role,
        "institution": user.institution_id or "",
        "language": user.language,
        "is_active": "on",
    }
    return {name: value for name, value in {**fields, **changes}.items() if value is not None}


def test_a_new_account_has_no_password(fields, address, signed_in, administrator):
    signed_in(administrator).post(address(User, "add"), fields)

    user = User.objects.get(email="new.person@example.org")
    assert (user.role, user.institution.code, user.has_usable_password()) == ("focal_point", "MOSVY", False)
    assert mail.outbox == []


def test_its_owner_sets_the_password_through_the_email(fields, address, signed_in, administrator, public):
    browser = signed_in(administrator)
    browser.post(address(User, "add"), fields)
    user = User.objects.get(email="new.person@example.org")
    chosen = {"action": "send_password_email", "_selected_action": [user.pk]}

    browser.post(address(User), chosen)

    [message] = mail.outbox
    assert message.to == [user.email]
    link = re.search(r"https?://[^/]+(/accounts/\S+)", message.body)[1]
    visitor = signed_in(public)
    form = visitor.get(link, follow=True)
    new = {"password1": "a long enough phrase 1", "password2": "a long enough phrase 1"}
    visitor.post(form.redirect_chain[-1][0], new)
    user.refresh_from_db()
    assert user.check_password("a long enough phrase 1")


def test_closed_accounts_get_no_email(focal_point, address, signed_in, administrator):
    User.objects.filter(pk=focal_point.pk).update(is_active=False)
    chosen = {"action": "send_password_email", "_selected_action": [focal_point.pk]}

    signed_in(administrator).post(address(User), chosen)

    assert mail.outbox == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"email": "FOCAL@example.org"}, "already exists"),
        ({"email": "nobody"}, "valid email"),
        ({"institution": ""}, "A focal point or head of institution needs an institution."),
        ({"role": "emperor"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_with_an_account_is_said(
    change, message, fields, focal_point, address, signed_in, administrator
):
    answer = signed_in(administrator).post(address(User, "add"), {**fields, **change})

    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert User.objects.count() == 2


def test_no_page_shows_a_password(focal_point, address, signed_in, administrator):
    focal_point.set_password("a long enough phrase 1")
    focal_point.save()

    page = signed_in(administrator).get(address(User, "change", focal_point.pk)).content.decode()

    assert focal_point.password not in page
    assert "pbkdf2" not in page


def test_an_old_address_resets_no_password(focal_point, address, signed_in, administrator, public):
    EmailAddress.objects.create(user=focal_point, email=focal_point.email, primary=True, verified=True)
    changed = fields_of(focal_point, email="successor@example.org")

    signed_in(administrator).post(address(User, "change", focal_point.pk), changed)
    signed_in(public).post(reverse("account_reset_password"), {"email": "focal@example.org"})

    focal_point.refresh_from_db()
    assert focal_point.email == "successor@example.org"
    assert not any("password/reset/key" in message.body for message in mail.outbox)


def test_an_account_is_closed(focal_point, address, signed_in, administrator):
    browser = signed_in(focal_point)

    signed_in(administrator).post(
        address(User, "change", focal_point.pk), fields_of(focal_point, is_active=None)
    )

    assert browser.get(reverse("profile")).status_code == 302


def test_nobody_shuts_themselves_out(address, signed_in, administrator):
    changed = fields_of(administrator, role="observer", is_active=None)

    signed_in(administrator).post(address(User, "change", administrator.pk), changed)

    administrator.refresh_from_db()
    assert (administrator.role, administrator.is_active) == ("administrator", True)


def test_the_administrator_changes_the_own_password(signed_in, administrator):
    administrator.set_password("a long enough phrase 1")
    administrator.save()
    new = {"new_password1": "another long phrase 2", "new_password2": "another long phrase 2"}

    answer = signed_in(administrator).post(
        reverse("admin:password_change"), {"old_password": "a long enough phrase 1", **new}
    )

    administrator.refresh_from_db()
    assert answer.status_code == 302
    assert administrator.check_password("another long phrase 2")
