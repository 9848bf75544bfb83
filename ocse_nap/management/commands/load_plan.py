from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from ocse_nap.plan_file.errors import PlanFileRefused
from ocse_nap.plan_file.loader import load


class Command(BaseCommand):
    help = "Load a plan from a JSON file or an Excel workbook: all of it, or nothing with every reason why."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a .json or .xlsx file")
        parser.add_argument("--plan", metavar="CODE", help="accept the file of this plan only")
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
            help="the language of the messages",
        )

    def handle(self, *, file: Path, plan: str | None, language: str, **options):
        with translation.override(language):
            try:
                with file.open("rb") as opened:
                    report = load(opened, name=file.name, plan_code=plan)
            except OSError as error:
                raise CommandError(
                    _("%(file)s cannot be read: %(error)s") % {"file": file, "error": error}
                ) from None
            except PlanFileRefused as refusal:
                raise CommandError(_refusal_text(file, refusal)) from None
            self.stdout.write(_("Plan %(code)s") % {"code": report.plan_code})
            for kind, counts in report.kinds.items():
                self.stdout.write(
                    _(
                        "%(kind)-16s %(created)5d new, %(changed)5d changed, %(removed)5d removed, "
                        "%(unchanged)5d as before"
                    )
                    % {"kind": kind, **vars(counts)}
                )


def _refusal_text(file: Path, refusal: PlanFileRefused) -> str:
    lines = [_("%(file)s was refused, nothing was saved:") % {"file": file.name}]
    return "\n".join([*lines, *(f"  - {problem}" for problem in refusal.problems)])
