"""Harvesting, checking and compiling translations without the gettext programs."""

import gettext

import pytest

from ocse_nap import translations

CODE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
title = _("Activity")
count = ngettext("%(n)s report", "%(n)s reports", 2)
month = pgettext("month", "May")
"""
TEMPLATE = """{% load i18n %}
    <p>{% translate "Budget" %}
  </p>{% blocktranslate with name=plan.name %}Plan {{ name }}{% endblocktranslate %}"""
HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


@pytest.fixture
def root(tmp_path):
    for folder in translations.SOURCES:
        (tmp_path / folder).mkdir()
    (tmp_path / "reports" / "tables.py").write_text(CODE)
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    return tmp_path


@pytest.fixture
def po(root):
    return root / "locale" / "km" / "LC_MESSAGES" / "django.po"


def test_texts_of_code_and_templates_are_harvested(root):
    found = {message.id for message in translations.harvest(root) if message.id}

    assert found == {"Activity", ("%(n)s report", "%(n)s reports"), "May", "Budget", "Plan %(name)s"}


def test_every_untranslated_text_is_named_with_its_file(root, po):
    translations.update(root, po)

    found = translations.problems(root, po)

    assert len(found) == 5
    assert "not translated: 'Budget' in templates/page.html" in found


def test_a_finished_translation_has_no_problems_and_django_can_read_it(root, po):
    translations.update(root, po)
    _translate(
        po,
        {
            'msgid "Activity"\nmsgstr ""': 'msgid "Activity"\nmsgstr "សកម្មភាព"',
            'msgid "Budget"\nmsgstr ""': 'msgid "Budget"\nmsgstr "ថវិកា"',
            'msgid "May"\nmsgstr ""': 'msgid "May"\nmsgstr "ឧសភា"',
            'msgid "Plan %(name)s"\nmsgstr ""': 'msgid "Plan %(name)s"\nmsgstr "ផែនការ %(name)s"',
            'msgstr[0] ""': 'msgstr[0] "របាយការណ៍ %(n)s"',
        },
    )

    assert translations.problems(root, po) == []
    translations.compile_all(root)
    with po.with_suffix(".mo").open("rb") as file:
        khmer = gettext.GNUTranslations(file)
    assert khmer.gettext("Budget") == "ថវិកា"
    assert khmer.ngettext("%(n)s report", "%(n)s reports", 2) == "របាយការណ៍ %(n)s"


def test_a_lost_placeholder_is_a_problem(root, po):
    (root / "templates" / "page.html").write_text("")
    (root / "reports" / "tables.py").write_text('_("%(done)s of %(all)s")')
    po.parent.mkdir(parents=True)
    po.write_text(HEADER + '#, python-format\nmsgid "%(done)s of %(all)s"\nmsgstr "%(done)s"\n')

    assert len(translations.problems(root, po)) == 1


def test_a_second_harvest_changes_nothing(root, po):
    translations.update(root, po)
    first = po.read_text()

    translations.update(root, po)

    assert po.read_text() == first


def test_a_text_gone_from_the_code_goes_from_the_file(root, po):
    translations.update(root, po)
    (root / "templates" / "page.html").write_text("")

    translations.update(root, po)

    assert "Budget" not in po.read_text()


def _translate(po, replacements):
    text = po.read_text()
    for before, after in replacements.items():
        assert before in text
        text = text.replace(before, after)
    po.write_text(text)
