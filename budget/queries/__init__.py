"""What pages, files and the API read about money: plain rows, for a viewer.

Planned money is read by everybody who is signed in; spending by its own institution, the secretariat and
observers. Amounts in USD, to the cent. `until` counts spending up to the end of a quarter, `kept_by` takes
the lines of one institution alone. The number of queries does not depend on the number of rows.
"""

from budget.queries.rows import budget_lines, entries_of, ledger, lines_of
from budget.queries.totals import (
    GROUPS,
    MoneyRow,
    PlanMoney,
    QuarterSpending,
    activity_money,
    money_by,
    money_by_each,
    money_of_plan,
    plan_and_quarters,
    priority_money,
    spending_by_quarter,
    whose_lines,
)

__all__ = [
    "GROUPS",
    "MoneyRow",
    "PlanMoney",
    "QuarterSpending",
    "activity_money",
    "budget_lines",
    "entries_of",
    "ledger",
    "lines_of",
    "money_by",
    "money_by_each",
    "money_of_plan",
    "priority_money",
    "plan_and_quarters",
    "spending_by_quarter",
    "whose_lines",
]
