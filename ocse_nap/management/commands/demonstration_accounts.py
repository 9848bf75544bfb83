from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from ocse_nap.demonstration.accounts import NotInDevelopment, main_accounts


class Command(BaseCommand):
    help = "Print the demonstration accounts to try first."

    def handle(self, **options):
        with translation.override("en"):  # few terminals can write Khmer
            self._print()

    def _print(self) -> None:
        try:
            accounts = main_accounts()
        except NotInDevelopment as error:
            raise CommandError(error) from None
        if not accounts:
            self.stdout.write(_("There are no demonstration accounts: load_demonstration makes them."))
            return
        head = (_("Role"), _("Institution"), _("E-mail"), _("Password"), "")
        rows = [head, *(tuple(str(cell) for cell in account) for account in accounts)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
        for row in rows:
            cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
            self.stdout.write("  ".join(cells).rstrip())
