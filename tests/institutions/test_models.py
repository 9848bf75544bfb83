import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from institutions.models import Institution, Province, User
from institutions.roles import Role
from tests.factories import InstitutionFactory, UserFactory


def refused(constraint: str, write, **kwargs):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        write(**kwargs)


def test_an_institution_is_not_part_of_itself(institution):
    refused("institution_not_its_own_parent", Institution.objects.update, parent=F("id"))


def test_codes_of_institutions_are_unique(institution):
    refused("code", InstitutionFactory, code=institution.code)


def test_one_province_on_each_tile(db):
    place = {"kind": "province", "tile_column": 2, "tile_row": 3}
    Province.objects.create(code="01", iso_code="KH-1", **place)
    refused("province_tile_unique", Province.objects.create, code="02", iso_code="KH-2", **place)


@pytest.mark.parametrize("role", Role.values)
def test_who_reports_has_an_institution(role, db):
    if role in (Role.FOCAL_POINT, Role.APPROVER):
        refused("user_who_reports_has_an_institution", UserFactory, role=role, institution=None)
    else:
        assert UserFactory(role=role, institution=None).pk


def test_addresses_are_unique_whatever_their_letters(institution):
    make = {"full_name": "Somebody", "role": Role.OBSERVER}
    User.objects.create_user("Sok.Dara@Example.org", "a-long-password", **make)

    assert User.objects.get().email == "sok.dara@example.org"
    with pytest.raises(ValidationError):
        User.objects.create_user("SOK.dara@example.org", "a-long-password", **make)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"role": "king"}, "role"),
        ({"role": Role.OBSERVER, "language": "fr"}, "language"),
        ({"role": Role.FOCAL_POINT}, "__all__"),
    ],
)
def test_accounts_that_cannot_be(fields, wrong, db):
    with pytest.raises(ValidationError) as refused_fields:
        User.objects.create_user("somebody@example.org", "a-long-password", full_name="Somebody", **fields)
    assert wrong in refused_fields.value.message_dict
    assert not User.objects.exists()


def test_an_account_without_password_cannot_sign_in(db):
    user = User.objects.create_user("new@example.org", full_name="New", role=Role.OBSERVER)
    assert not user.has_usable_password()


@pytest.mark.parametrize("role", Role.values)
def test_the_django_admin_is_the_administrators(role):
    user = UserFactory.build(role=role)
    is_administrator = role == Role.ADMINISTRATOR

    assert user.is_staff is is_administrator
    assert user.has_perm("activities.change_activity") is is_administrator
    assert user.has_module_perms("activities") is is_administrator
    assert UserFactory.build(role=role, is_active=False).has_perm("anything") is False


def test_people_see_their_colleagues_only(
    focal_point, colleague, approver, outsider, observer, secretariat, public
):
    def seen_by(viewer):
        return set(User.objects.visible_to(viewer))

    assert seen_by(focal_point) == {focal_point, colleague, approver}
    assert seen_by(outsider) == {outsider}
    assert seen_by(observer) == {observer}
    assert seen_by(secretariat) == {focal_point, colleague, approver, outsider, observer, secretariat}
    assert seen_by(public) == set()
