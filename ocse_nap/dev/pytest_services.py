"""Pytest plugin: throw-away PostgreSQL and Valkey for the tests, and a real Celery worker.

Loaded with `-p` in pyproject.toml, because pytest-django reads the settings before any conftest.py.
DATABASE_URL and REDIS_URL, when set, are used as they are. With pytest-xdist the servers' PostgreSQL is
shared (pytest-django makes a database for each), and each has a Valkey of its own: tests empty it.
"""

import atexit
import contextlib
import os
import subprocess
import sys
import time
from urllib.parse import urlsplit, urlunsplit

import pytest

from ocse_nap.dev.services import throw_away_services
from ocse_nap.translations import compile_all

OURS = "OCSE_NAP_TEST_SERVICES"  # names the variables this plugin set in the process that started xdist
DEFAULTS = {
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # a live server beside synchronous Playwright
    "DEVELOPMENT": "1",
    "SECRET_KEY": "only-for-tests",
    "STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
}


def _start_services() -> None:
    missing = [name for name in ("DATABASE_URL", "REDIS_URL") if name not in os.environ]
    if "PYTEST_XDIST_WORKER" in os.environ and "REDIS_URL" in os.environ.get(OURS, ""):
        missing = ["REDIS_URL"]
    running = contextlib.ExitStack()
    services = running.enter_context(throw_away_services(missing))
    atexit.register(running.close)
    os.environ.update({name: service.url() for name, service in services.items()})
    os.environ.setdefault(OURS, " ".join(missing))


os.environ.update({name: value for name, value in DEFAULTS.items() if name not in os.environ})
compile_all()
_start_services()


def pytest_report_header() -> str:
    from django.db import connection

    with contextlib.closing(connection.Database.connect(os.environ["DATABASE_URL"])) as opened:
        version = opened.server_version // 10000
    return f"services: PostgreSQL {version}, {os.environ.get(OURS) or 'given by the environment'}"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items) -> None:
    """Mark browser tests by their folder, and tests that touch the database by what they ask for."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
        elif item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames):
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="module")
def celery_worker_process(django_db_setup, django_db_blocker):
    """A real `celery worker` on the test database, for the tests of one module.

    Those tests need `@pytest.mark.django_db(transaction=True)`: the worker sees committed rows only.
    Tasks that earlier tests left in the queue are dropped first. Gives the process (`.pid`, `.kill()`).
    """
    from ocse_nap.celery import app

    app.control.purge()
    command = [sys.executable, "-m", "celery", "-A", "ocse_nap", "worker", "--concurrency", "1"]
    quiet = ["--loglevel", "warning", "--without-gossip", "--without-mingle"]
    with subprocess.Popen([*command, *quiet], env=_worker_environment()) as worker:
        try:
            _wait_for_worker(app, worker)
            yield worker
        finally:
            worker.terminate()


def _worker_environment() -> dict:
    from django.db import connection

    address = urlsplit(os.environ["DATABASE_URL"])
    database = connection.settings_dict["NAME"]
    return os.environ | {"DATABASE_URL": urlunsplit(address._replace(path=f"/{database}"))}


def _wait_for_worker(app, worker, timeout=30) -> None:
    deadline = time.monotonic() + timeout
    while not app.control.ping(timeout=0.2):
        if worker.poll() is not None or time.monotonic() > deadline:
            pytest.fail("the Celery worker did not start; its output is above")
        time.sleep(0.1)
