"""What every part of the demonstration needs: the plan, its people, the day, and chance."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils.timezone import get_current_timezone

from institutions.models import Institution, User
from ocse_nap.demonstration.accounts import SECRETARIAT_OFFICERS, WITH_HEAD, address
from priorities.models import Plan, ReportingPeriod

MORNING = time(9, 0)
SHORTEST = timedelta(minutes=30)  # between two moves of a report


@dataclass(frozen=True)
class Stage:
    """`periods`: the plan's quarters that are over, in order; the last of them is left in motion."""

    plan: Plan
    periods: list[ReportingPeriod]
    institutions: dict[str, Institution]  # by code
    users: dict[str, User]  # by e-mail
    today: date
    seed: int

    def chance(self, *subject: str) -> Random:
        """The same chance for the same subject, whatever came before it."""
        return Random(":".join([str(self.seed), *subject]))

    def focal_point(self, code: str) -> User:
        return self.users[address(code)]

    def sender(self, code: str) -> User:
        """Who sends an institution's report: its head where there is an account, else the focal point."""
        return self.users[address(f"{code}.head" if code in WITH_HEAD else code)]

    def officer(self, rng: Random) -> User:
        return self.users[address(rng.choice(SECRETARIAT_OFFICERS))]

    def is_last(self, period: ReportingPeriod) -> bool:
        return period == self.periods[-1]

    def morning(self, day: date) -> datetime:
        """Nine o'clock on that day, but not later than yesterday."""
        day = min(day, self.today - timedelta(days=1))
        return datetime.combine(day, MORNING, tzinfo=get_current_timezone())

    def later(self, at: datetime, days: int) -> datetime:
        """Some days after `at`, but not later than yesterday; in any case after it."""
        return max(self.morning(at.date() + timedelta(days=days)), at + SHORTEST)
