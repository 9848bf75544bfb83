"""Accounts to try the product with: one for each institution that reports, and a few more.

The addresses end in a domain that cannot exist, and the password is printed for everybody to read:
both are for a computer in development only.
"""

from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from institutions.models import Institution, User
from institutions.roles import Role

DOMAIN = "demo.ocse-nap.example"
PASSWORD = "ocse-nap-demo"
WITH_HEAD = ("MOSVY", "MOEYS", "MPTC", "MOJ", "APLE")  # institutions whose head has an account too
SECRETARIAT_OFFICERS = ("secretariat", "secretariat-2")
ENGLISH_READERS = (Institution.Kind.NGO, Institution.Kind.DEVELOPMENT_PARTNER)


class NotInDevelopment(Exception):
    """The password is public, so these accounts may exist on a computer in development only."""


class Account(NamedTuple):
    """An account worth trying: what its role is, how to sign in, and what for."""

    role: str
    institution: str
    email: str
    password: str
    purpose: str | Promise


MAIN_ACCOUNTS = {
    "mosvy": _("has a half-filled report to complete and send"),
    "secretariat": _("reviews what was sent: approves it or returns it"),
    "mosvy.head": _("heads the same institution and may send its report"),
    "tdhnl": _("published the real figures of 2022"),
    "trc": _("has a returned report to correct"),
    "observer": _("reads approved figures"),
    "administrator": _("keeps accounts and settings"),
}


def refuse_outside_development() -> None:
    if not settings.DEVELOPMENT:
        raise NotInDevelopment(
            _("The demonstration has a public password: it is for a computer in development only.")
        )


def address(name: str) -> str:
    """`mosvy` → `mosvy@demo.ocse-nap.example`"""
    return f"{name.lower()}@{DOMAIN}"


def create_accounts(reporting: list[Institution], *, secretariat: Institution, donor: Institution) -> None:
    """A focal point for every reporting institution, some heads, secretariat, administrator, observer.

    Raises NotInDevelopment.
    """
    refuse_outside_development()
    for institution in reporting:
        _create(institution.code, Role.FOCAL_POINT, "Focal point", institution)
        if institution.code in WITH_HEAD:
            _create(f"{institution.code}.head", Role.APPROVER, "Head of institution", institution)
    for number, name in enumerate(SECRETARIAT_OFFICERS, start=1):
        _create(name, Role.SECRETARIAT, f"Secretariat officer {number}", secretariat)
    _create("administrator", Role.ADMINISTRATOR, "Administrator", None)
    _create("observer", Role.OBSERVER, "Observer", donor)
    # Hashed once: a password hash is slow on purpose.
    demonstration_users().update(password=make_password(PASSWORD))


def _create(name: str, role: Role, title: str, institution: Institution | None) -> None:
    english = institution is None or institution.kind in ENGLISH_READERS
    User.objects.create_user(
        address(name),
        full_name=f"{title}, {institution.acronym} (demonstration)"
        if institution
        else f"{title} (demonstration)",
        role=role,
        institution=institution,
        language=User.Language.ENGLISH if english else User.Language.KHMER,
    )


def demonstration_users():
    return User.objects.filter(email__endswith=f"@{DOMAIN}")


def main_accounts() -> list[Account]:
    """The accounts to try first, in the order to try them; empty before the demonstration is loaded.

    Raises NotInDevelopment.
    """
    refuse_outside_development()
    users = {user.email: user for user in demonstration_users().select_related("institution")}
    return [
        Account(
            role=users[email].get_role_display(),
            institution=users[email].institution.acronym if users[email].institution else "",
            email=email,
            password=PASSWORD,
            purpose=purpose,
        )
        for name, purpose in MAIN_ACCOUNTS.items()
        if (email := address(name)) in users
    ]
