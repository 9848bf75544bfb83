"""What institutions reported, combined into figures with their coverage. No Django, no clock, no float.

A missing value is never zero and zero is never missing: None means "no value".
Institutions are any sortable keys, the same everywhere: codes or primary keys. Per cents are shares 0..1
(see `targets.share_from_per_cent`). Source: rollup.md, sections 1 to 3.
"""

from collections.abc import Hashable, Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from activities.rollup.presets import Combine, Rule
from activities.rollup.schedule import Quarter
from activities.rollup.targets import ZERO, IndicatorSpec

Institution = Hashable
Report = tuple[Institution, Quarter]  # one institution's answer: by whom, for when


class State(StrEnum):
    """What there is of an institution's answer in a quarter. The first two count as expected."""

    REPORTED = "reported"
    NOT_REPORTED = "not_reported"
    NOT_DUE = "not_due"
    NOT_APPLICABLE = "not_applicable"


class Entry(NamedTuple):
    """One institution's approved answer in one quarter.

    A share is numerator and denominator; a value without them, under a ratio rule, is a bare percentage.
    A milestone is 1 (done) or 0 (not yet).
    """

    state: State = State.REPORTED
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def is_share(self) -> bool:
        return self.numerator is not None and self.denominator is not None


Entries = Mapping[Report, Entry]


class Completeness(StrEnum):
    COMPLETE = "complete"  # everything that was due is in the value
    PARTIAL = "partial"  # something that was due is missing, or could not be combined
    NONE = "none"  # nothing was reported


class Figure(NamedTuple):
    """A value and what stands behind it.

    `reported`, `expected`: institutions for a quarter, reports that were due for a window.
    `missing`: those not reported. `carried_forward`: answers of an earlier quarter that stand in the value.
    `not_combined`: answers left out of the value, because only their percentage is known or because the rule
    is `none`. `value` None though the state is not `none`: reported, but not computable (0 of 0) or never
    added up.
    """

    value: Decimal | None
    state: Completeness
    reported: int
    expected: int
    missing: tuple[Report, ...]
    carried_forward: tuple[Report, ...]
    not_combined: tuple[Report, ...]
    numerator: Decimal | None
    denominator: Decimal | None
    rule_version: int


def state_of(entry: Entry | None, *, is_due: bool, rule: Rule) -> State:
    """The state that counts: an answer counts even where none was due, an empty one not even where it was."""
    if entry is not None and entry.state is not State.NOT_REPORTED:
        has_content = entry.value is not None or (rule.across == Combine.RATIO and entry.is_share)
        if has_content or entry.state is not State.REPORTED:
            return entry.state
    return State.NOT_REPORTED if is_due else State.NOT_DUE


def figure_in_quarter(spec: IndicatorSpec, entries: Entries, quarters: Iterable[Quarter]) -> Figure:
    """The figure of the last of `quarters` (at least one); the earlier ones can be carried forward."""
    reader = Reader(spec, entries)
    for quarter in quarters:
        answers = reader.read(quarter)
    return answers.figure()


def figure_over(
    spec: IndicatorSpec, entries: Entries, quarters: Iterable[Quarter], *, since: Quarter
) -> Figure:
    """The figure of the window from `since` to the last of `quarters`.

    Quarters before `since` only give what is carried forward into a level or running total. A window in which
    nothing was reported has no figure: how things stood before it is shown by the quarter's figure.
    """
    reader, window = Reader(spec, entries), Window(spec.rule)
    for quarter in quarters:
        answers = reader.read(quarter)
        if quarter >= since:
            window.add(answers)
    return window.figure(answers)


class Total(NamedTuple):
    """Answers combined.

    `bare`: the answers of which only the percentage is known, or that are never added up.
    `is_own`: the value is that of the only institution there is, so nothing had to be added up.
    """

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    bare: tuple[Report, ...] = ()
    is_own: bool = False


class Answers(NamedTuple):
    """What there is of all institutions in one quarter, and how they combine."""

    rule: Rule
    reported: list[Report]
    expected_from: list[Institution]
    missing: list[Report]
    carried_forward: tuple[Report, ...]  # under `latest`: earlier answers that still stand
    is_overdue: bool  # under `latest`: the last report due from an institution is not in
    total: Total

    def figure(self) -> Figure:
        lacks_some = self.is_overdue if self.rule.over_time == Combine.LATEST else bool(self.missing)
        return _figure(
            self.rule, self.total, len(self.reported), self.missing, lacks_some, self.carried_forward
        )


class Reader:
    """Reads an indicator's entries quarter by quarter, in order, and remembers what still stands."""

    def __init__(self, spec: IndicatorSpec, entries: Entries):
        self.rule = spec.rule
        self.entries = entries
        institutions = sorted({*spec.assignments, *(institution for institution, _ in entries)})
        spans = spec.assignments
        self.due = {
            institution: {quarter for quarter in spec.due_quarters if quarter in spans[institution]}
            if institution in spans
            else set()
            for institution in institutions
        }
        self.latest: dict[Institution, tuple[Report, Entry]] = {}
        self.overdue: set[Institution] = set()
        self.involved: set[Institution] = set()

    def read(self, quarter: Quarter) -> Answers:
        """Everybody's answers of the next quarter."""
        now, missing, expected_from = [], [], []
        for institution, due in self.due.items():
            report = (institution, quarter)
            entry = self.entries.get(report)
            state = state_of(entry, is_due=quarter in due, rule=self.rule)
            if state is State.REPORTED:
                now.append((report, entry))
                expected_from.append(institution)
            elif state is State.NOT_REPORTED:
                missing.append(report)
                expected_from.append(institution)
        standing, involved = now, set(expected_from)
        if self.rule.over_time == Combine.LATEST:
            self._remember(now, missing)
            standing = [self.latest[institution] for institution in self.due if institution in self.latest]
            involved = self.involved = self.involved | involved
        return Answers(
            rule=self.rule,
            reported=[report for report, _ in now],
            expected_from=expected_from,
            missing=missing,
            carried_forward=tuple([report for report, _ in standing if report[1] != quarter]),
            is_overdue=bool(self.overdue),
            total=_across(self.rule.across, standing, is_alone=len(involved) == 1),
        )

    def _remember(self, now: list[tuple[Report, Entry]], missing: list[Report]) -> None:
        """A level or running total belongs to the institution: silent now, its latest answer stands.

        So does the answer of one whose assignment has ended, or that says "not applicable": what was reached
        was reached. An institution ends a level by reporting 0.
        """
        for report, entry in now:
            self.latest[report[0]] = (report, entry)
            self.overdue.discard(report[0])
        self.overdue.update(institution for institution, _ in missing)


class Window:
    """Quarters added up over time: the year to date, or the whole plan to date."""

    def __init__(self, rule: Rule):
        self.rule = rule
        self.reported: list[Report] = []
        self.missing: list[Report] = []
        self.totals: list[Total] = []
        self.involved: set[Institution] = set()

    def add(self, answers: Answers) -> None:
        self.reported += answers.reported
        self.missing += answers.missing
        self.involved.update(answers.expected_from)
        self.totals.append(answers.total)

    def figure(self, last: Answers) -> Figure:
        """`last`: the answers of the window's last quarter, in which levels and running totals stand."""
        reported = len(self.reported)
        if not reported:
            return _figure(last.rule, Total(), 0, self.missing, lacks_some=True)
        if self.rule.over_time == Combine.LATEST:
            return _figure(
                last.rule, last.total, reported, self.missing, last.is_overdue, last.carried_forward
            )
        return _figure(last.rule, self._total(), reported, self.missing, lacks_some=bool(self.missing))

    def _total(self) -> Total:
        """The quarters' totals combined; a bare percentage only where one institution is alone."""
        how = self.rule.over_time
        if how == Combine.NONE:
            return Total(bare=tuple(self.reported))
        bare = tuple(report for total in self.totals for report in total.bare)
        own = [total for total in self.totals if total.is_own] if len(self.involved) == 1 else []
        added = [total for total in self.totals if not total.is_own]
        if how == Combine.RATIO:
            shares = [(total.numerator, total.denominator) for total in added if total.numerator is not None]
            return own[0] if len(own) == 1 and not shares else _ratio(shares, bare)
        values = [total.value for total in added if total.value is not None]
        if own and not values:
            return Total(_combine(how, [total.value for total in own]), bare=bare, is_own=True)
        return Total(_combine(how, values), bare=bare)


def _across(how: Combine, standing: list[tuple[Report, Entry]], *, is_alone: bool) -> Total:
    """Combine the answers that stand in a quarter. `is_alone`: no other institution answers here."""
    if how not in (Combine.RATIO, Combine.NONE):
        return Total(_combine(how, [entry.value for _, entry in standing]))
    bare = tuple(report for report, entry in standing if how == Combine.NONE or not entry.is_share)
    if bare and is_alone:
        return Total(standing[0][1].value, bare=bare, is_own=True)
    if how == Combine.NONE:
        return Total(bare=bare)
    return _ratio([(entry.numerator, entry.denominator) for _, entry in standing if entry.is_share], bare)


def _combine(how: Combine, values: list[Decimal]) -> Decimal | None:
    """`values` are those reported: a mean divides by them, never by those expected."""
    if not values:
        return None
    if how == Combine.MAX:
        return max(values)
    if how == Combine.MIN:
        return min(values)
    total = sum(values, ZERO)
    return total / len(values) if how == Combine.MEAN else total


def _ratio(shares: list[tuple[Decimal, Decimal]], bare: tuple[Report, ...]) -> Total:
    """Sum of numerators over sum of denominators, never a mean of percentages; over 0: not computable."""
    if not shares:
        return Total(bare=bare)
    numerator = sum((share[0] for share in shares), ZERO)
    denominator = sum((share[1] for share in shares), ZERO)
    return Total(numerator / denominator if denominator else None, numerator, denominator, bare)


def _figure(
    rule: Rule,
    total: Total,
    reported: int,
    missing: list[Report],
    lacks_some: bool,
    carried_forward: tuple[Report, ...] = (),
) -> Figure:
    not_combined = () if total.is_own else total.bare
    if not (reported or carried_forward):
        state = Completeness.NONE
    else:
        state = Completeness.PARTIAL if lacks_some or not_combined else Completeness.COMPLETE
    return Figure(
        value=total.value,
        state=state,
        reported=reported,
        expected=reported + len(missing),
        missing=tuple(missing),
        carried_forward=carried_forward,
        not_combined=not_combined,
        numerator=total.numerator,
        denominator=total.denominator,
        rule_version=rule.version,
    )
