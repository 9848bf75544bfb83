from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from ocse_nap.demonstration.accounts import NotInDevelopment
from ocse_nap.demonstration.loading import SEED, DemonstrationRefused, load_demonstration


class Command(BaseCommand):
    help = (
        "Fill the plan with the demonstration: a partner's published figures and a made-up history. "
        "All of it or nothing; refused where there are reports already."
    )

    def add_arguments(self, parser):
        parser.add_argument("--today", type=date.fromisoformat, help="the day to play (2026-01-10)")
        parser.add_argument("--seed", type=int, default=SEED, help="another seed, another history")

    def handle(self, *, today: date | None, seed: int, **options):
        try:
            loaded = load_demonstration(today=today or timezone.localdate(), seed=seed)
        except (NotInDevelopment, DemonstrationRefused) as error:
            raise CommandError(error) from None
        self.stdout.write(
            _("Demonstration: %(accounts)d accounts, %(reports)d reports, %(expenditures)d expenditures.")
            % loaded._asdict()
        )
