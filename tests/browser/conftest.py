"""One browser for all tests here; a database with the plan for each module; a new device for each page."""

import pytest
from django.core.management import call_command
from django.db import connections
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.chromium import WIDE, chromium, language_cookie, new_page
from tests.browser.situation import load_plan
from tests.browser.steps import sign_in_at_once

expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def browser():
    with chromium() as running:
        yield running
        connections.close_all()  # those of Playwright's own asynchronous context, else nobody closes them


@pytest.fixture(scope="module")
def plan_loaded(browser, django_db_setup, django_db_blocker):
    """The plan, committed, so that web server and worker see it. Emptied after the module's last test.

    The tests of a module share it: each of them works with an institution of its own. `browser` comes
    first because Django keeps connections by context, and Playwright makes one.
    """
    with django_db_blocker.unblock():
        load_plan()
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def site(plan_loaded):
    """The address of a web server on the test database."""
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture
def device(browser, site, db):
    """`device(language="en", width=WIDE, user=None, **options)`: a page on a new device.

    user: the e-mail of who has signed in on it already. A test may read the database; what it writes there
    itself is not committed, so nobody else would see it.
    """
    contexts = []

    def new(*, language="en", width=WIDE, user=None, **options):
        page = new_page(browser, site, language=language, width=width, **options)
        contexts.append(page.context)
        if user:
            sign_in_at_once(page.context, user)
            page.context.add_cookies([language_cookie(language, site)])
        return page

    yield new
    for context in contexts:
        context.close()
