from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from priorities.models import Plan


def demonstration(request) -> dict:
    """`demonstration`: the plan's warning about its data, for the band on every page; empty for real data."""
    return {"demonstration": SimpleLazyObject(_warning)}


def _warning() -> dict:
    plan = Plan.objects.only("data_label_en", "data_label_km").order_by("-starts_on").first()
    if plan is None or not plan.is_demonstration:
        return {}
    return {
        "text": _("This is not the official plan, and these are not official figures."),
        "url": reverse("reports:about_data"),
    }
