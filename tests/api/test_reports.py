"""Reports are seen as on the pages, and move through the same services."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from activities.models import ProgressReport
from activities.services import reopen_report
from tests.api.conftest import API, SECRET
from tests.dev.conftest import eventually
from tests.factories import moment, report_of

NOT_THEIRS = ["focal_point", "colleague", "approver", "observer"]
MAY_REVIEW = {"secretariat"}
MAY_SUBMIT = {"focal_point", "colleague", "approver"}
EVERYBODY = [*sorted(MAY_SUBMIT), "outsider", "secretariat", "administrator", "observer", "public"]


@pytest.fixture
def reopened(approved, secretariat, period):
    """Approved, and now corrected in a new revision by its institution."""
    return reopen_report(approved, by=secretariat, at=moment(period.due_on), reason="Count again.")


@pytest.mark.parametrize("role", NOT_THEIRS)
def test_another_institutions_unapproved_work_is_not_there(role, draft, get, post, anybody):
    reader = anybody(role)

    assert get(reader, f"reports/{draft.pk}/").status_code == 404
    assert get(reader, "reports/").json()["count"] == 0
    for action in ("submit", "return", "approve", "reopen"):
        assert post(reader, f"reports/{draft.pk}/{action}/", reason="Why").status_code == 404


@pytest.mark.parametrize("role", ["outsider", "secretariat", "administrator"])
def test_its_own_people_and_the_secretariat_read_it(role, draft, get, anybody):
    answer = get(anybody(role), f"reports/{draft.pk}/").json()

    assert answer["status"] == "draft"
    assert [value["value"] for value in answer["values"]] == [SECRET]


@pytest.mark.parametrize("role", ["outsider", "observer", "secretariat", "focal_point"])
def test_an_approved_report_is_read_by_everybody(role, approved, get, anybody):
    answer = get(anybody(role), f"reports/{approved.pk}/").json()

    assert (answer["institution"], answer["quarter"], answer["status"]) == ("MOSVY", "2024Q1", "approved")
    assert answer["is_late"] is False
    assert answer["revision"]["number"] == 1
    assert answer["values"] == [
        {
            "activity": "1.1",
            "indicator": "1.1.1",
            "is_due": True,
            "state": "reported",
            "value": "5",
            "numerator": None,
            "denominator": None,
            "reason": "",
            "source": "",
        }
    ]
    assert answer["history"][0]["action"] == "approved"


def test_what_was_not_said_is_null(indicator, other_institution, period, get, outsider):
    empty = ProgressReport.objects.create(institution=other_institution, period=period)
    empty.revisions.create()

    [value] = get(outsider, f"reports/{empty.pk}/").json()["values"]

    assert (value["state"], value["value"], value["is_due"]) == (None, None, True)


def test_outsiders_see_a_reopened_report_as_it_was_approved(reopened, get, outsider, focal_point):
    theirs = get(outsider, f"reports/{reopened.pk}/").json()
    own = get(focal_point, f"reports/{reopened.pk}/").json()

    assert (theirs["status"], theirs["revision"]["number"]) == ("approved", 1)
    assert (own["status"], own["revision"]["number"]) == ("draft", 2)
    assert [move["action"] for move in theirs["history"]] == ["approved"]
    assert get(outsider, "reports/", status="draft").json()["count"] == 0
    assert get(outsider, "reports/", status="approved").json()["count"] == 1
    assert get(focal_point, "reports/", status="draft").json()["count"] == 1


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize(
    ("action", "status", "allowed", "then"),
    [
        ("submit", "draft", MAY_SUBMIT, "submitted"),
        ("return", "submitted", MAY_REVIEW, "returned"),
        ("approve", "submitted", MAY_REVIEW, "approved"),
        ("reopen", "approved", MAY_REVIEW, "draft"),
    ],
)
def test_who_may_make_which_move(
    action, status, allowed, then, role, indicator, institution, period, post, anybody
):
    report = report_of(institution, period, {indicator: 5}, status=status)

    answer = post(anybody(role), f"reports/{report.pk}/{action}/", reason="Please look again.")

    report.refresh_from_db()
    if role in allowed:
        assert (answer.status_code, answer.json()["status"], report.status) == (200, then, then)
        return
    unseen = status != "approved" and role in ("outsider", "observer")
    assert answer.status_code == (404 if unseen else 403)
    assert report.status == status


@pytest.mark.parametrize("action", ["submit", "return", "approve", "reopen"])
def test_a_transition_is_posted(action, submitted, signed_in, secretariat):
    for method in ("get", "put", "patch", "delete"):
        answer = getattr(signed_in(secretariat), method)(f"{API}reports/{submitted.pk}/{action}/")
        assert answer.status_code == 405


@pytest.mark.parametrize(
    ("action", "body"),
    [("approve", {}), ("return", {"reason": "Why"})],
)
def test_a_move_from_the_wrong_status_is_a_conflict_that_says_why(action, body, approved, post, secretariat):
    answer = post(secretariat, f"reports/{approved.pk}/{action}/", **body)

    assert answer.status_code == 409
    assert "Approved" in answer.json()["detail"]


@pytest.mark.parametrize("reason", [{}, {"reason": ""}, {"reason": "  "}, {"reason": None}])
@pytest.mark.parametrize("action", ["return", "reopen"])
def test_a_reason_is_asked_for(action, reason, submitted, approved, post, secretariat):
    report = submitted if action == "return" else approved

    answer = post(secretariat, f"reports/{report.pk}/{action}/", **reason)

    assert answer.status_code == 400
    assert answer.json() == {"reason": ["Write the reason: the institution will read it."]}


def test_who_may_not_is_told_so_before_being_asked_for_a_reason(submitted, post, focal_point):
    assert post(focal_point, f"reports/{submitted.pk}/return/").status_code == 403


def test_a_return_with_a_day(submitted, post, get, secretariat, focal_point):
    day = timezone.localdate() + timedelta(days=7)

    answer = post(secretariat, f"reports/{submitted.pk}/return/", reason="Check.", due_on=day.isoformat())

    assert answer.json()["return_due_on"] == day.isoformat()
    assert get(focal_point, f"reports/{submitted.pk}/").json()["history"][0]["note"] == "Check."


@pytest.mark.parametrize("day", ["2020-01-01", "soon"])
def test_a_return_by_a_day_that_cannot_be(day, submitted, post, secretariat):
    answer = post(secretariat, f"reports/{submitted.pk}/return/", reason="Check.", due_on=day)

    assert answer.status_code == 400
    assert list(answer.json()) == ["due_on"]


def test_an_incomplete_report_names_what_is_empty(indicator, institution, period, post, focal_point):
    report = ProgressReport.objects.create(institution=institution, period=period)
    report.revisions.create()

    refused = post(focal_point, f"reports/{report.pk}/submit/")
    sent = post(focal_point, f"reports/{report.pk}/submit/", although_incomplete=True)

    assert (refused.status_code, refused.json()["unanswered"]) == (422, ["1.1.1"])
    assert sent.json()["status"] == "submitted"


def test_a_body_that_is_no_object(submitted, signed_in, secretariat):
    for body in ("[]", "{", '"x"'):
        address = f"{API}reports/{submitted.pk}/return/"
        answer = signed_in(secretariat).post(address, body, content_type="application/json")
        assert answer.status_code == 400


def test_another_site_cannot_make_a_move(submitted, secretariat):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(secretariat)

    answer = browser.post(f"{API}reports/{submitted.pk}/approve/")

    submitted.refresh_from_db()
    assert (answer.status_code, submitted.status) == (403, "submitted")


def test_moves_are_remembered_with_who_made_them(submitted, post, secretariat):
    post(secretariat, f"reports/{submitted.pk}/approve/")

    change = submitted.status_changes.last()
    assert (change.action, change.by) == ("approve", secretariat)


@pytest.mark.django_db(transaction=True)
def test_an_approval_reaches_the_figures(celery_worker_process, submitted, post, get, secretariat):
    post(secretariat, f"reports/{submitted.pk}/approve/")

    def value():
        rows = get(secretariat, "progress/indicators/", quarter="2024Q3", lens="quarter").json()["results"]
        return rows[0]["value"] if rows else None

    assert eventually(lambda: value() == "7")
