"""From the checked rows of a file to the database: all or nothing, and nothing where nothing differs."""

from dataclasses import dataclass, field
from pathlib import PurePath

import pghistory
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from activities.models import Activity
from ocse_nap.plan_file import excel_format, json_format, sheets
from ocse_nap.plan_file.checks import check
from ocse_nap.plan_file.errors import PlanFileRefused, refused
from ocse_nap.plan_file.removal import remove_vanished
from ocse_nap.plan_file.saving import Counts, SheetSaver
from ocse_nap.plan_file.sheets import CATALOGUES, PLAN_SHEETS
from ocse_nap.plan_file.tables import Tables
from priorities.models import Plan

READERS = {".json": json_format.read, ".xlsx": excel_format.read}


@dataclass
class LoadReport:
    """What a load did to a plan, by kind of row (`activities`, `budget_lines` …)."""

    plan_code: str
    kinds: dict[str, Counts] = field(default_factory=dict)

    @property
    def has_changes(self) -> bool:
        return any(counts.created or counts.changed or counts.removed for counts in self.kinds.values())


def load(file, *, name: str, plan_code: str | None = None) -> LoadReport:
    """Loads a plan from an open binary file; `name` ends in .json or .xlsx.

    With `plan_code` only that plan is accepted. Raises PlanFileRefused with everything that is wrong;
    nothing is saved then.
    """
    tables = read_tables(file.read(), name)
    code = tables[sheets.PLAN.name].rows[0]["code"]
    if plan_code and plan_code != code:
        raise refused(
            _("This is the file of the plan “%(code)s”, not of “%(expected)s”.")
            % {"code": code, "expected": plan_code}
        )
    try:
        with transaction.atomic(), pghistory.context(plan_file=PurePath(name).name):
            return _save(tables, code)
    except IntegrityError as error:
        raise refused(_("The database refused a row: %(error)s") % {"error": error}) from error


def read_tables(data: bytes, name: str) -> Tables:
    """The checked, typed tables of a file. Raises PlanFileRefused."""
    ending = PurePath(name).suffix.lower()
    if ending not in READERS:
        raise refused(_("A plan file ends in .xlsx or .json: %(name)s") % {"name": name})
    tables, problems = READERS[ending](data)
    problems += check(tables)
    if problems:
        raise PlanFileRefused(problems)
    return tables


def _save(tables: Tables, plan_code: str) -> LoadReport:
    Plan.objects.select_for_update().filter(code=plan_code).first()  # one load of a plan at a time
    report = LoadReport(plan_code)
    keys = {}  # primary keys of the rows of a sheet: {"institutions": {"CNCC": 1}}
    savers = [SheetSaver(tables[sheet.name], keys, plan_code) for sheet in (*CATALOGUES, *PLAN_SHEETS)]
    for saver in savers:
        report.kinds[saver.sheet.name] = saver.save()
    remove_vanished(savers)
    if report.has_changes:  # every stored result may be another now
        Activity.objects.filter(priority__plan__code=plan_code).update(changes=F("changes") + 1)
    with connection.cursor() as cursor:  # what breaks a constraint is refused here, not at the commit
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return report
