"""`python -m ocse_nap.dev.prepare`: what must be true before the product starts.

Every step finds out by itself that there is nothing to do, so a second start takes seconds.
"""

import io
import sys

import django
from django.core.management import call_command
from django.db import transaction

from ocse_nap.dev.environment import STATE
from ocse_nap.dev.keeper import CHECKOUT
from ocse_nap.dev.supervisor import say
from ocse_nap.translations import compile_all

PLAN_FILE = CHECKOUT / "ocse_nap" / "plan_file" / "data" / "ocse_nap_2021_2025.json"
ACCOUNTS = STATE / "run" / "demonstration_accounts.txt"  # `make run` shows it once the web is up


def prepare() -> None:
    compile_all()  # before Django reads them
    django.setup()
    say("Bringing the database up to date …")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load_demonstration()
    ACCOUNTS.parent.mkdir(exist_ok=True)
    with ACCOUNTS.open("w") as file:
        call_command("demonstration_accounts", stdout=file)


def load_demonstration() -> None:
    """Load the plan and the demonstration history when the database has no plan: both or neither."""
    from priorities.models import Plan

    if Plan.objects.exists():
        return
    say("Loading the plan and the demonstration history …")
    with transaction.atomic():
        call_command("load_plan", str(PLAN_FILE), stdout=io.StringIO())
        call_command("load_demonstration")


if __name__ == "__main__":
    try:
        prepare()
    except KeyboardInterrupt:  # Ctrl-C reaches this process too; `make run` says what it did
        sys.exit(130)
