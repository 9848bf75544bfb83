"""The tags and filters every page uses, rendered as a page would."""

import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from institutions import marks

NNBSP = "\u202f"


def render(source, language="en", **context):
    with override(language):
        return Template("{% load figures page_parts %}" + source).render(Context(context))


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# --- figures ----------------------------------------------------------------------------------------


def test_a_missing_value_says_why_and_zero_is_a_value():
    assert text_of(render("{% figure_or_nothing value %}", value=None)) == "not reported"
    assert text_of(render('{% figure_or_nothing value "not_due" %}', value=None)) == "not due"
    assert render("{% figure_or_nothing value %}", value=Decimal(0)) == "0"
    assert render('{% figure_or_nothing value written_as="percent" %}', value=Decimal(0)) == f"0.0{NNBSP}%"
    assert render('{% figure_or_nothing value written_as="usd" decimals=2 %}', value=5) == "USD\u00a05.00"


def test_values_in_attributes_are_never_localised():
    assert render("{{ value|plain }}", "km", value=Decimal("1234.5000")) == "1234.5"
    assert render("{{ value|plain }}", "km", value=1000000) == "1000000"
    assert render("{{ value|plain }}", value=None) == ""


def test_times_are_shown_in_phnom_penh():
    moment = datetime(2024, 10, 24, 18, 30, tzinfo=UTC)
    assert render("{{ moment|nap_datetime }}", moment=moment) == "25\u00a0October\u00a02024, 01:30"
    assert render("{{ moment|nap_date }}", moment=moment) == "25\u00a0October\u00a02024"
    assert render("{{ moment|nap_time }}", moment=moment) == "01:30"


def test_a_quarter_is_a_period_or_its_code():
    period = SimpleNamespace(year=2024, quarter=3)
    assert render("{{ period|quarter }}", period=period) == render("{{ '2024Q3'|quarter }}")
    assert render("{{ none|quarter }}", none=None) == ""


# --- statuses and bars ------------------------------------------------------------------------------


@pytest.mark.parametrize("status", marks.MARKS)
def test_a_status_shows_its_word_and_an_icon_that_exists(status, settings):
    html = render("{% tag status %}", status=status)
    sprite = (settings.BASE_DIR / "static" / "icons.svg").read_text()
    with override("en"):
        assert str(marks.MARKS[status].word) in html
    assert f'id="{re.search(r"icons[^#]*svg#([a-z0-9-]+)", html)[1]}"' in sprite


def test_a_status_nobody_knows_is_an_error_not_an_empty_tag():
    with pytest.raises(KeyError):
        render('{% tag "finished" %}')


def test_the_word_of_a_tag_is_escaped():
    assert "&lt;b&gt;" in render('{% tag "late" text=text %}', text="<b>")


def test_first_sent_late_stays_visible_after_approval():
    assert "m-first-late" in render('{% matrix_cell "approved_late" %}')
    assert "m-first-late" not in render('{% matrix_cell "approved" %}')


@pytest.mark.parametrize(
    ("share", "width"),
    [(Decimal("0.5"), "50.00%"), (None, "0.00%"), (Decimal("1.4"), "100.00%"), (-1, "0.00%")],
)
def test_a_bar_stays_within_its_drawing_in_either_language(share, width):
    assert f'class="bar-f" width="{width}"' in render("{% bar share %}", "km", share=share)


def test_a_bar_without_a_value_does_not_claim_zero_per_cent():
    assert 'aria-label="not reported"' in render("{% bar share %}", share=None)
    assert f'aria-label="0.0{NNBSP}% done"' in render("{% bar share %}", share=0)


def test_coverage_names_what_it_counts_and_draws_a_dot_for_each():
    html = render("{% coverage 5 7 1 %}")
    assert text_of(html) == "(5 of 7 institutions) 1 carried forward"
    assert (html.count("<circle"), html.count("<path")) == (7, 1)
    assert text_of(render("{% coverage 1 1 %}")) == "(1 of 1 institution)"
    assert text_of(render('{% coverage 11 13 of="reports" %}')) == "(11 of 13 reports)"
    assert "<svg" not in render("{% coverage 11 13 %}")


def test_no_component_writes_a_style_or_a_handler():
    html = render(
        '{% bar 0.3 0.5 %}{% split_bar 0.36 "36 %" mark=0.36 %}{% coverage 1 2 %}{% matrix_legend %}'
        '{% calendar_strip 0 1 0.5 0.7 "half" %}{% note %}x{% endnote %}{% priority_number 3 %}'
    )
    assert "style=" not in html
    assert not re.search(r"\son\w+=", html)


def test_a_figure_card_without_a_value_shows_words_in_its_place():
    card = (
        '{% include "components/figure_card.html" with label="Progress" '
        'value=share|percent_number unit="%" only %}'
    )
    assert text_of(render(card, share=None)) == "Progress not reported"
    assert text_of(render(card, share=0)) == "Progress 0 %"


# --- page parts -------------------------------------------------------------------------------------


def test_the_figure_of_a_chart_is_safe_json_with_numbers():
    figure = {"data": [{"y": [Decimal("12.5"), None], "name": "</script><b>"}]}
    html = render(
        '{% chart "c" "Title" "Sentence" "Summary" figure %}<table></table>{% endchart %}', figure=figure
    )
    data = re.search(r'<script id="c-data" type="application/json">(.*?)</script>', html)[1]
    assert json.loads(data) == figure
    assert "<b>" not in html
    assert "<table></table>" in html


def test_breadcrumbs_pair_addresses_with_labels():
    html = render('{% breadcrumbs "/plan/" "Plan" "Priority 3" %}')
    assert '<a href="/plan/">Plan</a>' in html
    assert '<span aria-current="page">Priority 3</span>' in html


def test_the_buttons_of_a_page_head_are_markup_and_its_title_is_text():
    html = render('{% page_head title %}<a href="/x">Excel</a>{% endpage_head %}', title="A & B")
    assert '<a href="/x">Excel</a>' in html
    assert "A &amp; B" in html


class WorkersForm(forms.Form):
    trained = forms.IntegerField(label="Trained", min_value=0, help_text="Only this quarter.")
    note = forms.CharField(label="Note", required=False)
    answer = forms.ChoiceField(
        label="Answer", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
    )


def test_a_field_names_its_hint_and_its_error():
    html = render("{% field form.trained %}", form=WorkersForm({"trained": "-1", "answer": "yes"}))
    assert 'for="id_trained"' in html
    assert 'aria-describedby="id_trained-hint id_trained-error"' in html
    assert 'aria-invalid="true"' in html
    assert html.index('id="id_trained-error"') < html.index("<input")
    assert 'value="-1"' in html  # what was typed is not lost


def test_a_field_without_errors_claims_none():
    html = render("{% field form.note %}", form=WorkersForm({"trained": "1", "answer": "yes"}))
    assert "aria-invalid" not in html
    assert "optional" in html


def test_radio_buttons_stand_in_a_group_with_a_legend():
    html = render("{% field form.answer %}", form=WorkersForm())
    assert "<legend>Answer</legend>" in html
    assert html.count('type="radio"') == 2


def test_the_error_summary_links_to_each_box_and_is_silent_when_all_is_right():
    form = WorkersForm({"trained": "many", "answer": ""})
    html = render("{% error_summary form %}", form=form)
    assert "There are 2 things to correct" in html
    ids_on_page = re.findall(
        r' id="([^"]+)"', render("{% for box in form %}{% field box %}{% endfor %}", form=form)
    )
    targets = re.findall(r'href="#([^"]+)"', html)
    assert len(targets) == 2
    assert set(targets) <= set(ids_on_page)
    assert render("{% error_summary form %}", form=WorkersForm({"trained": "1", "answer": "yes"})) == ""


def test_the_error_summary_reads_formsets_and_lists_of_forms():
    formset_class = forms.formset_factory(WorkersForm)
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-trained": "x", "form-0-answer": "yes"}
    formset = formset_class(data)
    assert 'href="#id_form-0-trained"' in render("{% error_summary forms %}", forms=formset)
    assert 'href="#id_form-0-trained"' in render("{% error_summary forms %}", forms=list(formset))


def test_changing_the_quarter_keeps_the_other_parameters():
    period = SimpleNamespace(year=2024, quarter=3, code="2024Q3")
    request = RequestFactory().get("/", {"group": "year", "quarter": "2024Q1"})
    with override("en"):
        html = render_to_string(
            "components/context_bar.html", {"period": period, "periods": [period]}, request
        )
    assert '<input type="hidden" name="group" value="year">' in html
    assert 'value="2024Q3" selected' in html
    assert html.count('name="quarter"') == 1


def test_pages_keep_the_other_parameters_and_leave_gaps():
    request = RequestFactory().get("/", {"q": "school"})
    page = Paginator(range(200), 20).page(5)
    with override("en"):
        html = render_to_string("components/pagination.html", {"page": page}, request)
    assert "?q=school&amp;page=6" in html
    assert "page=8" not in html
    assert text_of(html).endswith("81 to 100 of 200")
