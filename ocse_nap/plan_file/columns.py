"""What a sheet and a column are. The model's field says what a column may hold."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib.postgres.fields import ArrayField
from django.db import models

PARENT = ".."  # the JSON path of a column that holds the code of the entry a list stands in
CHOICE, TEXT, WHOLE, DECIMAL, DATE, YES_NO = "choice", "text", "whole", "decimal", "date", "yes_no"
REFERENCE, REFERENCES, TEXTS = "reference", "references", "texts"
KINDS = {
    models.ManyToManyField: REFERENCES,
    models.ForeignKey: REFERENCE,
    ArrayField: TEXTS,
    models.BooleanField: YES_NO,
    models.DateField: DATE,
    models.DecimalField: DECIMAL,
    models.IntegerField: WHOLE,
}


@dataclass(frozen=True)
class Column:
    """One column of a sheet: the field's name, its definition, and the path to it in the JSON."""

    name: str
    json: str
    field: models.Field
    may_be_negative: bool = False

    @cached_property
    def kind(self) -> str:
        if self.field.choices:
            return CHOICE
        return next((kind for cls, kind in KINDS.items() if isinstance(self.field, cls)), TEXT)

    @property
    def is_many(self) -> bool:
        return self.kind in (REFERENCES, TEXTS)

    @property
    def is_required(self) -> bool:
        return not (self.field.null or self.field.blank or self.field.has_default())

    @property
    def empty(self):
        """What an empty cell means: the field's default, `""`, None or no entries."""
        if self.kind == REFERENCES:
            return []
        return self.field.get_default()


@dataclass(frozen=True)
class Sheet:
    """A kind of row. Its first column is a row's place in messages, usually its code."""

    name: str
    model: type[models.Model] | None
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("code",)  # what tells its rows apart; messages point at the last
    unique: tuple[tuple[str, ...], ...] = ()  # what else must differ between two rows
    plan: str | None = None  # lookup from the model to its plan, "" for the plan itself; None: a catalogue
    json: str = ""  # path of the JSON list, inside an entry of `parent` if there is one
    parent: str = ""
    prefix: str = ""
    not_stored: tuple[str, ...] = ()  # JSON paths that have no place in the database

    @property
    def title(self) -> str:
        """The name of the worksheet."""
        return self.name.replace("_", " ").capitalize()

    def rows_of(self, plan_code: str) -> models.QuerySet:
        """The rows in the database: the plan's, or all of a catalogue."""
        if self.plan is None:
            return self.model.objects.all()
        return self.model.objects.filter(**{f"{self.plan}__code" if self.plan else "code": plan_code})


def sheet_of(name: str, model, paths: dict[str, str], *, negative: tuple[str, ...] = (), **more) -> Sheet:
    """A sheet whose columns are fields of `model`: `paths` gives the JSON path of each."""
    columns = tuple(
        Column(field_name, path, model._meta.get_field(field_name), field_name in negative)
        for field_name, path in paths.items()
    )
    return Sheet(name, model, columns, json=more.pop("json", name), **more)
