"""Every page that can be reached: it opens, in Khmer and English, and shows no trace of the program."""

import re

import pytest
from django.urls import reverse

from tests.pages import leaks, links, repeated_identifiers

ELSEWHERE = re.compile(r"^/(static|admin|api|accounts/logout)/")
ROLES = ["focal_point", "approver", "secretariat", "administrator", "observer", "outsider"]


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize("role", ROLES)
def test_every_link_leads_to_a_page_without_a_trace_of_the_program(
    role, language, request, reports, signed_in
):
    actor = request.getfixturevalue(role)
    actor.language = language
    actor.save()
    browser = signed_in(actor, language)
    to_read, read = {reverse("home"), reverse("profile")}, {}
    while to_read:
        url = to_read.pop()
        response = browser.get(url, follow=True)
        assert response.status_code == 200, f"{url} of {read.get(url)}"
        if response.streaming:  # a file
            continue
        page = response.text
        assert f'<html lang="{language}"' in page, url
        assert leaks(page) == [], url
        assert repeated_identifiers(page) == set(), url
        for link in links(page):
            if link not in read and not ELSEWHERE.match(link):
                read[link] = url
                to_read.add(link)
    assert len(read) > 12


def test_the_pages_of_the_public(db, public, signed_in):
    for language in ("en", "km"):
        browser = signed_in(public, language)
        for name in ("account_login", "account_reset_password", "account_reset_password_done"):
            response = browser.get(reverse(name))
            assert response.status_code == 200
            assert leaks(response.text) == []
        assert browser.get("/nothing/here/").status_code in (302, 404)


@pytest.mark.parametrize("role", ROLES)
def test_before_there_is_a_plan_nothing_breaks(role, request, signed_in):
    browser = signed_in(request.getfixturevalue(role))
    for name in ("home", "reports:overview", "reports:institutions", "reports:budget", "profile"):
        response = browser.get(reverse(name), follow=True)
        assert response.status_code in (200, 404), name
        assert leaks(response.text) == [], name


@pytest.mark.parametrize("role", ["secretariat", "focal_point", "observer"])
def test_before_anything_was_reported_nothing_breaks(role, request, periods, priority, signed_in):
    browser = signed_in(request.getfixturevalue(role))
    for url in (
        reverse("home"),
        reverse("reports:overview"),
        reverse("reports:priority", args=[1]),
        reverse("reports:institutions"),
        reverse("reports:about_data"),
        reverse("reports:budget"),
    ):
        response = browser.get(url, follow=True)
        assert response.status_code == 200, url
        assert leaks(response.text) == [], url
