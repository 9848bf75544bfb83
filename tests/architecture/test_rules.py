"""Rules of the house that imports alone cannot show."""

import ast
import re

import pytest
from django.apps import apps

from tests.architecture.source import APPS, CHECKOUT, DOORS, files_of, name_of, product_files, tree_of

CLOCKS = {"today", "now", "utcnow", "localdate"}
BELOW_THE_DOORS = [
    path
    for path in product_files(*APPS, "ocse_nap/plan_file", "ocse_nap/demonstration")
    if not (DOORS | {"templatetags"}) & {part.removesuffix(".py") for part in path.parts}
]
# Widths of bars and points of charts may be binary fractions: nobody adds them up.
NOT_FOR_DRAWING = [
    path
    for path in product_files(*APPS, "ocse_nap/plan_file", "ocse_nap/demonstration")
    if not {"templatetags", "charts.py", "charts"} & set(path.parts)
]
MODELS = [model for app in APPS for model in apps.get_app_config(app).get_models()]


def bare_managers(tree: ast.AST) -> list[int]:
    """Lines that read `.objects` without `.visible_to(…)` at once."""
    visible = {id(node.value) for node in ast.walk(tree) if getattr(node, "attr", "") == "visible_to"}
    managers = {"objects", "_default_manager", "_base_manager"}
    return [n.lineno for n in ast.walk(tree) if getattr(n, "attr", "") in managers and id(n) not in visible]


def clock_readings(tree: ast.AST) -> list[int]:
    """Lines that ask what time it is: `date.today()`, `default=timezone.now`, `auto_now_add=True` …

    A parameter or variable named `today` is how it should be done.
    """
    return [node.lineno for node in ast.walk(tree) if _asks_the_time(node)]


def _asks_the_time(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(value=ast.Name(id="date" | "datetime" | "timezone" | "dt"), attr=name):
            return name in CLOCKS
        case ast.alias(name=name) | ast.Call(func=ast.Name(id=name)):
            return name in CLOCKS
        case ast.keyword(arg="auto_now" | "auto_now_add"):
            return True
    return False


def floats(tree: ast.AST) -> list[int]:
    """Lines that make or store a binary fraction."""
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = {"float", "FloatField"}
    return [call.lineno for call in calls if {getattr(call, "id", ""), getattr(call, "attr", "")} & names]


def without_viewer(tree: ast.Module) -> list[str]:
    """Public functions of a module that do not take `viewer` as a keyword-only argument."""
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name[0] != "_"]
    return [
        node.name for node in functions if "viewer" not in [argument.arg for argument in node.args.kwonlyargs]
    ]


@pytest.mark.parametrize("path", files_of("views", "api", "tasks", "resources"), ids=name_of)
def test_doors_read_only_visible_rows(path):
    assert bare_managers(tree_of(path)) == []


@pytest.mark.parametrize("path", files_of("queries"), ids=name_of)
def test_queries_ask_who_is_reading(path):
    assert without_viewer(tree_of(path)) == []


@pytest.mark.parametrize("path", BELOW_THE_DOORS, ids=name_of)
def test_nobody_below_the_doors_asks_for_today(path):
    assert clock_readings(tree_of(path)) == []


@pytest.mark.parametrize("path", NOT_FOR_DRAWING, ids=name_of)
def test_money_and_values_are_never_binary_fractions(path):
    assert floats(tree_of(path)) == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_relations_that_leave_their_app_have_no_way_back_up(model):
    ways_back = [
        field.name
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and field.related_model
        and field.related_model._meta.app_label in set(APPS) - {model._meta.app_label}
        and not field.remote_field.hidden
    ]
    assert ways_back == []


def test_migrations_have_names():
    automatic = [path for path in CHECKOUT.glob("*/migrations/*.py") if re.search(r"_auto_\d", path.name)]
    assert automatic == []


@pytest.mark.parametrize(
    ("check", "wrong"),
    [
        (bare_managers, "Plan.objects.all()"),
        (bare_managers, "Plan._default_manager.get()"),
        (clock_readings, "d = date.today()"),
        (clock_readings, "at = DateTimeField(default=timezone.now)"),
        (clock_readings, "at = DateTimeField(auto_now_add=True)"),
        (clock_readings, "first = today()"),
        (clock_readings, "from django.utils.timezone import now"),
        (floats, "share = float(text)"),
        (floats, "share = models.FloatField()"),
        (without_viewer, "def report_rows(period, viewer): ..."),
    ],
)
def test_each_check_finds_what_it_looks_for(check, wrong):
    assert check(ast.parse(wrong))


def test_the_checks_let_right_code_pass():
    right = ast.parse("def report_rows(*, viewer, today): return Report.objects.visible_to(viewer)")

    assert [bare_managers(right), clock_readings(right), floats(right), without_viewer(right)] == [
        [],
        [],
        [],
        [],
    ]
