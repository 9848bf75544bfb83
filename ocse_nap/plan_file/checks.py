"""Whether the rows of a file can be a plan. Every problem is found before anything is saved."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from ocse_nap.plan_file import columns, sheets
from ocse_nap.plan_file.cells import CellRefused, value_of
from ocse_nap.plan_file.errors import Problem
from ocse_nap.plan_file.sheets import referred_sheet
from ocse_nap.plan_file.tables import Row, Table, Tables
from ocse_nap.plan_file.totals import total_problems

Problems = Iterator[Problem]


def check(tables: Tables) -> list[Problem]:
    """Turns every cell of `tables` into its typed value and returns all that is wrong."""
    problems = [problem for table in tables.values() for problem in _read_cells(table)]
    cells_are_readable = not problems
    problems += _plan_problems(tables[sheets.PLAN.name])
    for table in tables.values():
        problems += _duplicates(table)
        problems += _unknown_references(table, tables)
    problems += _parent_circles(tables[sheets.INSTITUTIONS.name])
    problems += _date_problems(tables)
    if cells_are_readable:  # else a total would only repeat that an amount is missing
        problems += total_problems(tables)
    return problems


def _read_cells(table: Table) -> Problems:
    for row in table.rows:
        for column in table.sheet.columns:
            try:
                row.cells[column.name] = value_of(column, row[column.name])
            except CellRefused as error:
                row.cells[column.name] = column.empty if column.is_many else None
                yield table.problem(row, column.name, str(error))


def _plan_problems(table: Table) -> Problems:
    if len(table.rows) != 1:
        yield table.problem(
            None, "", _("exactly one plan is due, not %(number)s") % {"number": len(table.rows)}
        )
        return
    plan = table.rows[0]
    delayed, on_track = plan["delayed_share"], plan["on_track_share"]
    if None not in (delayed, on_track) and not 0 < delayed < on_track:
        reason = _("must lie between 0 and %(on_track)s, where on track begins") % {"on_track": on_track}
        yield table.problem(plan, "delayed_share", reason)


def _duplicates(table: Table) -> Problems:
    """Rows that share a key, or another combination that must be unique."""
    required = {column.name for column in table.sheet.columns if column.is_required}
    for names in (table.sheet.key, *table.sheet.unique):
        first = {}
        for row in table.rows:
            if any(row[name] is None for name in required.intersection(names)):
                continue  # an empty or unreadable cell has its own problem
            values = tuple(row[name] for name in names)
            if values in first:
                reason = _("%(value)s stands in row %(row)s already") % {
                    "value": " · ".join(str(value) for value in values if value is not None),
                    "row": first[values].place,
                }
                yield table.problem(row, names[-1], reason)
            first.setdefault(values, row)


def _unknown_references(table: Table, tables: Tables) -> Problems:
    for column in table.sheet.columns:
        if column.kind not in (columns.REFERENCE, columns.REFERENCES):
            continue
        target = referred_sheet(column)
        known = {row["code"] for row in tables[target.name].rows}
        for row in table.rows:
            cell = row[column.name]
            for code in cell if column.is_many else [cell]:
                if code is not None and code not in known:
                    reason = _("“%(code)s” is not in the sheet %(sheet)s") % {
                        "code": code,
                        "sheet": tables[target.name].title,
                    }
                    yield table.problem(row, column.name, reason)


def _parent_circles(table: Table) -> Problems:
    parents = {row["code"]: row["parent"] for row in table.rows}
    for row in table.rows:
        above, seen = row["parent"], set()
        while above is not None and above not in seen and above != row["code"]:
            seen.add(above)
            above = parents.get(above)
        if above is not None and above == row["code"]:
            yield table.problem(row, "parent", _("“%(code)s” would be a part of itself") % {"code": above})


def _date_problems(tables: Tables) -> Problems:
    """Dates out of order, and dates and years that lie outside the plan."""
    plan = tables[sheets.PLAN.name].rows[:1]
    limits = (plan[0]["starts_on"], plan[0]["ends_on"]) if plan else (None, None)
    for table in tables.values():
        for row in table.rows:
            yield from _order_problems(table, row)
            if None not in limits:
                yield from _outside_problems(table, row, *limits)


def _order_problems(table: Table, row: Row) -> Problems:
    starts_on, ends_on, due_on, quarter = (
        row[name] for name in ("starts_on", "ends_on", "due_on", "quarter")
    )
    if starts_on and ends_on and ends_on <= starts_on:
        reason = _("%(end)s is not later than the start, %(start)s") % {"end": ends_on, "start": starts_on}
        yield table.problem(row, "ends_on", reason)
    if ends_on and due_on and due_on <= ends_on:
        yield table.problem(row, "due_on", _("must be later than the end of the quarter"))
    if quarter is not None and not 1 <= quarter <= 4:
        yield table.problem(row, "quarter", _("must be 1, 2, 3 or 4"))


def _outside_problems(table: Table, row: Row, first: date, last: date) -> Problems:
    for name in ("starts_on", "ends_on", "year"):
        value = row[name]
        year = value if name == "year" else None
        is_inside = first.year <= year <= last.year if year else not value or first <= value <= last
        if value is not None and not is_inside:
            reason = _("%(value)s lies outside the plan (%(first)s to %(last)s)") % {
                "value": value,
                "first": first,
                "last": last,
            }
            yield table.problem(row, name, reason)
