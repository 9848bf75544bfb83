"""Planned and spent, added up by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, F, Max, Q, Sum

from budget.execution import execution_rate, government_share
from budget.models import BudgetLine, Expenditure, FundingSource
from budget.permissions import sees_all_spending, sees_spending_of
from budget.queries.selection import selected_entries, selected_lines, up_to
from institutions.bilingual import language
from priorities.models import Plan, ReportingPeriod

ZERO = Decimal(0)

# What money is grouped by → columns of a budget line: those that put the groups in order, and last the key
# and the name of a group. `%s` is the reader's language.
GROUPS = {
    "priority": ["activity__priority__number", "activity__priority__name_%s"],
    "year": ["year", "year"],
    "activity": ["activity__priority__number", "activity__order", "activity__code", "activity__title_%s"],
    "source": ["funding_source__kind", "funding_source__code", "funding_source__name_%s"],
    "institution": ["institution__code", "institution__name_%s"],
    "kind": ["funding_source__kind", "funding_source__kind"],
}


@dataclass(frozen=True)
class MoneyRow:
    """Planned and spent of a group of budget lines.

    `spent` and `government_spent` are None where `why` says so: "not_reported" (nothing was recorded yet)
    or "withheld" (not for this viewer).
    """

    key: str | int
    name: str
    planned: Decimal
    government_planned: Decimal
    spent: Decimal | None
    government_spent: Decimal | None
    why: str = ""

    @property
    def left(self) -> Decimal | None:
        """Planned less what was recorded as spent; negative where more was spent."""
        return None if self.why == "withheld" else self.planned - (self.spent or ZERO)

    @property
    def execution_rate(self) -> Decimal | None:
        return execution_rate(self.spent, self.planned)

    @property
    def partners_planned(self) -> Decimal:
        return self.planned - self.government_planned

    @property
    def partners_spent(self) -> Decimal | None:
        return None if self.spent is None else self.spent - self.government_spent

    @property
    def government_share_planned(self) -> Decimal | None:
        return government_share(self.government_planned, self.partners_planned)

    @property
    def government_share_spent(self) -> Decimal | None:
        return None if self.spent is None else government_share(self.government_spent, self.partners_spent)


@dataclass(frozen=True, kw_only=True)
class PlanMoney(MoneyRow):
    """The total of many lines, and what stands behind it. The last three are None where spending is withheld.

    institutions: that keep lines; institutions_reporting: of these, that recorded spending;
    recorded_at: the newest entry, None without any.
    """

    lines: int
    institutions: int
    entries: int | None
    institutions_reporting: int | None
    recorded_at: datetime | None


class QuarterSpending(NamedTuple):
    year: int
    quarter: int
    code: str
    spent: Decimal


def whose_lines(*, viewer) -> int | None:
    """The institution whose lines a viewer reads by default; None: the lines of all institutions."""
    return None if sees_all_spending(viewer) or not viewer.is_authenticated else viewer.institution_id


def plan_and_quarters(*, viewer, today: date) -> tuple[Plan | None, list[ReportingPeriod]]:
    """The plan that runs today, and its quarters that have begun, the newest first. Two queries."""
    plan = Plan.objects.visible_to(viewer).current(today)
    begun = ReportingPeriod.objects.visible_to(viewer).filter(plan=plan, starts_on__lte=today)
    return plan, list(begun.order_by("-year", "-quarter"))


def money_by(
    *,
    viewer,
    plan: Plan,
    by: str = "priority",
    until: ReportingPeriod | None = None,
    kept_by: int | None = None,
) -> list[MoneyRow]:
    """Planned and spent by priority, year, activity, source, institution or kind of source. Two queries."""
    return money_by_each(viewer=viewer, plan=plan, groupings=[by], until=until, kept_by=kept_by)[by]


def money_by_each(
    *,
    viewer,
    plan: Plan,
    groupings: Sequence[str],
    until: ReportingPeriod | None = None,
    kept_by: int | None = None,
) -> dict[str, list[MoneyRow]]:
    """The rows of `money_by` for several groupings at once, in the order of the plan. Two queries."""
    columns = {by: [column.replace("%s", language()) for column in GROUPS[by]] for by in groupings}
    may_read = sees_spending_of(viewer, kept_by)
    entries = selected_entries(viewer, plan, kept_by, until) if may_read else None
    planned = _sums(selected_lines(viewer, plan, kept_by), columns)
    spent = _sums(entries, columns, "budget_line__") if may_read else {by: {} for by in groupings}
    return {
        by: [
            _row(by, group, planned[by][group], spent[by].get(group), may_read)
            for group in sorted(planned[by])
        ]
        for by in groupings
    }


def _row(by: str, group: tuple, planned: tuple, spent: tuple | None, may_read: bool) -> MoneyRow:
    *_order, key, name = group
    if by == "kind":
        name = FundingSource.Kind(name).label
    return MoneyRow(key, str(name), *planned, *(spent or (None, None)), "" if spent else _why(may_read))


def money_of_plan(
    *, viewer, plan: Plan, until: ReportingPeriod | None = None, kept_by: int | None = None
) -> PlanMoney:
    """Planned and spent of all lines, or of one institution's, with coverage. Two queries."""
    entries = selected_entries(viewer, plan, kept_by, until) if sees_spending_of(viewer, kept_by) else None
    return _money_of(plan.acronym, selected_lines(viewer, plan, kept_by), entries)


def priority_money(*, viewer, priority_id: int, until: ReportingPeriod | None = None) -> PlanMoney:
    """Planned and spent of one priority, by all institutions together, with coverage. Two queries."""
    return _part_money(viewer, until, activity__priority=priority_id)


def activity_money(*, viewer, activity_id: int, until: ReportingPeriod | None = None) -> PlanMoney:
    """Planned and spent of one activity, by all institutions together, with coverage. Two queries."""
    return _part_money(viewer, until, activity=activity_id)


def _part_money(viewer, until: ReportingPeriod | None, **part) -> PlanMoney:
    entries = None
    if sees_all_spending(viewer):
        of_lines = {f"budget_line__{name}": value for name, value in part.items()}
        entries = up_to(Expenditure.objects.visible_to(viewer).filter(**of_lines), until)
    return _money_of("", BudgetLine.objects.visible_to(viewer).filter(**part), entries)


def _money_of(name: str, lines, entries) -> PlanMoney:
    """The total of some lines and of the entries on them; entries None: withheld from this viewer."""
    planned = lines.aggregate(**_amounts(), number=Count("pk"), kept=Count("institution", distinct=True))
    spent = {"all": None, "government": None, "number": None, "recorded": None, "at": None}
    if entries is not None:
        spent = entries.aggregate(
            **_amounts("budget_line__"),
            number=Count("pk"),
            recorded=Count("budget_line__institution", distinct=True),
            at=Max("recorded_at"),
        )
    return PlanMoney(
        key="",
        name=name,
        **_total(planned, spent, entries is not None),
        lines=planned["number"],
        institutions=planned["kept"],
        entries=spent["number"],
        institutions_reporting=spent["recorded"],
        recorded_at=spent["at"],
    )


def spending_by_quarter(*, viewer, plan: Plan, kept_by: int | None = None) -> list[QuarterSpending]:
    """What was spent in each quarter that has entries, the oldest first. None where withheld: no rows."""
    if not sees_spending_of(viewer, kept_by):
        return []
    quarter = ["period__year", "period__quarter"]
    entries = selected_entries(viewer, plan, kept_by, None).order_by(*quarter)
    rows = entries.values_list(*quarter).annotate(Sum("amount"))
    return [QuarterSpending(year, number, f"{year}Q{number}", spent) for year, number, spent in rows]


def _amounts(to_line: str = "") -> dict[str, Sum]:
    """The two sums of a MoneyRow. to_line: the way from the table that is added up to the budget line."""
    government = Q(**{f"{to_line}funding_source__kind": FundingSource.Kind.GOVERNMENT})
    return {
        "all": Sum("amount"),
        "government": Sum("amount", filter=government, default=ZERO),
    }


def _sums(rows, groupings: dict[str, list[str]], to_line: str = "") -> dict[str, dict[tuple, tuple]]:
    """For each grouping, the group (its columns of a line) → (all, of the government).

    The database adds up by all groupings at once; the few sums that come back are added up here.
    """
    wanted = sorted({column for columns in groupings.values() for column in columns})
    found = rows.order_by().values(
        **{f"by_{number}": F(to_line + column) for number, column in enumerate(wanted)}
    )
    sums: dict[str, dict[tuple, tuple]] = {by: {} for by in groupings}
    for row in found.annotate(**_amounts(to_line)):
        for by, columns in groupings.items():
            group = tuple(row[f"by_{wanted.index(column)}"] for column in columns)
            everything, government = sums[by].get(group, (ZERO, ZERO))
            sums[by][group] = (everything + row["all"], government + row["government"])
    return sums


def _total(lines: dict, spent: dict, may_read: bool) -> dict:
    """The amounts of a MoneyRow from the sums of lines and of entries."""
    is_nothing = spent["all"] is None
    return {
        "planned": lines["all"] or ZERO,
        "government_planned": lines["government"],
        "spent": spent["all"],
        "government_spent": None if is_nothing else spent["government"],
        "why": _why(may_read) if is_nothing else "",
    }


def _why(may_read: bool) -> str:
    return "not_reported" if may_read else "withheld"
