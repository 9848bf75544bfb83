"""Saving one sheet: new rows are created, different ones changed, equal ones left alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from ocse_nap.plan_file import columns, sheets
from ocse_nap.plan_file.columns import Sheet
from ocse_nap.plan_file.sheets import referred_sheet
from ocse_nap.plan_file.tables import Row, Table


@dataclass
class Counts:
    """How many rows of one kind a load created, changed, removed and left alone."""

    created: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0


class SheetSaver:
    """Brings the rows of one sheet in the database to what the file says.

    `keys` holds the primary keys of what was saved so far, by sheet and code; the saver adds its own.
    After `save`, `vanished` holds the rows that are not in the file.
    """

    def __init__(self, table: Table, keys: dict[str, dict[str, int]], plan_code: str):
        self.table = table
        self.sheet: Sheet = table.sheet
        self.keys = keys
        self.own_keys = keys.setdefault(self.sheet.name, {})
        self.plan_code = plan_code
        self.many = [column for column in self.sheet.columns if column.kind == columns.REFERENCES]
        self.plain = [column for column in self.sheet.columns if column.kind != columns.REFERENCES]
        self.counts = Counts()
        self.vanished = []

    def save(self) -> Counts:
        existing = {self._key_of(instance): instance for instance in self.sheet.rows_of(self.plan_code)}
        self._remember(existing.values())
        saved, created, changed = [], set(), set()
        for wave in self._waves():
            new, different = [], []
            for row in wave:
                values = self._values(row)
                instance = existing.pop(tuple(values[name] for name in self._key_names()), None)
                if instance is None:
                    instance = self.sheet.model(**values, **self._plan_of_new())
                    new.append(instance)
                elif not self._stays_as_it_is() and _take_over(values, instance):
                    different.append(instance)
                saved.append((instance, row))
            self.sheet.model.objects.bulk_create(new)
            self.sheet.model.objects.bulk_update(different, [column.name for column in self.plain])
            self._remember(new)
            created |= {instance.pk for instance in new}
            changed |= {instance.pk for instance in different}
        changed |= self._save_many(saved) - created
        self.vanished = list(existing.values())
        self.counts.created, self.counts.changed = len(created), len(changed)
        self.counts.unchanged = len(saved) - len(created) - len(changed)
        return self.counts

    def _stays_as_it_is(self) -> bool:
        """Quarters that the file does not list are there as they were set, with their due dates."""
        return self.table.is_short and self.sheet.name == "quarters"

    def _key_names(self) -> list[str]:
        return [self.sheet.model._meta.get_field(name).attname for name in self.sheet.key]

    def _key_of(self, instance) -> tuple:
        return tuple(getattr(instance, name) for name in self._key_names())

    def _remember(self, instances):
        if "code" in self.sheet.key:
            self.own_keys.update({instance.code: instance.pk for instance in instances})

    def _plan_of_new(self) -> dict[str, int]:
        return {"plan_id": self.keys[sheets.PLAN.name][self.plan_code]} if self.sheet.plan == "plan" else {}

    def _values(self, row: Row) -> dict[str, object]:
        """The row as attributes of the model; references as primary keys."""
        return {
            column.field.attname: self._pk(column, row[column.name])
            if column.kind == columns.REFERENCE
            else row[column.name]
            for column in self.plain
        }

    def _pk(self, column, code: str | None) -> int | None:
        return None if code is None else self.keys[referred_sheet(column).name][code]

    def _waves(self) -> Iterator[list[Row]]:
        """All rows; where rows refer to others of the same sheet, those that are referred to first."""
        upward = next((c.name for c in self.plain if c.field.related_model is self.sheet.model), None)
        waiting = self.table.rows
        while waiting:
            can_be_saved = {None, *self.own_keys}
            yield [row for row in waiting if row[upward] in can_be_saved] if upward else waiting
            waiting = [row for row in waiting if row[upward] not in can_be_saved] if upward else []

    def _save_many(self, saved: list[tuple]) -> set[int]:
        """Brings the lists of references up to date; returns the rows (primary keys) that changed."""
        touched = set()
        for column in self.many:
            through = column.field.remote_field.through
            ends = (f"{column.field.m2m_field_name()}_id", f"{column.field.m2m_reverse_field_name()}_id")
            wanted = {
                (instance.pk, self._pk(column, code)) for instance, row in saved for code in row[column.name]
            }
            rows = through.objects.filter(**{f"{ends[0]}__in": [instance.pk for instance, _row in saved]})
            present = set(rows.values_list(*ends))
            for pair in present - wanted:
                rows.filter(**dict(zip(ends, pair, strict=True))).delete()
            through.objects.bulk_create(
                through(**dict(zip(ends, pair, strict=True))) for pair in sorted(wanted - present)
            )
            touched |= {pk for pk, _other in wanted ^ present}
        return touched


def _take_over(values: dict[str, object], instance) -> bool:
    """Gives `instance` the values; whether any of them differed."""
    different = {name: value for name, value in values.items() if getattr(instance, name) != value}
    for name, value in different.items():
        setattr(instance, name, value)
    return bool(different)
