"""What both readers hand on: rows of cells that know where they stand in the file."""

from dataclasses import dataclass, field

from ocse_nap.plan_file.columns import Sheet
from ocse_nap.plan_file.errors import Problem


@dataclass
class Row:
    """`place` is the row's number in the workbook, or its index and id in the JSON list."""

    place: str
    cells: dict[str, object]  # by column name; an absent cell is an empty one

    def __getitem__(self, column: str):
        return self.cells.get(column)


@dataclass
class Table:
    """The rows of one sheet, and what the file calls the sheet and its columns."""

    sheet: Sheet
    title: str
    headings: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    is_short: bool = False  # written out from a short form, which cannot say all: see `short_forms.kept`

    def problem(self, row: Row | None, column: str, reason: str) -> Problem:
        place = row.place if row else ""
        return Problem(self.title, place, self.headings.get(column, column), reason)


Tables = dict[str, Table]  # by the name of the sheet
