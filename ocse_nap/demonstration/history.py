"""The made-up life of every institution's reports, quarter by quarter, through the services."""

from datetime import timedelta
from typing import NamedTuple

from activities.answers import IndicatorAnswer
from activities.models import Assignment, Indicator, ProgressReport
from activities.services import (
    approve_report,
    open_report,
    reopen_report,
    return_report,
    save_draft,
    submit_report,
)
from institutions.models import Institution, User
from ocse_nap.demonstration.characters import (
    DECIDED,
    JOINT_REPORTING,
    LAST_QUARTER,
    LATE_AND_WAITING,
    character_of,
)
from ocse_nap.demonstration.figures import Answers, Figures, language_of
from ocse_nap.demonstration.stage import Stage
from ocse_nap.demonstration.texts import sentence
from priorities.models import Plan, ReportingPeriod

SILENT, DRAFT, COMPLETE_DRAFT = "silent", "draft", "complete_draft"
SUBMITTED, RETURNED, APPROVED, REOPENED = "submitted", "returned", "approved", "reopened"
DAYS_TO_CORRECT = 10
DAYS_UNTIL_DUE = 5


def assign_joint_reporters(plan: Plan, institutions: dict[str, Institution]) -> None:
    """Indicators of joint work are reported by several institutions, so that coverage means something."""
    indicators = {each.code: each for each in Indicator.objects.filter(activity__priority__plan=plan)}
    for code, reporters in JOINT_REPORTING.items():
        for reporter in reporters:
            Assignment.objects.get_or_create(indicator=indicators[code], institution=institutions[reporter])


def move_last_deadline(stage: Stage) -> None:
    """The last quarter's reports are due in a few days, so that trying the product is not too late."""
    last = stage.periods[-1]
    last.due_on = stage.today + timedelta(days=DAYS_UNTIL_DUE)
    last.save(update_fields=["due_on"])


def report_history(stage: Stage) -> None:
    """Reports of every institution for every quarter that is over, where there is none yet."""
    figures = Figures(stage)
    reported = set(
        ProgressReport.objects.filter(period__plan=stage.plan).values_list("institution", "period")
    )
    for period in stage.periods:
        for institution in stage.institutions.values():
            if (institution.pk, period.pk) in reported or not figures.duty(institution, period):
                continue
            _Form(stage, figures, institution, period).live()


class _Course(NamedTuple):
    """How a report fares: `outcome`, and what happened on the way."""

    outcome: str
    is_late: bool = False
    is_returned: bool = False  # once, and corrected unless that is the outcome
    has_gap: bool = False  # sent although a box is empty


def _course(stage: Stage, code: str, period: ReportingPeriod) -> _Course:
    rng = stage.chance("course", code, period.code)
    character = character_of(code)
    # Reporting improves over the years: one and a half times as silent in the first, half in the last.
    silence = character.silent * (1.5 - 0.25 * (period.year - stage.plan.starts_on.year))
    chance = _Course(
        outcome=SILENT if character.silent == 1 or rng.random() < silence else APPROVED,
        is_late=rng.random() < character.late,
        is_returned=rng.random() < character.returned,
        has_gap=rng.random() < character.incomplete,
    )
    if stage.is_last(period):
        outcomes = [outcome for outcome, codes in LAST_QUARTER.items() if code in codes]
        return _Course(outcomes[0] if outcomes else SILENT)
    if code == LATE_AND_WAITING and period == stage.periods[-2]:
        return _Course(SUBMITTED, is_late=True)
    decided = DECIDED.get((code, period.code))
    return chance._replace(outcome=decided, has_gap=False) if decided else chance


class _Form:
    """One institution's report of one quarter, from the first word to the last move."""

    def __init__(self, stage: Stage, figures: Figures, institution: Institution, period: ReportingPeriod):
        self.stage, self.figures, self.institution, self.period = stage, figures, institution, period
        self.course = _course(stage, institution.code, period)
        self.rng = stage.chance("form", institution.code, period.code)
        self.language = language_of(institution, self.rng)
        self.focal_point = stage.focal_point(institution.code)
        self.sender: User = stage.sender(institution.code)
        self.officer: User = stage.officer(self.rng)

    def live(self) -> None:
        outcome = self.course.outcome
        if outcome == SILENT:
            return
        report = open_report(self.institution, self.period, by=self.focal_point)
        complete = self.figures.answers(self.institution, self.period)
        if outcome in (DRAFT, COMPLETE_DRAFT):
            self._save(report, complete if outcome == COMPLETE_DRAFT else _half(complete))
            return
        if self.course.has_gap:
            complete = (complete[0], complete[1][1:])
        if self.course.is_returned or outcome == RETURNED:
            at = self._send_and_return(report, complete)
            if outcome == RETURNED:
                return
            self._save(report, complete)
            at = self.stage.later(at, self.rng.randint(3, 12))
        else:
            self._save(report, complete)
            at = self._first_sent_at()
        submit_report(report, by=self.sender, at=at, although_incomplete=True)
        if outcome == SUBMITTED:
            return
        at = self.stage.later(at, self._days_of_review())
        approve_report(report, by=self.officer, at=at)
        if outcome == REOPENED:
            self._correct_approved(report, complete, at)

    def _save(self, report: ProgressReport, answers: Answers) -> None:
        save_draft(report, activities=answers[0], indicators=answers[1], by=self.focal_point)

    def _first_sent_at(self):
        """In the last quarter within the last days; else before the deadline, or up to six weeks after."""
        is_waiting = self.course.outcome == SUBMITTED and self.course.is_late
        if self.stage.is_last(self.period) or is_waiting:
            return self.stage.morning(self.stage.today - timedelta(days=self.rng.randint(4, 9)))
        days = self.rng.randint(1, 42) if self.course.is_late else -self.rng.randint(0, 9)
        return self.stage.morning(self.period.due_on + timedelta(days=days))

    def _days_of_review(self) -> int:
        return self.rng.randint(1, 3) if self.stage.is_last(self.period) else self.rng.randint(2, 12)

    def _send_and_return(self, report: ProgressReport, complete: Answers):
        """Send with a mistake in it and get it back; says when."""
        kind, code, answers = self._with_mistake(complete)
        self._save(report, answers)
        sent_at = self._first_sent_at()
        submit_report(report, by=self.sender, at=sent_at, although_incomplete=True)
        at = self.stage.later(sent_at, self._days_of_review())
        reason = sentence(self.rng, kind, self.language, code=code)
        due_on = (at + timedelta(days=DAYS_TO_CORRECT)).date()
        return_report(report, by=self.officer, at=at, reason=reason, due_on=due_on)
        return at

    def _with_mistake(self, complete: Answers) -> tuple[str, str, Answers]:
        """A digit too many, a box left empty, or no word about results; and the reason to return it."""
        activities, indicators = complete
        counted = self._counted(complete)
        chance = self.rng.random()
        if counted and chance < 0.6:
            wrong = self.rng.choice(counted)
            mistyped = [_times_ten(each) if each is wrong else each for each in indicators]
            return "return_for_value", self.figures.code_of(wrong), (activities, mistyped)
        if indicators and chance < 0.8:
            empty = self.rng.choice(indicators)
            rest = [each for each in indicators if each is not empty]
            return "return_for_gap", self.figures.code_of(empty), (activities, rest)
        return "return_for_text", "", ([each._replace(results="") for each in activities], indicators)

    def _counted(self, answers: Answers) -> list[IndicatorAnswer]:
        """Counts above 0: a level or a milestone that is wrong would not look like one."""
        return [each for each in answers[1] if each.value and self.figures.is_count(each)]

    def _correct_approved(self, report: ProgressReport, complete: Answers, at) -> None:
        """Two months later a value turns out to be wrong: a new revision replaces the approved one."""
        counted = self._counted(complete)
        if not counted:
            return
        wrong = counted[0]
        at = self.stage.later(at, 60)
        reason = sentence(self.rng, "reopen", self.language, code=self.figures.code_of(wrong))
        reopen_report(report, by=self.officer, at=at, reason=reason)
        corrected = wrong._replace(value=wrong.value - 1)
        save_draft(report, indicators=[corrected], by=self.focal_point)
        at = self.stage.later(at, 3)
        submit_report(report, by=self.sender, at=at, although_incomplete=True)
        approve_report(report, by=self.officer, at=self.stage.later(at, 2))


def _half(complete: Answers) -> Answers:
    activities, indicators = complete
    return activities[: (len(activities) + 1) // 2], indicators[: len(indicators) // 2]


def _times_ten(answer: IndicatorAnswer) -> IndicatorAnswer:
    return answer._replace(value=answer.value * 10)
