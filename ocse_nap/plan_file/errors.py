"""What is wrong with a plan file, said so that its author finds the place."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Problem:
    """One reason to refuse a file. Sheet, row and column are named as the file names them, "" = all of it."""

    sheet: str
    row: str
    column: str
    reason: str

    def __str__(self):
        parts = [self.sheet]
        if self.row:
            parts.append(_("row %(row)s") % {"row": self.row})
        if self.column:
            parts.append(_("column %(column)s") % {"column": self.column})
        place = ", ".join(part for part in parts if part)
        return f"{place}: {self.reason}" if place else self.reason


class PlanFileRefused(Exception):
    """Nothing was saved, for these reasons (all that were found, never empty)."""

    def __init__(self, problems: list[Problem]):
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def refused(reason: str) -> PlanFileRefused:
    """The refusal of a file as a whole."""
    return PlanFileRefused([Problem("", "", "", reason)])
