"""What a reader of Khmer meets that is not ours: the texts of the libraries."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from allauth.account.forms import ChangePasswordForm
from babel.messages.extract import extract_from_file
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils import translation
from rest_framework.exceptions import NotAuthenticated

from ocse_nap import library_texts
from ocse_nap.translations import FUNCTIONS

LIBRARIES = ("django", "allauth", "rest_framework")


@pytest.fixture(autouse=True)
def khmer():
    with translation.override("km"):
        yield


def is_khmer(text) -> bool:
    return any("\u1780" <= letter <= "\u17ff" for letter in str(text))


def test_an_error_of_a_form_is_khmer():
    field = forms.CharField(max_length=3)
    for wrong in ("", "four"):
        with pytest.raises(forms.ValidationError) as refused:
            field.clean(wrong)
        assert is_khmer(refused.value.messages[0])


def test_the_rules_for_a_password_are_khmer():
    assert all(is_khmer(rule) for rule in password_validators_help_texts())


def test_the_labels_of_an_account_form_are_khmer():
    assert all(is_khmer(field.label) for field in ChangePasswordForm().fields.values())


def test_a_refusal_of_the_api_is_khmer():
    assert is_khmer(NotAuthenticated.default_detail)


def test_every_text_we_translate_for_a_library_is_still_one_of_its_texts():
    """A new version may word a text anew; ours would then never be shown."""
    texts = set()
    for library in LIBRARIES:
        # Django's .mo is empty in English, and Django REST framework comes without .po files.
        for path in Path(find_spec(library).origin).parent.glob("**/locale/en/LC_MESSAGES/django.[mp]o"):
            with path.open("rb") as file:
                catalogue = read_po(file) if path.suffix == ".po" else read_mo(file)
            texts |= {message.id for message in catalogue}

    ours = {found[1] for found in extract_from_file("python", library_texts.__file__, keywords=FUNCTIONS)}

    assert ours
    assert ours - texts == set()
