"""How institutions behave in the made-up history. Shares are 0-1; no institution is like this in reality."""

from decimal import Decimal
from typing import NamedTuple


class Character(NamedTuple):
    """`pace`: value reached ÷ value planned. The shares say how often a quarter's report is silent (never
    sent), late, returned, or sent with boxes left empty; `spending` how much of its money it spends.
    """

    pace: str = "0.95"
    silent: float = 0.06
    late: float = 0.20
    returned: float = 0.10
    incomplete: float = 0.06
    spending: str = "0.85"


CHARACTERS = {
    "CNCC-GS": Character(pace="1.00", silent=0.0, late=0.10),
    "MOSVY": Character(pace="0.90", silent=0.0, late=0.30, returned=0.20),
    "NCCT": Character(pace="1.10", silent=0.03),
    "AHTJP": Character(pace="0.85", late=0.35),
    "ACD": Character(pace="0.60", silent=0.15, late=0.40),
    "PAC": Character(pace="1.20", silent=0.02, late=0.05),
    "MOJ": Character(pace="0.70", late=0.45, returned=0.20, spending="0.60"),
    "MOI": Character(pace="0.75", silent=0.20, spending="0.55"),
    "GCNP": Character(pace="0.80", silent=0.25),
    "GDP": Character(pace="0.45", silent=0.30, late=0.50, spending="0.30"),
    "BAKC": Character(pace="1.05", silent=0.10),
    "MOEYS": Character(pace="1.25", silent=0.0, late=0.10),
    "MPTC": Character(pace="1.05", silent=0.02),
    "TRC": Character(pace="0.65", late=0.35, returned=0.25),
    "MOINF": Character(pace="0.55", silent=0.55, late=0.50, spending="0"),
    "MOWA": Character(pace="0.95", silent=0.05),
    "MOT": Character(silent=1.0, spending="0"),  # never reports
    "MOH": Character(pace="0.50", silent=0.25, incomplete=0.20, spending="0.45"),
    "MOCR": Character(pace="0.90", silent=0.10),
    "NCDD-S": Character(pace="0.80", late=0.25, incomplete=0.15),
    "UNICEF": Character(pace="1.05", silent=0.0, late=0.02, returned=0.02, spending="0.95"),
    "TDHNL": Character(spending="0"),  # its published spending is in euro: none is made up
    "APLE": Character(pace="1.15", silent=0.0, late=0.05),
    "CHC": Character(pace="1.10", silent=0.05),
    "AUSCAM": Character(pace="0.85", silent=0.20),
    "WVI": Character(pace="1.00", silent=0.15),
}
USUAL = Character()

# Joint work: who reports an indicator, and its part of the plan's target.
JOINT_REPORTING = {
    "2.7.1": {"BAKC": "0.5", "APLE": "0.5"},
    "3.2.1": {"MOSVY": "0.5", "HAGAR": "0.3", "FSC": "0.2"},
    "3.4.1": {"MOSVY": "0.35", "HAGAR": "0.2", "FI": "0.2", "MLUP": "0.15", "FSC": "0.1"},
    "3.5.1": {"MOSVY": "0.3", "CHC": "0.5", "AUSCAM": "0.2"},
    "4.1.2": {"MOEYS": "0.7", "CHILDFUND": "0.15", "WVI": "0.15"},
    "4.5.1": {"NCCT": "0.4", "APLE": "0.6"},
    "4.6.1": {"CNCC-GS": "0.2", "CHILDFUND": "0.3", "PLAN": "0.3", "AUSCAM": "0.2"},
    "6.1.1": {"MPTC": "0.6", "MOINF": "0.15", "UNICEF": "0.25"},
}

# Indicators that go their own way whoever reports them; below 0: further from the target than at the start.
PACES = {"5.2.1": "-0.06", "5.6.2": "-0.30"}
# Milestones reached this many years after the planned one.
MILESTONE_DELAYS = {"1.6.1": 1, "2.3.1": 1, "2.10.1": 2, "5.3.1": 1, "6.2.1": 1, "4.8.1": 1}
# Out of how many an institution's share is, at the beginning; others: DENOMINATOR.
DENOMINATORS = {"1.1.2": 25, "2.3.2": 60, "2.8.2": 18, "3.2.2": 60, "3.6.1": 18, "5.2.2": 43, "6.1.2": 1200}
DENOMINATOR = 30
# Shares of the quarter's cases: now and then there is no case, so that the indicator does not apply.
SHARES_OF_CASES = ("2.3.2", "2.6.2", "3.1.2", "4.5.2")

# What became of a quarter's report where chance must not decide.
DECIDED = {
    ("WVI", "2024Q2"): "returned",  # and never sent again
    ("FI", "2022Q1"): "draft",  # begun and forgotten
    ("MOEYS", "2022Q2"): "reopened",
    ("NCCT", "2023Q3"): "reopened",
    ("MOSVY", "2024Q3"): "reopened",
}
# The last quarter is in motion; who is not named is silent.
LAST_QUARTER = {
    "approved": (
        "CNCC-GS",
        "AHTJP",
        "PAC",
        "MOEYS",
        "NCCT",
        "MPTC",
        "MOCR",
        "UNICEF",
        "APLE",
        "CHC",
    ),
    "submitted": ("MOJ", "NCDD-S", "BAKC", "CHILDFUND"),
    "returned": ("TRC", "HAGAR"),
    "draft": ("MOSVY", "MOWA", "PLAN", "FSC"),
    "complete_draft": ("ACD",),
}
LATE_AND_WAITING = "GDP"  # sends the report of the quarter before the last one only now


def character_of(code: str) -> Character:
    return CHARACTERS.get(code, USUAL)


def pace_of(institution: str, indicator: str) -> Decimal:
    return Decimal(PACES.get(indicator, character_of(institution).pace))


def part_of(institution: str, indicator: str) -> Decimal:
    """The part of the plan's target that is the institution's to reach."""
    return Decimal(JOINT_REPORTING.get(indicator, {}).get(institution, 1))
