"""When something is due: quarters, reporting frequencies, planned quarters. No Django, no clock.

Source: rollup.md, section 1 ("whether something is due follows from ...").
"""

from collections.abc import Container, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Quarter(NamedTuple):
    """A quarter of a calendar year. Sorts by time; a plain `(2022, 3)` finds it in a dictionary."""

    year: int
    quarter: int

    @property
    def index(self) -> int:
        """Quarters counted from year 0: neighbours differ by 1."""
        return self.year * 4 + self.quarter - 1

    @classmethod
    def from_index(cls, index: int) -> "Quarter":
        return cls(index // 4, index % 4 + 1)

    @classmethod
    def containing(cls, day: date) -> "Quarter":
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, code: str) -> "Quarter":
        """Read "2022Q3". Raises ValueError for anything else."""
        year, mark, quarter = code.partition("Q")
        if not (mark and year.isdecimal() and quarter in ("1", "2", "3", "4")):
            raise ValueError(f"not a quarter: {code!r}")
        return cls(int(year), int(quarter))

    def __str__(self) -> str:
        return f"{self.year}Q{self.quarter}"


def quarters_between(first: Quarter, last: Quarter) -> list[Quarter]:
    """Every quarter from `first` to `last`, both included."""
    return [Quarter.from_index(index) for index in range(first.index, last.index + 1)]


class Span(NamedTuple):
    """From when to when an institution reports an indicator; None = no limit on that side."""

    start: Quarter | None = None
    end: Quarter | None = None

    def __contains__(self, quarter: Quarter) -> bool:
        after_start = self.start is None or quarter >= self.start
        return after_start and (self.end is None or quarter <= self.end)


class Frequency(StrEnum):
    QUARTERLY = "quarterly"
    SEMESTER = "semester"
    ANNUAL = "annual"
    SURVEY = "survey"  # only in years that have a target


REPORTING_QUARTERS = {
    Frequency.QUARTERLY: (1, 2, 3, 4),
    Frequency.SEMESTER: (2, 4),
    Frequency.ANNUAL: (4,),
    Frequency.SURVEY: (4,),
}


def due_quarters(
    frequency: Frequency,
    start: Quarter,
    end: Quarter,
    *,
    planned: Mapping[int, Sequence[int]] | None = None,
    target_years: Container[int] = (),
) -> tuple[Quarter, ...]:
    """The quarters in which an indicator is to be reported, in order.

    `start`, `end`: the activity's. `planned`: year -> quarter numbers in which something is planned;
    where a year is given it replaces the frequency's quarters, and an empty one means "nothing this year".
    `target_years` matters for surveys only.
    A half year or year that the activity's end cuts short is reported in its last quarter:
    an annual indicator of an activity that ends in Q2 is due in that Q2, not never.
    """
    planned = planned or {}
    due = []
    for year in range(start.year, end.year + 1):
        if frequency == Frequency.SURVEY and year not in target_years:
            continue
        previous = 0
        for number in sorted(planned.get(year, REPORTING_QUARTERS[frequency])):
            first_covered = Quarter(year, previous + 1)
            if first_covered > end:
                break
            reported_in = min(Quarter(year, number), end)
            if reported_in >= start:
                due.append(reported_in)
            previous = number
    return tuple(due)
