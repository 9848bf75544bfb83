"""What every page knows: where its reader may go."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from institutions.roles import Role


class Place(NamedTuple):
    """An item of the navigation. `key` is what a view sets as `section` to be found under it."""

    key: str
    label: Promise
    url_name: str


QUEUE = Place("queue", _("Needs me now"), "activities:queue")
QUARTER = Place("quarter", _("My quarter"), "activities:my_quarter")
PLAN = Place("plan", _("Plan"), "reports:overview")
REPORTING = Place("reporting", _("Reporting"), "reports:matrix")
OUR_BUDGET = Place("our_budget", _("Our budget"), "budget:ledger")
BUDGET = Place("budget", _("Budget"), "reports:budget")
ADMINISTRATION = Place("administration", _("Administration"), "admin:index")

PLACES = {
    Role.ADMINISTRATOR: [QUEUE, PLAN, REPORTING, BUDGET, ADMINISTRATION],
    Role.SECRETARIAT: [QUEUE, PLAN, REPORTING, BUDGET],
    Role.APPROVER: [QUARTER, PLAN, OUR_BUDGET, BUDGET],
    Role.FOCAL_POINT: [QUARTER, PLAN, OUR_BUDGET, BUDGET],
    Role.OBSERVER: [PLAN, BUDGET],
}


def navigation(request):
    """`navigation`: key, label, url, is_current of this reader's places; nothing before sign-in."""
    user = getattr(request, "user", None)  # an error page may come before anybody is known
    if user is None or not user.is_authenticated:
        return {}
    places = [(place, reverse(place.url_name)) for place in PLACES[user.role]]
    current = _longest_prefix(request.path, [url for _place, url in places])
    return {
        "navigation": [
            {"key": place.key, "label": place.label, "url": url, "is_current": url == current}
            for place, url in places
        ]
    }


def _longest_prefix(path: str, urls: list[str]) -> str | None:
    return max((url for url in urls if path.startswith(url)), key=len, default=None)
