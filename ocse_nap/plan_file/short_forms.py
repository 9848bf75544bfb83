"""What the JSON may leave out because it is usual, written out in full before the cells are read.

| short | in full |
|---|---|
| `meta.sources: {code: citation}` | a list of `code` and `citation` |
| `meta.totals.by_year`, `by_priority`, `government_usd`, `development_partner_usd` | `totals` |
| `aggregation` and `unit_id` of an indicator | `preset`, `across`, `over_time` |
| `targets: {year: value}` | a list; a year without a value has no target |
| `reporting_institution_id` | one of `reporters`, for the whole activity |
| no `institution_id` on a budget line | the partner that holds its source, else the activity's lead |
| no `quarters` | every quarter of the plan, reports due 15 days after its end |
| no `order`, no `number` of an objective | the place in the list |
| categories "provinces" or "institutions" | none of its own |
| `source: "illustrative"` of an activity | no source |

A short form cannot say everything: more reporters of an indicator, an institution's own targets, a moved due
date. What it cannot say is kept when such a file is loaded again (`kept`).
"""

from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from ocse_nap.plan_file.cells import CellRefused, quarter_days, read_date
from ocse_nap.plan_file.errors import Problem

DAYS_TO_REPORT = 15
SHORT_SHEETS = ("reporters", "targets", "quarters")
# aggregation → preset, across institutions, over time (rollup.md, section 2)
RULES = {
    "sum": ("count", "sum", "sum"),
    "latest": ("level", "sum", "latest"),
    "average": ("level", "mean", "latest"),
    "percentage": ("end_share", "ratio", "latest"),
}
LEVELS_BY_UNIT = {
    "milestone": ("milestone", "mean", "latest"),  # the mean of 0 and 1: the share achieved
    "percent": ("level", "none", "latest"),  # a surveyed percentage is never combined with another's
}


def header_problems(document: dict) -> list[Problem]:
    """Things the JSON states about itself that must be so for the rest to mean what it says."""
    problems = []
    meta, plan = document["meta"], document["plan"]
    for name, only in (("schema_version", "1"), ("currency", "USD")):
        if name in meta and meta[name] != only:
            reason = _("only %(only)s can be read, not %(value)s") % {"only": only, "value": meta[name]}
            problems.append(Problem("meta", "", name, reason))
    totals = _group(meta.get("totals"))
    shares = [_number(totals.get(name)) for name in ("government_share", "development_partner_share")]
    if None not in shares and sum(shares) != 1:
        reason = _("%(government)s and %(partners)s do not add up to 1") % {
            "government": shares[0],
            "partners": shares[1],
        }
        problems.append(Problem("meta", "", "totals.development_partner_share", reason))
    for name, prefix in (("activities", "A"), ("indicators", "I")):
        for index, entry in _entries(document, name):
            if "code" in entry and entry.get("id") != f"{prefix}{entry['code']}":
                reason = _("%(code)s does not belong to the id %(id)s") % {
                    "code": entry["code"],
                    "id": entry.get("id"),
                }
                problems.append(Problem(name, f"[{index}] {entry.get('id', '')}", "code", reason))
    if not isinstance(plan.get("policy_objectives", []), list):
        problems.append(Problem("plan.policy_objectives", "", "", _("a list is due here")))
    return problems


def short_sheets(document: dict) -> set[str]:
    """The sheets for which `document` uses a short form that cannot say everything."""
    indicators = [entry for _index, entry in _entries(document, "indicators")]
    short = {
        "reporters": any("reporting_institution_id" in entry for entry in indicators),
        "targets": any(isinstance(entry.get("targets"), dict) for entry in indicators),
        "quarters": "quarters" not in document,
    }
    return {name for name in SHORT_SHEETS if short[name]}


def kept(sheet_name: str, instance) -> bool:
    """Whether a row that is not in a short form stays: other reporters, and institutions' own targets."""
    return sheet_name == "reporters" or (sheet_name == "targets" and instance.institution_id is not None)


def write_out_short_forms(document: dict) -> list[Problem]:
    """Replaces every short form in `document`; returns those that cannot be understood."""
    problems = []
    meta = document["meta"]
    if isinstance(meta.get("sources"), dict):
        meta["sources"] = [{"code": code, "citation": text} for code, text in meta["sources"].items()]
    document.setdefault("totals", _totals(_group(meta.get("totals"))))
    if "quarters" not in document:
        document["quarters"] = _quarters(document["plan"])
    _number_in_order(document["plan"].get("policy_objectives"), "number")
    for _index, entry in _entries(document, "disaggregations"):
        if entry.get("categories") in ("provinces", "institutions"):
            entry["categories"] = []
        _number_in_order(entry.get("categories"))
    for _index, entry in _entries(document, "activities"):
        if isinstance(entry.get("source"), str):
            entry["source"] = []
    _number_in_order(document.get("activities"))
    for index, entry in _entries(document, "indicators"):
        problems += _write_out_indicator(entry, f"[{index}] {entry.get('id', '')}")
    for group in _indicators_by_activity(document).values():
        _number_in_order(group)
    _write_out_keepers(document)
    return problems


def _totals(stated: dict) -> list[dict]:
    """The stated totals that have no place in the plan itself."""
    rows = [
        {"of": "funding", "code": kind, "amount": stated[f"{kind}_usd"]}
        for kind in ("government", "development_partner")
        if f"{kind}_usd" in stated
    ]
    for of in ("year", "priority"):
        for code, amount in _group(stated.get(f"by_{of}")).items():
            rows.append({"of": of, "code": code, "amount": amount})
    return rows


def _quarters(plan: dict) -> list[dict]:
    """Every quarter that lies in the plan; none where its dates cannot be read (the plan's row says so)."""
    try:
        starts_on, ends_on = read_date(plan.get("start")), read_date(plan.get("end"), is_end=True)
    except CellRefused:
        return []
    return [
        {"year": year, "quarter": quarter, "start": str(first), "end": str(last), "due": str(due_on(last))}
        for year in range(starts_on.year, ends_on.year + 1)
        for quarter in (1, 2, 3, 4)
        for first, last in [quarter_days(year, quarter)]
        if first >= starts_on and last <= ends_on
    ]


def due_on(quarter_end: date) -> date:
    return quarter_end + timedelta(days=DAYS_TO_REPORT)


def _write_out_indicator(entry: dict, place: str) -> list[Problem]:
    if isinstance(entry.get("targets"), dict):
        entry["targets"] = [
            {"year": _year(year), "value": value, "source": entry.get("source", "")}
            for year, value in entry["targets"].items()
            if value is not None
        ]
    if "reporting_institution_id" in entry:
        reporter = {"institution_id": entry.pop("reporting_institution_id")}
        entry.setdefault("reporters", [reporter])
    if "aggregation" in entry and "preset" not in entry:
        return _write_out_rule(entry, place)
    return []


def _write_out_rule(entry: dict, place: str) -> list[Problem]:
    aggregation, basis = entry["aggregation"], entry.get("target_basis")
    if not isinstance(aggregation, str) or aggregation not in RULES:
        entry["preset"], entry["across"], entry["over_time"] = RULES["sum"]  # said once is enough
        reason = _("%(value)s is not a choice here; choose from %(choices)s") % {
            "value": f"“{aggregation}”",
            "choices": ", ".join(RULES),
        }
        return [Problem("indicators", place, "aggregation", reason)]
    rule = RULES[aggregation]
    if aggregation == "latest":
        rule = LEVELS_BY_UNIT.get(entry.get("unit_id"), rule)
    entry["preset"], entry["across"], entry["over_time"] = rule
    fitting = "annual" if aggregation == "sum" else "end_of_year"
    if basis in (None, fitting):
        return []
    reason = _("%(value)s does not go with the aggregation %(aggregation)s, whose targets are %(basis)s") % {
        "value": f"“{basis}”",
        "aggregation": aggregation,
        "basis": fitting,
    }
    return [Problem("indicators", place, "target_basis", reason)]


def _indicators_by_activity(document: dict) -> dict[str, list[dict]]:
    groups = {}
    for _index, entry in _entries(document, "indicators"):
        groups.setdefault(str(entry.get("activity_id")), []).append(entry)
    return groups


def _write_out_keepers(document: dict):
    """A partner that holds a source keeps its lines; every other line is kept by the activity's lead."""
    holders = {
        str(entry.get("id")): entry.get("holder")
        for _index, entry in _entries(document, "funding_sources")
        if entry.get("kind") == "development_partner"
    }
    leads = {
        str(entry.get("id")): entry.get("lead_institution_id")
        for _index, entry in _entries(document, "activities")
    }
    for _index, entry in _entries(document, "budget_lines"):
        if "institution_id" not in entry:
            holder = holders.get(str(entry.get("funding_source_id")))
            entry["institution_id"] = holder or leads.get(str(entry.get("activity_id")))


def _number_in_order(entries, name: str = "order"):
    if isinstance(entries, list):
        for place, entry in enumerate(entries, start=1):
            if isinstance(entry, dict):
                entry.setdefault(name, place)


def _entries(document: dict, name: str):
    entries = document.get(name)
    if isinstance(entries, list):
        yield from ((index, entry) for index, entry in enumerate(entries) if isinstance(entry, dict))


def _group(value) -> dict:
    return value if isinstance(value, dict) else {}


def _year(text: str):
    return int(text) if text.isdecimal() else text


def _number(value) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return None
