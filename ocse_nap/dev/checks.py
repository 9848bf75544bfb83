"""`make test`: every check in order, each under its heading, all of them even when one fails."""

import os
import secrets
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from ocse_nap.dev import browser
from ocse_nap.dev.binaries import system_postgres_folders
from ocse_nap.dev.keeper import CHECKOUT
from ocse_nap.dev.services import throw_away_services
from ocse_nap.translations import compile_all

PYTHON = sys.executable
TOOLS = Path(sys.executable).parent  # not resolved: the programs lie in .venv/bin
PYTEST = [PYTHON, "-m", "pytest", "-q"]
IN_PARALLEL = ["-n", "2", "--dist", "loadgroup"]
PRODUCTION = {
    "ALLOWED_HOSTS": "nap.example.org",
    "CSRF_TRUSTED_ORIGINS": "https://nap.example.org",
    "DATABASE_URL": "postgresql://ocse_nap:x@postgres/ocse_nap",
    "REDIS_URL": "redis://valkey:6379/0",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "DEVELOPMENT": "0",
    "DEBUG": "0",
}
COMPOSE = {
    "DOMAIN": "nap.example.org",
    "POSTGRES_PASSWORD": "x",
    "SECRET_KEY": "x",
    "EMAIL_URL": "smtp://mail.example.org:25",
    "DEFAULT_FROM_EMAIL": "nap@example.org",
}


@dataclass
class Check:
    """One command under a heading; `environment` is added to this process's."""

    heading: str
    command: list
    environment: dict = field(default_factory=dict)

    def passes(self) -> bool:
        environment = os.environ | self.environment
        return subprocess.run(self.command, cwd=CHECKOUT, env=environment).returncode == 0


LINT = [
    Check("Form of the code", [TOOLS / "ruff", "format", "--check", "."]),
    Check("Lint", [TOOLS / "ruff", "check", "."]),
    Check("Lint of the templates", [TOOLS / "djlint", "--lint", "--quiet", "templates"]),
    Check("Imports between the apps", [TOOLS / "lint-imports", "--no-logo"]),
    Check("Texts without a translation", [PYTHON, "-m", "ocse_nap.translations", "check"]),
]
PRODUCTION_CHECKS = [
    Check("Compose file", [TOOLS / "docker-compose", "config", "--quiet"], COMPOSE),
    Check(
        "Compose file against the specification",
        [TOOLS / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"],
    ),
    Check("Dockerfile", [TOOLS / "hadolint", "Dockerfile"]),
    Check(
        "Settings for production",
        [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        PRODUCTION,
    ),
]


class MissingMigrations(Check):
    """`makemigrations --check` compares with the database's history, so it gets an empty one."""

    def passes(self) -> bool:
        with throw_away_services() as services:
            self.environment = {name: service.url() for name, service in services.items()}
            return super().passes()


class BrowserTests(Check):
    """Fails loudly where there is no browser and none can be installed."""

    def passes(self) -> bool:
        program = browser.find_or_install()
        if program is None:
            print(_box(browser.MISSING), flush=True)
            return False
        self.environment = {"CHROMIUM": program}
        return super().passes()


def lint() -> int:
    return run(LINT)


def run_all() -> int:
    compile_all()
    migrations = [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]
    checks = [
        *LINT,
        MissingMigrations("Missing migrations", migrations),
        Check("Unit and integration tests", [*PYTEST, *IN_PARALLEL, "-m", "not browser"]),
        BrowserTests("Browser tests", [*PYTEST, *IN_PARALLEL, "-m", "browser"]),
        *_system_postgres_checks(),
        *PRODUCTION_CHECKS,
    ]
    return run(checks)


def run(checks: list[Check]) -> int:
    """Run every check, print a summary, return the exit code."""
    lines, failed = [], 0
    for check in checks:
        print(f"\n=== {check.heading} ===", flush=True)
        begun = time.monotonic()
        passed = check.passes()
        failed += not passed
        lines.append(
            f"{'passed' if passed else 'FAILED'}  {time.monotonic() - begun:6.1f} s  {check.heading}"
        )
    print("\n=== Summary ===", *lines, sep="\n")
    print(f"{failed} of {len(checks)} checks failed." if failed else "Everything passed.", flush=True)
    return 1 if failed else 0


def _system_postgres_checks() -> list[Check]:
    """The database tests once more on the distribution's PostgreSQL, where one is installed."""
    folders = system_postgres_folders()
    if not folders or "DATABASE_URL" in os.environ:
        print("Database tests run on one PostgreSQL only: no other one is installed in /usr/lib/postgresql.")
        return []
    version = folders[0].parent.name
    command = [*PYTEST, *IN_PARALLEL, "-m", "database"]
    return [
        Check(f"Database tests on the system's PostgreSQL {version}", command, {"PG_BIN": str(folders[0])})
    ]


def _box(text: str) -> str:
    lines = text.splitlines()
    width = max(map(len, lines))
    edge = "+" + "-" * (width + 2) + "+"
    return "\n".join([edge, *(f"| {line:{width}} |" for line in lines), edge])
