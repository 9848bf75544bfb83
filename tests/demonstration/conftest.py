from pathlib import Path

import pytest
from django.core.management import call_command

from ocse_nap import plan_file

PLAN_FILE = Path(plan_file.__file__).parent / "data" / "ocse_nap_2021_2025.json"


@pytest.fixture
def empty_plan(db):
    """The plan without any history."""
    call_command("load_plan", str(PLAN_FILE))
