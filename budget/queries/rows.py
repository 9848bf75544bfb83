"""Budget lines and the ledger, row by row: read with a server cursor, no instance for a row."""

from collections.abc import Iterator

from django.db.models import Case, CharField, F, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from budget.models import BudgetLine, Expenditure, FundingSource
from budget.permissions import sees_spending_of
from budget.queries.selection import selected_entries, selected_lines, up_to
from institutions.bilingual import language
from institutions.models import Institution
from priorities.models import Plan, ReportingPeriod

CHUNK = 2000


def budget_lines(
    *, viewer, plan: Plan, until: ReportingPeriod | None = None, kept_by: int | None = None
) -> Iterator[tuple]:
    """Every line: code, priority number and name, activity code and title, year, source, kind of source,
    institution, planned, spent (None: nothing recorded), left. The last two are missing where withheld.
    """
    columns = [
        "code",
        "activity__priority__number",
        _named("activity__priority__name"),
        "activity__code",
        _named("activity__title"),
        "year",
        _named("funding_source__name"),
        _kind(),
        _named("institution__name"),
        "amount",
    ]
    lines = selected_lines(viewer, plan, kept_by)
    if sees_spending_of(viewer, kept_by):
        lines = _with_spending(lines, viewer, until)
        columns += ["spent", "left"]
    lines = lines.order_by("activity__priority__number", "activity__order", "year", "code")
    return lines.values_list(*columns).iterator(CHUNK)


def ledger(
    *, viewer, plan: Plan, until: ReportingPeriod | None = None, kept_by: int | None = None
) -> Iterator[tuple]:
    """Every entry, the oldest first: number, recorded at, quarter ("2022Q3"), day, line, activity code and
    title, source, kind of source, institution, spent, reference, note, number of the entry it reverses.
    No rows where spending is withheld.
    """
    if not sees_spending_of(viewer, kept_by):
        return iter(())
    entries = selected_entries(viewer, plan, kept_by, until).order_by("recorded_at", "pk")
    return entries.values_list(
        "pk",
        "recorded_at",
        _quarter(),
        "spent_on",
        "budget_line__code",
        "budget_line__activity__code",
        _named("budget_line__activity__title"),
        _named("budget_line__funding_source__name"),
        _kind("budget_line__"),
        _named("budget_line__institution__name"),
        "amount",
        "reference",
        "note",
        "reverses",
    ).iterator(CHUNK)


def lines_of(*, viewer, plan: Plan, institution: Institution, year: int) -> QuerySet:
    """An institution's lines of a year, to turn pages of: pk, code, activity_code, title, source, amount,
    spent (None: nothing recorded), left.
    """
    lines = _with_spending(selected_lines(viewer, plan, institution.pk).filter(year=year), viewer, None)
    return lines.order_by("activity__priority__number", "activity__order", "code").values(
        "pk",
        "code",
        "amount",
        "spent",
        "left",
        activity_code=F("activity__code"),
        title=_named("activity__title"),
        source=_named("funding_source__name"),
    )


def entries_of(*, viewer, plan: Plan, institution: Institution) -> QuerySet:
    """An institution's entries, the newest first, to turn pages of: pk, spent_on, quarter ("2022Q3"),
    line_code, activity_code, title, amount, reference, note, recorded_at, who, reverses and reversal
    (numbers of other entries or None).
    """
    entries = selected_entries(viewer, plan, institution.pk, None).order_by("-recorded_at", "-pk")
    return entries.values(
        "pk",
        "spent_on",
        "amount",
        "reference",
        "note",
        "recorded_at",
        "reverses",
        quarter=_quarter(),
        line_code=F("budget_line__code"),
        activity_code=F("budget_line__activity__code"),
        title=_named("budget_line__activity__title"),
        who=F("recorded_by__full_name"),
        reversal=F("reversed_by__pk"),
    )


def _with_spending(lines, viewer, until):
    """The lines with `spent` (None: nothing recorded) and `left`."""
    of_this_line = up_to(Expenditure.objects.visible_to(viewer).filter(budget_line=OuterRef("pk")), until)
    spent = of_this_line.order_by().values("budget_line").annotate(total=Sum("amount")).values("total")
    zero = Value(0, output_field=BudgetLine._meta.get_field("amount"))
    return lines.annotate(spent=Subquery(spent)).annotate(left=F("amount") - Coalesce("spent", zero))


def _named(field: str):
    """The reader's language of a text in two columns."""
    return F(f"{field}_{language()}")


def _quarter() -> Concat:
    """The code of an entry's quarter: 2022Q3."""
    return Concat(Cast("period__year", CharField()), Value("Q"), Cast("period__quarter", CharField()))


def _kind(to_line: str = "") -> Case:
    """The kind of a line's source, in words."""
    kinds = FundingSource.Kind
    words = [When(**{f"{to_line}funding_source__kind": kind}, then=Value(str(kind.label))) for kind in kinds]
    return Case(*words, output_field=CharField())
