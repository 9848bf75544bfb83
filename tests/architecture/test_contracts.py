"""Every import contract holds, and one wrong line breaks it."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source import APPS, CHECKOUT

CONTRACTS = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
WRONG_LINES = [
    ("Apps point down only", "institutions/roles.py", "import priorities.models"),
    ("Apps point down only", "activities/models/activity.py", "import budget.models"),
    ("Apps point down only", "budget/models.py", "from ocse_nap import settings"),
    ("Floors inside an app point down only", "activities/models/report.py", "import activities.services"),
    ("Floors inside an app point down only", "activities/services/reports.py", "import activities.forms"),
    ("Floors inside an app point down only", "budget/utils.py", "# a module that stands on no floor"),
    ("Maths knows no Django", "activities/rollup.py", "from django.utils import timezone"),
    ("Maths knows no Django", "budget/execution.py", "import institutions.models"),
    ("Reports read through queries", "reports/apps.py", "import activities.models"),
    ("The product does not know its launcher", "ocse_nap/celery.py", "import ocse_nap.dev.keeper"),
]


@pytest.fixture
def copy(tmp_path):
    for package in [*APPS, "ocse_nap"]:
        shutil.copytree(
            CHECKOUT / package, tmp_path / package, ignore=shutil.ignore_patterns("*.pyc", "data")
        )
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    return tmp_path


def broken_contracts(folder: Path) -> set[str]:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache", "--no-logo"], cwd=folder, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    assert any(line.startswith("Contracts: ") for line in lines), done.stdout + done.stderr
    broken = {line.removesuffix(" BROKEN") for line in lines if line.endswith(" BROKEN")}
    assert bool(broken) == bool(done.returncode)
    return broken


def test_all_contracts_hold(copy):
    assert broken_contracts(copy) == set()


@pytest.mark.parametrize(("contract", "file", "line"), WRONG_LINES)
def test_one_wrong_line_breaks_its_contract(copy, contract, file, line):
    with (copy / file).open("a") as module:
        module.write(f"\n{line}\n")

    assert contract in broken_contracts(copy)


def test_every_contract_is_tried():
    assert {contract["name"] for contract in CONTRACTS} == {
        contract for contract, _file, _line in WRONG_LINES
    }
