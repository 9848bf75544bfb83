"""A table, defined once: the same definition is drawn on the screen and written to Excel, PDF or Word.

Cells are plain values; how they look follows from the kind of their column:

| kind | cell | screen | file |
|---|---|---|---|
| text | str | as it is | text |
| number | int | 2,236,301 | number |
| money | Decimal (USD, cents) | 12.50 | number with two decimals |
| percent | Decimal 0-1 | 45.3 % | number shown as per cent |
| date, datetime | date, aware datetime | 24 October 2024 | date |
| quarter | "2024Q3" | Q3 2024 | text 2024Q3, which sorts |
| ordinal | int that is a name: a year, the number of a priority | ២០២៤ in Khmer | number without separators |
| named, priority | Named | code and name, linked | code and name |
| value | any of these | by its type | by its type |

None is "no value": the screen says why, in the words of the column's `why`; a file keeps the cell empty.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

KINDS = frozenset(
    {
        "text",
        "number",
        "money",
        "percent",
        "date",
        "datetime",
        "quarter",
        "ordinal",
        "named",
        "priority",
        "value",
    }
)
NUMERIC = frozenset({"number", "money", "percent"})


class Named(NamedTuple):
    """Something with a code and a name; `url` is where it is explained."""

    code: str
    name: str
    url: str = ""

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


@dataclass(frozen=True)
class Column:
    """width: in letters, for files; sums: the total is the sum of the rows (a formula in Excel);
    why: kind of nothing of institutions.marks where a cell has no value; bar: a share is drawn too;
    wraps: long text takes several lines in a file.
    """

    heading: str
    kind: str = "text"
    width: int = 14
    sums: bool = False
    why: str = ""
    bar: bool = False
    wraps: bool = False

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of column: {self.kind}")

    @property
    def is_numeric(self) -> bool:
        return self.kind in NUMERIC


@dataclass(frozen=True)
class Table:
    """rows: tuples, one cell for each column; may be an iterator, read once. totals: one more such tuple.

    lede: one sentence on what is counted; notes: what a reader must know to use the figures, as coverage.
    sheet: short name, for the tab of a workbook.
    """

    title: str
    columns: Sequence[Column]
    rows: Iterable[tuple]
    lede: str = ""
    totals: tuple | None = None
    notes: Sequence[str] = ()
    sheet: str = ""

    def cells(self) -> Iterator[list[tuple[Column, object]]]:
        """For each row, its columns and cells side by side."""
        for row in self.rows:
            yield list(zip(self.columns, row, strict=True))

    def total_cells(self) -> list[tuple[Column, object]]:
        return list(zip(self.columns, self.totals or (), strict=True)) if self.totals else []

    def narrowed(self, *places: int) -> "Table":
        """The same table with some of its columns, as beside a picture that shows no more."""
        columns = [self.columns[place] for place in places]
        rows = [tuple(row[place] for place in places) for row in self.rows]
        totals = self.totals and tuple(self.totals[place] for place in places)
        return replace(self, columns=columns, rows=rows, totals=totals)


def provenance(*, by, at: datetime, plan, filters: Iterable[tuple], totals: Iterable[tuple]) -> Table:
    """The last sheet of a file: who made it, when, from what, and the sums to check it against.

    by: User; at: aware datetime; filters, totals: (label, value), value of any kind of cell.
    """
    rows = [
        (_("Plan"), plan.title),
        (_("Code of the plan"), plan.code),
        (_("Made by"), f"{by.full_name} <{by.email}>"),
        (_("Made at"), at),
        *filters,
        *totals,
    ]
    return Table(
        title=_("Where this file comes from"),
        lede=_("The totals below are those of the screen at the same moment: use them to check a copy."),
        columns=[Column(_("Fact"), "text", 34), Column(_("Value"), "value", 60, wraps=True)],
        rows=rows,
        sheet=_("Provenance"),
    )
