"""The parts of which pages are put together: `{% load page_parts %}`.

Each tag draws the file of its name in `templates/components/`, whose first lines document it.
Tags with an end (`{% note %}…{% endnote %}`) take what stands between as their content.
"""

from decimal import Decimal

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import BaseFormSet
from django.template.loader import render_to_string
from django.utils.html import json_script
from django.utils.safestring import mark_safe

from institutions import bilingual

register = template.Library()


def _component(name, **context):
    return mark_safe(render_to_string(f"components/{name}.html", context).strip())


# --- Page -------------------------------------------------------------------------------------------


@register.simple_tag
def breadcrumbs(*steps):
    """url, label, url, label, …, and last the label of this page."""
    *before, here = steps
    return _component("breadcrumbs", steps=list(zip(before[::2], before[1::2], strict=True)), here=here)


@register.simple_block_tag
def page_head(content, title, lede="", code="", below="", priority=None):
    """The h1 of a page; the block holds its buttons."""
    tools = mark_safe(content.strip())
    return _component(
        "page_head", title=title, lede=lede, code=code, below=below, priority=priority, tools=tools
    )


@register.simple_block_tag
def note(content, look="", role=""):
    """A remark in the text. look: "" or slow (needs attention), back (returned), bad, ok."""
    return _component("note", content=content, look=look, role=role)


@register.simple_block_tag
def empty_state(content, title, icon_name="inbox", heading="h2"):
    """Nothing here yet: what that means and what to do instead."""
    return _component("empty_state", content=content, title=title, icon_name=icon_name, heading=heading)


# --- Charts -----------------------------------------------------------------------------------------


class ChartEncoder(DjangoJSONEncoder):
    """Plotly wants numbers: here, for drawing only, a Decimal becomes a float."""

    def default(self, value):
        return float(value) if isinstance(value, Decimal) else super().default(value)


@register.simple_block_tag
def chart(content, id, title, sentence, summary, figure, **options):
    """The frame of a chart; the block holds the table of the same figures."""
    return _component(
        "chart",
        id=id,
        title=title,
        sentence=sentence,
        summary=summary,
        data=json_script(figure, f"{id}-data", ChartEncoder),
        table=content,
        **options,
    )


# --- Forms ------------------------------------------------------------------------------------------

BOX_CLASS = {"select": "form-select", "checkbox": "form-check-input", "radio": "form-check-input"}


@register.simple_tag
def field(bound_field, hint="", look=""):
    """A form field with label, hint and error.

    hint: instead of the field's help text; None for none. look: more classes for the box, as `w-auto`.
    """
    box = bound_field.field.widget
    kind = getattr(box, "input_type", "")
    hint = bound_field.help_text if hint == "" else hint
    hint_id, error_id = f"{bound_field.auto_id}-hint", f"{bound_field.auto_id}-error"
    described_by = " ".join([hint_id] * bool(hint) + [error_id] * bool(bound_field.errors))

    box.attrs.pop("placeholder", None)  # it repeats the label, and is gone when it is needed
    box.attrs["class"] = f"{BOX_CLASS.get(kind, 'form-control')} {look}".strip()
    if bound_field.errors:
        box.attrs["class"] += " bad"
        box.attrs["aria-invalid"] = "true"
    if described_by and not bound_field.use_fieldset:
        box.attrs["aria-describedby"] = described_by
    return _component(
        "field",
        field=bound_field,
        kind="group" if bound_field.use_fieldset else kind,
        hint=hint,
        hint_id=hint_id,
        error_id=error_id,
        described_by=described_by,
    )


@register.simple_tag
def error_summary(*forms):
    """What to correct in these forms, formsets or lists of forms, each a link to its box; else nothing."""
    found = [error for form in forms for error in _errors_of(form)]
    return _component("error_summary", found=found, count=bilingual.prose_number(len(found))) if found else ""


def _errors_of(form):
    """(id of the box or "", label or "", message) of a form, or of the forms of a formset or list."""
    if isinstance(form, (list, tuple, BaseFormSet)):
        yield from (("", "", message) for message in getattr(form, "non_form_errors", list)())
        for member in form:
            yield from _errors_of(member)
        return
    yield from (("", "", message) for message in form.non_field_errors())
    for box in form:
        box_id = box.id_for_label or f"{box.auto_id}_0"  # of radio buttons: the first
        yield from ((box_id, box.label, message) for message in box.errors)
