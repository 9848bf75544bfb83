from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from ocse_nap.plan_file.errors import PlanFileRefused
from ocse_nap.plan_file.exporter import export
from priorities.models import Plan


class Command(BaseCommand):
    help = "Write a plan to a JSON file or an Excel workbook, by the file's ending. load_plan reads both."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a .json or .xlsx file")
        parser.add_argument("--plan", metavar="CODE", help="this plan; otherwise the current one")

    def handle(self, *, file: Path, plan: str | None, **options):
        found = Plan.objects.filter(code=plan).first() if plan else Plan.objects.current(timezone.localdate())
        if found is None:
            raise CommandError(_("There is no such plan."))
        try:
            file.write_bytes(export(found, name=file.name))
        except PlanFileRefused as refusal:
            raise CommandError(str(refusal)) from None
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be written: %(error)s") % {"file": file, "error": error}
            ) from None
        self.stdout.write(str(file))
