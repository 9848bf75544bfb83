"""What a browser posts from the quarterly form."""

from activities.models import Indicator


def box(indicator: Indicator, state: str = "reported", **typed: str) -> dict[str, str]:
    """The boxes of one indicator, as they were typed."""
    boxes = {"state": state, "value": "", "numerator": "", "denominator": "", "reason": "", "source": ""}
    return {f"i{indicator.pk}-{name}": text for name, text in (boxes | typed).items()}


def activity_boxes(**typed: str) -> dict[str, str]:
    """The boxes about the activity itself."""
    boxes = dict.fromkeys(("status", "percent", "results", "challenges", "requests", "next_directions"), "")
    return {f"a-{name}": text for name, text in (boxes | typed).items()}
