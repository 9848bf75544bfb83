"""What the browser tests find in the database: the real plan, a few people, reports sent by the services."""

from functools import cache
from io import StringIO
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.utils import timezone

from activities.answers import ActivityAnswer, IndicatorAnswer
from activities.duties import duty_of
from activities.models import Indicator, ProgressReport
from activities.services import approve_report as approve
from activities.services import open_report, refresh_stale_rollups, return_report, save_draft, submit_report
from institutions.models import Institution, User
from institutions.roles import Role
from ocse_nap import plan_file
from priorities.models import ReportingPeriod
from tests.browser.steps import PASSWORD
from tests.factories import UserFactory

PLAN_FILE = Path(plan_file.__file__).parent / "data" / "ocse_nap_2021_2025.json"
SECRETARIAT = "secretariat@example.org"


@cache
def password_hash() -> str:
    """Made once: a password hash is slow on purpose."""
    return make_password(PASSWORD)


def load_plan() -> None:
    """The plan, and its secretariat, who reads English."""
    call_command("load_plan", str(PLAN_FILE), stdout=StringIO())
    person(SECRETARIAT, role=Role.SECRETARIAT)


def person(email: str, *, code: str | None = None, role: str = Role.FOCAL_POINT, language="en") -> User:
    """Somebody who can sign in with PASSWORD; `code` is the institution."""
    institution = code and Institution.objects.get(code=code)
    return UserFactory(
        email=email, role=role, institution=institution, language=language, password=password_hash()
    )


def quarter(number: int) -> ReportingPeriod:
    """The plan's quarters that are over: -1 is the last of them."""
    return list(ReportingPeriod.objects.ended(timezone.localdate()).order_by("year", "quarter"))[number]


def period_of(code: str) -> ReportingPeriod:
    """`2022Q4`"""
    return ReportingPeriod.objects.get(year=code[:4], quarter=code[5:])


def indicators(*codes: str) -> list[Indicator]:
    return [Indicator.objects.get(code=code) for code in codes]


def complete_report(code: str, period: ReportingPeriod, status: str) -> ProgressReport:
    """A report with every due indicator answered and a text about every activity, brought to `status`."""
    institution = Institution.objects.get(code=code)
    writer = UserFactory(institution=institution)
    secretariat = User.objects.get(email=SECRETARIAT)
    duty = duty_of(institution.pk, period)
    text = "បានបណ្តុះបណ្តាលមន្ត្រីនៅខេត្តចំនួនពីរ និងបានរៀបចំកិច្ចប្រជុំសម្របសម្រួល។ Two provinces were visited."
    report = save_draft(
        open_report(institution, period, by=writer),
        activities=[ActivityAnswer(pk, status="ongoing", results=text) for pk in duty.activity_ids],
        indicators=[_answer(pk, duty.is_share[pk]) for pk in duty.due_indicator_ids],
        by=writer,
    )
    at = timezone.now()
    if status != "draft":
        report = submit_report(report, by=writer, at=at)
    if status == "returned":
        report = return_report(report, by=secretariat, at=at, reason="Please check the second indicator.")
    if status == "approved":
        report = approve(report, by=secretariat, at=at)
    return report


def _answer(indicator_id: int, is_share: bool) -> IndicatorAnswer:
    if is_share:
        return IndicatorAnswer(indicator_id, "reported", numerator=30, denominator=40)
    return IndicatorAnswer(indicator_id, "reported", value=1)


def roll_up() -> None:
    refresh_stale_rollups(today=timezone.localdate())
