"""What the plan does and measures, and what was reported about it, to look at."""

from activities.admin import plan, records

__all__ = ["plan", "records"]
