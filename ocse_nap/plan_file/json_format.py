"""The plan as JSON: nested, with texts as `{"en": …, "km": …}` and short forms for what is usual.

Reading first writes the short forms out (`short_forms`), then takes every cell from its path. Writing puts
every cell back at its path. Numbers that are not whole are written as texts, "0.36", to stay exact.
"""

import json
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from ocse_nap.plan_file import columns, sheets
from ocse_nap.plan_file.columns import PARENT, Column, Sheet
from ocse_nap.plan_file.errors import Problem, refused
from ocse_nap.plan_file.sheets import SHEETS, referred_sheet
from ocse_nap.plan_file.short_forms import header_problems, short_sheets, write_out_short_forms
from ocse_nap.plan_file.tables import Row, Table, Tables

SCHEMA = {"schema_version": "1", "currency": "USD"}


# --- reading ----------------------------------------------------------------------------------------


def read(data: bytes) -> tuple[Tables, list[Problem]]:
    """The tables of a JSON plan, with untyped cells, and what does not belong into it.

    Raises PlanFileRefused where it is not JSON, or not a plan at all.
    """
    try:
        return _read(_parsed(data))
    except RecursionError:
        raise refused(_("This JSON file is nested too deeply for a plan.")) from None


def _read(document: dict) -> tuple[Tables, list[Problem]]:
    problems = header_problems(document)
    short = short_sheets(document)
    problems += write_out_short_forms(document)
    top_level = {(sheet.json or "plan").split(".")[0] for sheet in SHEETS if not sheet.parent}
    for name in sorted(set(document) - top_level - set(sheets.JSON_NOT_STORED) - {"meta"}):
        problems.append(Problem(name, "", "", _("a plan has nothing of this name")))
    tables = {}
    for sheet in SHEETS:
        tables[sheet.name] = _table(sheet, document, problems)
        tables[sheet.name].is_short = sheet.name in short
    return tables, problems


def _parsed(data: bytes) -> dict:
    def unique(pairs):
        names = [name for name, _value in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise refused(_("The JSON names something twice: %(names)s") % {"names": ", ".join(twice)})
        return dict(pairs)

    def no_number(text):
        raise refused(_("%(value)s is not a number") % {"value": text})

    try:
        document = json.loads(
            data.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=no_number,
            object_pairs_hook=unique,
        )
    except UnicodeDecodeError:
        raise refused(_("This is not a JSON file in UTF-8.")) from None
    except json.JSONDecodeError as error:
        raise refused(
            _("This is not a complete JSON file (line %(line)s, column %(column)s).")
            % {"line": error.lineno, "column": error.colno}
        ) from None
    except (ValueError, ArithmeticError):
        raise refused(_("This JSON file holds a number that is too large.")) from None
    groups = [document, *(document.get(name) for name in ("plan", "meta"))] if type(document) is dict else []
    if not groups or not all(isinstance(group, dict) for group in groups):
        raise refused(_("This JSON file is no plan: “plan” and “meta” are missing."))
    return document


def _table(sheet: Sheet, document: dict, problems: list[Problem]) -> Table:
    table = Table(sheet, title_of(sheet), {column.name: column.json for column in sheet.columns})
    for place, parent_id, entry in _entries(sheet, document, problems):
        cells = {}
        for path, raw in _flattened(entry, stop=_lists_inside(sheet)):
            column = next((column for column in sheet.columns if column.json == path), None)
            if column:
                cells[column.name] = _cell(column, sheet, raw)
            elif not _is_known(path, sheet):
                problems.append(Problem(table.title, place, path, _("a plan has nothing of this name")))
        for column in sheet.columns:
            if column.json == PARENT:
                cells[column.name] = _without_prefix(parent_id, referred_sheet(column).prefix)
        table.rows.append(Row(place, cells))
    return table


def title_of(sheet: Sheet) -> str:
    """What the JSON calls a sheet: `indicators[].targets`."""
    return f"{sheet.parent}[].{sheet.json}" if sheet.parent else sheet.json or "plan"


def _entries(sheet: Sheet, document: dict, problems: list[Problem]):
    """Place, id of the entry around it and the entry itself, for each row of a sheet."""
    if sheet is sheets.PLAN:
        yield "", "", {"plan": document["plan"], "meta": document["meta"]}
        return
    if not sheet.parent:
        yield from _list_entries(sheet, _at(document, sheet.json), "", "", problems)
        return
    parent = next(other for other in SHEETS if other.name == sheet.parent)
    for place, _parent, entry in _entries(parent, document, []):
        parent_id = entry.get(parent.columns[0].json)
        yield from _list_entries(sheet, entry.get(sheet.json), place, parent_id, problems)


def _list_entries(sheet: Sheet, entries, around: str, parent_id, problems: list[Problem]):
    if not isinstance(entries, list):
        reason = _("missing") if entries is None else _("a list is due here")
        problems.append(Problem(title_of(sheet), around, "", reason))
        return
    for index, entry in enumerate(entries):
        entry_id = entry.get(sheet.columns[0].json, "") if isinstance(entry, dict) else ""
        place = " ".join(str(part) for part in (around, f"[{index}]", entry_id) if part)
        if isinstance(entry, dict):
            yield place, parent_id, entry
        else:
            problems.append(Problem(title_of(sheet), place, "", _("a group of values is due here")))


def _at(document: dict, path: str):
    for name in path.split("."):
        document = document.get(name) if isinstance(document, dict) else None
    return document


def _flattened(entry: dict, stop: set[str], path: str = ""):
    """`{"name": {"en": "x"}}` → `("name.en", "x")`, leaving out the lists that are sheets of their own."""
    for name, value in entry.items():
        full = f"{path}{name}"
        if full in stop:
            continue
        if isinstance(value, dict):
            yield from _flattened(value, stop, f"{full}.")
        else:
            yield full, value


def _lists_inside(sheet: Sheet) -> set[str]:
    if sheet is sheets.PLAN:
        return {other.json for other in SHEETS if "." in other.json}
    return {other.json for other in SHEETS if other.parent == sheet.name}


def _is_known(path: str, sheet: Sheet) -> bool:
    return any(path == known or path.startswith(f"{known}.") for known in sheet.not_stored)


def _cell(column: Column, sheet: Sheet, raw):
    """The cell as the workbook would hold it: ids without their letter, "0.36" as the number it is."""
    if column.kind == columns.REFERENCE:
        return _without_prefix(raw, referred_sheet(column).prefix)
    if column is sheet.columns[0]:
        return _without_prefix(raw, sheet.prefix)
    if column.kind == columns.DECIMAL and isinstance(raw, str):
        try:
            return Decimal(raw)
        except InvalidOperation:
            return raw
    return raw


def _without_prefix(code, prefix: str):
    return code.removeprefix(prefix) if isinstance(code, str) else code


# --- writing ----------------------------------------------------------------------------------------


def write(rows: dict[str, list[dict]]) -> bytes:
    """The JSON of rows as `exporter.rows_of` gives them; `read` gives the same rows back."""
    document = {"meta": dict(SCHEMA), "plan": {}}
    entries = {}  # by sheet and code, to find the entry a nested list belongs into
    for sheet in SHEETS:
        for values in rows[sheet.name]:
            entry = document if sheet is sheets.PLAN else {}
            for column in sheet.columns:
                if column.json != PARENT:
                    _put(entry, column.json, _json_value(column, sheet, values[column.name]))
            if sheet.parent:
                code = values[sheet.columns[0].name]
                entries[sheet.parent, code][sheet.json].append(entry)
            elif sheet is not sheets.PLAN:
                entries[sheet.name, values[sheet.columns[0].name]] = entry
                entry.update({name: [] for name in sorted(_lists_inside(sheet))})
                _list_at(document, sheet.json).append(entry)
        if not sheet.parent and sheet is not sheets.PLAN:
            _list_at(document, sheet.json)
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _put(entry: dict, path: str, value):
    *groups, name = path.split(".")
    for group in groups:
        entry = entry.setdefault(group, {})
    entry[name] = value


def _list_at(document: dict, path: str) -> list:
    *groups, name = path.split(".")
    for group in groups:
        document = document.setdefault(group, {})
    return document.setdefault(name, [])


def _json_value(column: Column, sheet: Sheet, value):
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else f"{value.normalize():f}"
    if value and column.kind == columns.REFERENCE:
        return referred_sheet(column).prefix + value
    if column is sheet.columns[0] and sheet.prefix:
        return sheet.prefix + value
    return value
