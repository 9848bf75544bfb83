"""`make test` runs everything, hides nothing, and tells what failed."""

import sys

import pytest

from ocse_nap.dev import browser, checks
from ocse_nap.dev.checks import BrowserTests, Check


def python(text: str) -> list[str]:
    return [sys.executable, "-c", text]


def test_all_checks_run_and_the_failed_ones_are_named(capfd):
    code = checks.run(
        [Check("First", python("raise SystemExit(3)")), Check("Second", python("print('second ran')"))]
    )

    output = capfd.readouterr().out
    assert code == 1
    assert "second ran" in output
    summary = output.partition("=== Summary ===")[2]
    assert [line.split()[0] + " " + line.split()[-1] for line in summary.splitlines() if " s  " in line] == [
        "FAILED First",
        "passed Second",
    ]
    assert "1 of 2 checks failed" in summary


def test_when_all_pass_the_exit_code_is_zero():
    assert checks.run([Check("Only", python(""))]) == 0


def test_a_check_gets_its_environment():
    check = Check(
        "Environment", python("import os; raise SystemExit(os.environ['ADDED'] != 'yes')"), {"ADDED": "yes"}
    )

    assert check.passes()


@pytest.fixture
def no_browser(monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "/nonexistent")  # no browser and no apt-get
    monkeypatch.setattr(browser, "MAC_PROGRAMS", [])


@pytest.mark.usefixtures("no_browser")
def test_without_a_browser_the_browser_tests_fail_and_say_how_to_get_one(capfd):
    assert BrowserTests("Browser tests", python("")).passes() is False
    assert "sudo apt-get install chromium" in capfd.readouterr().out


@pytest.mark.usefixtures("no_browser")
def test_chromium_may_be_named(monkeypatch):
    monkeypatch.setenv("CHROMIUM", sys.executable)

    assert browser.find() == sys.executable
