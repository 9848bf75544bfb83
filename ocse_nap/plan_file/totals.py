"""Control totals: what the plan says it costs against what its lines add up to."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from ocse_nap.plan_file import sheets
from ocse_nap.plan_file.errors import Problem
from ocse_nap.plan_file.tables import Tables

GOVERNMENT = "government"


def totals_of(lines, activities, funding_sources) -> dict[tuple[str, str], Decimal]:
    """Sums of budget lines (USD) by `("year", "2022")`, `("priority", "SP3")`, `("funding", "government")`,
    `("activity", "3.2")` and `("all", "")`. The arguments are rows that answer `row["column"]`.
    """
    priority = {row["code"]: row["priority"] for row in activities}
    kind = {row["code"]: row["kind"] for row in funding_sources}
    sums = defaultdict(Decimal)
    for line in lines:
        for total in (
            ("all", ""),
            ("year", str(line["year"])),
            ("activity", line["activity"]),
            ("priority", priority.get(line["activity"])),
            ("funding", kind.get(line["funding_source"])),
        ):
            sums[total] += line["amount"]
    return sums


def total_problems(tables: Tables) -> Iterator[Problem]:
    """Every stated total that the lines do not add up to, with both numbers."""
    names = (sheets.BUDGET_LINES.name, sheets.ACTIVITIES.name, sheets.FUNDING_SOURCES.name)
    sums = totals_of(*(tables[name].rows for name in names))
    yield from _plan_problems(tables, sums)
    for table, name_of_total, column in (
        (tables[sheets.ACTIVITIES.name], lambda row: ("activity", row["code"]), "planned_cost"),
        (tables[sheets.TOTALS.name], lambda row: (row["of"], row["code"]), "amount"),
    ):
        for row in table.rows:
            added_up = sums.get(name_of_total(row), Decimal(0))
            if added_up != row[column]:
                yield table.problem(row, column, _differs(added_up, row[column]))


def _plan_problems(tables: Tables, sums) -> Iterator[Problem]:
    table = tables[sheets.PLAN.name]
    for plan in table.rows[:1]:
        total, government = sums.get(("all", ""), Decimal(0)), sums.get(("funding", GOVERNMENT), Decimal(0))
        if total != plan["stated_cost"]:
            yield table.problem(plan, "stated_cost", _differs(total, plan["stated_cost"]))
        share = government / total if total else Decimal(0)
        if total and round(share, 4) != round(plan["government_share"], 4):
            reason = _(
                "the government's lines are %(government)s of %(total)s, a share of %(share)s; "
                "the plan says %(stated)s"
            ) % {
                "government": _usd(government),
                "total": _usd(total),
                "share": f"{share:.4f}",
                "stated": f"{plan['government_share']:.4f}",
            }
            yield table.problem(plan, "government_share", reason)


def _differs(added_up: Decimal, stated: Decimal) -> str:
    return _("the budget lines add up to %(sum)s, but %(stated)s is stated") % {
        "sum": _usd(added_up),
        "stated": _usd(stated),
    }


def _usd(amount: Decimal) -> str:
    return f"USD {amount:,.2f}"
