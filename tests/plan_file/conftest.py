"""The demonstration plan as a document to spoil, as a workbook to spoil, and ways to load both."""

import json
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.utils import translation

import ocse_nap.plan_file
from ocse_nap.plan_file.errors import PlanFileRefused
from ocse_nap.plan_file.excel_format import write
from ocse_nap.plan_file.loader import load, read_tables

PLAN_FILE = Path(ocse_nap.plan_file.__file__).parent / "data" / "ocse_nap_2021_2025.json"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def document() -> dict:
    """The demonstration plan, fresh, to be changed at will."""
    return json.loads(PLAN_FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def workbook_bytes() -> bytes:
    tables = read_tables(PLAN_FILE.read_bytes(), PLAN_FILE.name)
    return write({name: [row.cells for row in table.rows] for name, table in tables.items()})


@pytest.fixture
def workbook(workbook_bytes) -> openpyxl.Workbook:
    """The demonstration plan as a workbook, fresh, to be changed at will."""
    return openpyxl.load_workbook(BytesIO(workbook_bytes))


@pytest.fixture
def load_document():
    def load_it(document: dict, **options):
        data = json.dumps(document).encode()
        return load(BytesIO(data), name="plan.json", **options)

    return load_it


@pytest.fixture
def load_workbook():
    def load_it(workbook: openpyxl.Workbook, **options):
        file = BytesIO()
        workbook.save(file)
        file.seek(0)
        return load(file, name="plan.xlsx", **options)

    return load_it


@pytest.fixture
def refusal():
    """The problems, as lines, for which a load is refused."""

    def lines(loading, *arguments, **options) -> list[str]:
        with pytest.raises(PlanFileRefused) as caught:
            loading(*arguments, **options)
        assert caught.value.problems
        return [str(problem) for problem in caught.value.problems]

    return lines


@pytest.fixture
def entry(document):
    """One entry of a list of the document, by its id."""

    def find(name: str, entry_id: str) -> dict:
        return next(found for found in document[name] if found["id"] == entry_id)

    return find
