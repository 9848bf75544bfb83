"""The figures that Terre des Hommes Netherlands published for 2022, reported as that institution.

`data/tdh_nl_2022.json` holds them as published, with the plan's indicator each belongs to, why, and how it
was read; and which published figures have no place here, and why.
"""

import json
from decimal import Decimal
from pathlib import Path

from activities.answers import NOT_DUE, REPORTED, ActivityAnswer, IndicatorAnswer
from activities.models import ActivityEntry, Assignment, Indicator, Target
from activities.services import approve_report, open_report, save_draft, submit_report
from institutions.models import Institution
from ocse_nap.demonstration.stage import Stage
from priorities.models import Plan, ReportingPeriod

FILE = Path(__file__).parent / "data" / "tdh_nl_2022.json"
DAYS_TO_REPORT, DAYS_TO_APPROVE = 10, 5


def published_figures() -> dict:
    """The data file: `source`, `notes`, `indicators` (with `periods`) and `left_out`; numbers as texts."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def assign_publisher(plan: Plan, institutions: dict[str, Institution]) -> None:
    """The publisher reports its indicators while its project runs, against its own published targets."""
    figures = published_figures()
    publisher = institutions[figures["institution"]]
    indicators = _indicators(plan)
    for row in figures["indicators"]:
        indicator = indicators[row["indicator"]]
        Assignment.objects.create(
            indicator=indicator,
            institution=publisher,
            starts_on=figures["starts_on"],
            ends_on=figures["ends_on"],
        )
        for period in row["periods"]:
            year, quarter = period["period"].split("Q")
            Target.objects.create(
                indicator=indicator,
                year=year,
                quarter=quarter,
                institution=publisher,
                value=Decimal(period["target"]),
                source=figures["source"]["text"],
            )


def report_published_figures(stage: Stage) -> int:
    """Enter, send and approve the publisher's reports of the quarters that are over; says how many."""
    figures = published_figures()
    published = {period["period"] for row in figures["indicators"] for period in row["periods"]}
    periods = [period for period in stage.periods if period.code in published]
    for period in periods:
        _report(stage, period, figures)
    return len(periods)


def _report(stage: Stage, period: ReportingPeriod, figures: dict) -> None:
    focal_point = stage.focal_point(figures["institution"])
    officer = stage.officer(stage.chance(figures["institution"], period.code))
    activities, indicators = _answers(stage.plan, period, figures)
    sent_at = stage.later(stage.morning(period.ends_on), DAYS_TO_REPORT)

    report = open_report(focal_point.institution, period, by=focal_point)
    save_draft(report, activities=activities, indicators=indicators, by=focal_point)
    submit_report(report, by=focal_point, at=sent_at)
    approve_report(report, by=officer, at=stage.later(sent_at, DAYS_TO_APPROVE))


def _answers(
    plan: Plan, period: ReportingPeriod, figures: dict
) -> tuple[list[ActivityAnswer], list[IndicatorAnswer]]:
    """What is said of a quarter; about an activity only what the published figures say."""
    indicators = _indicators(plan)
    answers, results = [], {}
    for row in figures["indicators"]:
        indicator = indicators[row["indicator"]]
        published = next(each for each in row["periods"] if each["period"] == period.code)
        lines = results.setdefault(indicator.activity_id, [])
        if published["state"] == REPORTED:
            answers.append(_value(indicator, published["actual"], figures["source"]["text"]))
            title = row["indicator_title"] or row["result_title"]
            lines.append(f"{title}: {published['actual']} (target {published['target']})")
        else:
            answers.append(
                IndicatorAnswer(
                    indicator.pk, NOT_DUE, reason=published["reason"], source=figures["source"]["text"]
                )
            )
    status = ActivityEntry.ActivityStatus.ONGOING
    entries = [ActivityAnswer(pk, status, results="\n".join(lines)) for pk, lines in results.items()]
    return entries, answers


def _value(indicator: Indicator, actual: str, source: str) -> IndicatorAnswer:
    """As published. Of a share only the per cent is: a bare percentage, which stands in `value` as well."""
    return IndicatorAnswer(indicator.pk, REPORTED, value=Decimal(actual), source=source)


def _indicators(plan: Plan) -> dict[str, Indicator]:
    return {each.code: each for each in Indicator.objects.filter(activity__priority__plan=plan)}
