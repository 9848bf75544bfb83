import pytest
from django.utils.translation import deactivate_all, override

from priorities.models import Plan
from tests.factories import InstitutionFactory


@pytest.mark.parametrize(("language", "name"), [("en", "Ministry"), ("en-gb", "Ministry"), ("km", "ក្រសួង")])
def test_names_are_in_the_language_of_the_reader(language, name):
    institution = InstitutionFactory.build(name_en="Ministry", name_km="ក្រសួង")
    with override(language):
        assert institution.name == str(institution) == name


def test_khmer_where_no_language_is_active():
    deactivate_all()
    assert InstitutionFactory.build(name_en="Ministry", name_km="ក្រសួង").name == "ក្រសួង"


@pytest.mark.parametrize(
    ("language", "english", "khmer", "shown"),
    [("km", "Only English", "", "Only English"), ("en", "", "ខ្មែរ", "ខ្មែរ"), ("en", "", "", "")],
)
def test_the_other_language_stands_in_for_a_missing_one(language, english, khmer, shown):
    with override(language):
        assert InstitutionFactory.build(name_en=english, name_km=khmer).name == shown
        assert Plan(title_en=english, title_km=khmer).title == shown


def test_short_names():
    institution = InstitutionFactory.build(acronym="MOSVY", name_en="Ministry", name_km="ក្រសួង")
    with override("en"):
        assert institution.short_name == "MOSVY"
    with override("km"):
        assert institution.short_name == "ក្រសួង"
