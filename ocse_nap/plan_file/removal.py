"""Rows that stand in the database and no longer in the file: removed, unless something still needs them."""

import pghistory.models
from django.db.models import Count, ManyToOneRel
from django.utils.translation import gettext as _

from activities.models.result import Result
from ocse_nap.plan_file.errors import PlanFileRefused
from ocse_nap.plan_file.saving import SheetSaver
from ocse_nap.plan_file.sheets import INDICATORS
from ocse_nap.plan_file.short_forms import kept
from priorities.models import Plan

MADE_ANEW = (Result, pghistory.models.Event)  # figures and history do not keep a row alive


def remove_vanished(savers: list[SheetSaver]):
    """Removes what vanished, the rows that refer to others first.

    Catalogues are shared: their rows are removed only while there is one plan. Raises PlanFileRefused
    with every row that reports, money or people refer to.
    """
    problems = []
    only_plan = Plan.objects.count() == 1
    indicators_gone = {each.pk for saver in savers if saver.sheet is INDICATORS for each in saver.vanished}
    for saver in savers:
        if saver.table.is_short:
            saver.vanished = [each for each in saver.vanished if not _stays(saver, each, indicators_gone)]
    for saver in reversed(savers):
        if not saver.vanished or (saver.sheet.plan is None and not only_plan):
            continue
        needed = _needed(saver)
        for instance, users in needed.items():
            reason = _(
                "“%(row)s” is not in the file any more but cannot be removed: %(users)s refer to it"
            ) % {
                "row": instance,
                "users": ", ".join(users),
            }
            problems.append(saver.table.problem(None, "", reason))
        gone = [instance.pk for instance in saver.vanished if instance not in needed]
        saver.sheet.model.objects.filter(pk__in=gone).delete()
        saver.counts.removed = len(gone)
    if problems:
        raise PlanFileRefused(problems)


def _stays(saver: SheetSaver, instance, indicators_gone: set[int]) -> bool:
    """What a short form cannot say stays, as long as the indicator that it belongs to does."""
    return kept(saver.sheet.name, instance) and instance.indicator_id not in indicators_gone


def _needed(saver: SheetSaver) -> dict:
    """The vanished rows that are referred to, each with what refers to it: "3 expenditures"."""
    model = saver.sheet.model
    needed = {}
    for relation in model._meta.get_fields(include_hidden=True):
        is_own = (
            getattr(relation.related_model, "_meta", None)
            and relation.related_model._meta.auto_created is model
        )
        if not isinstance(relation, ManyToOneRel) or is_own or issubclass(relation.related_model, MADE_ANEW):
            continue
        name = relation.field.attname
        rows = relation.related_model._base_manager.filter(**{f"{name}__in": saver.vanished})
        counts = dict(rows.order_by().values_list(name).annotate(Count("pk")))
        for instance in saver.vanished:
            if instance.pk in counts:
                kind = relation.related_model._meta.verbose_name_plural
                needed.setdefault(instance, []).append(f"{counts[instance.pk]} {kind}")
    return needed
