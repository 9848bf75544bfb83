"""The tables of the budget report: the same on the page and in the workbook."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from budget import queries
from budget.queries import MoneyRow, PlanMoney
from institutions.bilingual import prose_number, quarter_long
from reports.tables import Column, Named, Table

SUMMARY = ("priority", "year", "source")


class Selection(NamedTuple):
    """Whose lines, and spending up to which quarter. keeper: the institution, None for all of them."""

    viewer: object
    plan: object
    until: object
    keeper: object | None

    @property
    def arguments(self) -> dict:
        """Of every query of the report."""
        kept_by = None if self.keeper is None else self.keeper.pk
        return {"viewer": self.viewer, "plan": self.plan, "until": self.until, "kept_by": kept_by}

    @property
    def whose(self) -> str:
        return _("all institutions") if self.keeper is None else self.keeper.name

    @property
    def lede(self) -> str:
        """What is counted, in a sentence."""
        return _("Budget lines of %(whose)s. Spending up to %(quarter)s. US dollars.") % {
            "whose": self.whose,
            "quarter": quarter_long(self.until.year, self.until.quarter),
        }


def groupings() -> dict[str, str]:
    """What money can be grouped by, in words."""
    return {
        "priority": _("Priority"),
        "year": _("Year"),
        "activity": _("Activity"),
        "source": _("Source"),
        "institution": _("Institution"),
    }


def money_table(by: str, rows: Sequence[MoneyRow], total: PlanMoney, selection: Selection) -> Table:
    """Planned against spent by one of `groupings`. Without columns of spending where it is withheld."""
    titles = {
        "priority": _("By priority"),
        "year": _("By year"),
        "activity": _("By activity"),
        "source": _("By source"),
        "institution": _("By institution"),
    }
    kinds = {"priority": "priority", "year": "ordinal"}
    first = Column(groupings()[by], kinds.get(by, "named"), 46, wraps=by != "year")
    figures = _figures(total.why != "withheld", by)
    return Table(
        title=titles[by],
        lede=selection.lede,
        columns=[first, *figures.values()],
        rows=[(_group(by, row), *_amounts(row, figures)) for row in rows],
        totals=(_("Total"), *_amounts(total, figures)),
        notes=coverage_notes(total),
        sheet=_("Summary"),
    )


def _group(by: str, row: MoneyRow):
    return row.key if by == "year" else Named(str(row.key), row.name)


def _figures(shows_spending: bool, by: str) -> dict[str, Column]:
    """The figures of a MoneyRow that a table shows, by their names, with their columns."""
    columns = {
        "planned": Column(_("Planned"), "money", 16, sums=True),
        "spent": Column(_("Spent"), "money", 16, sums=True, why="not_reported"),
        "left": Column(_("Left"), "money", 16, sums=True),
        "execution_rate": Column(_("Spent / planned"), "percent", 14, why="not_reported", bar=True),
        "government_share_planned": Column(_("Government share of planned"), "percent", 16),
        "government_share_spent": Column(_("Government share of spent"), "percent", 16, why="not_reported"),
    }
    hidden = set()
    if not shows_spending:
        hidden |= {"spent", "left", "execution_rate", "government_share_spent"}
    if by == "source":  # a source is the government's or it is not
        hidden |= {"government_share_planned", "government_share_spent"}
    return {name: column for name, column in columns.items() if name not in hidden}


def _amounts(row: MoneyRow, names: Iterable[str]) -> tuple:
    return tuple(getattr(row, name) for name in names)


def shares_table(total: PlanMoney, selection: Selection) -> Table:
    """Government and partners, planned and spent, against the shares the plan agreed on."""
    agreed = selection.plan.government_share
    rows = [
        (_("Agreed in the plan"), None, None, agreed, 1 - agreed),
        _share_row(
            _("Planned"), total.government_planned, total.partners_planned, total.government_share_planned
        ),
    ]
    if total.spent is not None:
        rows.append(
            _share_row(_("Spent"), total.government_spent, total.partners_spent, total.government_share_spent)
        )
    return Table(
        title=_("Government and partners"),
        lede=selection.lede,
        columns=[
            Column(_("Basis"), "text", 46),
            Column(_("Government"), "money", 16),
            Column(_("Partners"), "money", 16),
            Column(_("Government share"), "percent", 16),
            Column(_("Share of partners"), "percent", 14),
        ],
        rows=rows,
    )


def _share_row(basis: str, government: Decimal, partners: Decimal, share: Decimal | None) -> tuple:
    return (basis, government, partners, share, None if share is None else 1 - share)


def coverage_notes(total: PlanMoney) -> list[str]:
    """How much of the spending is known, in sentences."""
    if total.why == "withheld":
        return [_("What other institutions have spent is not shown here.")]
    return [
        _("%(number)s of %(all)s institutions have recorded spending.")
        % {"number": prose_number(total.institutions_reporting), "all": prose_number(total.institutions)},
        _("Without an entry nothing is known: that is not the same as 0."),
    ]


# --- Only in the file -------------------------------------------------------------------------------


def summary(selection: Selection, total: PlanMoney) -> list[Table]:
    """The first sheet: by priority, year and source, and the shares."""
    money = queries.money_by_each(**selection.arguments, groupings=SUMMARY)
    tables = [money_table(by, rows, total, selection) for by, rows in money.items()]
    return [*tables, shares_table(total, selection)]


def lines_table(selection: Selection, total: PlanMoney) -> Table:
    """Every budget line, one row each, for filters and pivot tables."""
    columns = [
        Column(_("Line"), "text", 20),
        Column(_("Priority no."), "ordinal", 9),
        Column(_("Priority"), "text", 36),
        Column(_("Activity no."), "text", 9),
        Column(_("Activity"), "text", 44),
        Column(_("Year"), "ordinal", 8),
        Column(_("Source"), "text", 30),
        Column(_("Kind of source"), "text", 22),
        Column(_("Institution"), "text", 34),
        Column(_("Planned"), "money", 15, sums=True),
    ]
    totals = [_("Total"), *[None] * 8, total.planned]
    if total.why != "withheld":
        columns += [Column(_("Spent"), "money", 15, sums=True), Column(_("Left"), "money", 15, sums=True)]
        totals += [total.spent, total.left]
    return Table(
        title=_("Budget lines"),
        lede=selection.lede,
        columns=columns,
        rows=queries.budget_lines(**selection.arguments),
        totals=tuple(totals),
        notes=coverage_notes(total),
        sheet=_("Lines"),
    )


def ledger_table(selection: Selection, total: PlanMoney) -> Table:
    """Every entry of the ledger, the oldest first; a reversal names the entry it takes back."""
    columns = [
        Column(_("Entry"), "ordinal", 9),
        Column(_("Recorded at"), "datetime", 17),
        Column(_("Quarter"), "quarter", 10),
        Column(_("Spent on"), "date", 12),
        Column(_("Line"), "text", 20),
        Column(_("Activity no."), "text", 9),
        Column(_("Activity"), "text", 44),
        Column(_("Source"), "text", 30),
        Column(_("Kind of source"), "text", 22),
        Column(_("Institution"), "text", 34),
        Column(_("Spent"), "money", 15, sums=True),
        Column(_("Reference"), "text", 20),
        Column(_("Note"), "text", 36),
        Column(_("Reverses entry"), "ordinal", 10),
    ]
    return Table(
        title=_("Ledger of expenditures"),
        lede=selection.lede,
        columns=columns,
        rows=queries.ledger(**selection.arguments),
        totals=(_("Total"), *[None] * 9, total.spent, None, None, None),
        sheet=_("Ledger"),
    )


def control_totals(total: PlanMoney) -> Iterable[tuple]:
    """What to check a copy of the file against."""
    yield _("Budget lines"), total.lines
    yield _("Planned"), total.planned
    if total.why == "withheld":
        return
    yield _("Entries of the ledger"), total.entries
    yield _("Spent"), total.spent
    yield _("Left"), total.left
    yield _("Newest entry"), total.recorded_at
