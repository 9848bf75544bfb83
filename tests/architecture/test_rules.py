"""Rules of the house that imports alone cannot show."""

import ast
import inspect
import re
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

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
QUERIES = [import_module(f"{app}.queries") for app in APPS if find_spec(f"{app}.queries")]
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


def without_viewer(queries: ModuleType) -> list[str]:
    """Functions that `queries` offers to other modules without a keyword-only `viewer`."""
    offered = {
        name: function
        for name, function in vars(queries).items()
        if inspect.isfunction(function) and function.__module__.startswith(queries.__name__)
    }
    return [name for name, function in offered.items() if name[0] != "_" and not _asks_for_viewer(function)]


def _asks_for_viewer(function) -> bool:
    viewer = inspect.signature(function).parameters.get("viewer")
    return viewer is not None and viewer.kind is viewer.KEYWORD_ONLY


@pytest.mark.parametrize("path", files_of("views", "api", "tasks", "resources"), ids=name_of)
def test_doors_read_only_visible_rows(path):
    assert bare_managers(tree_of(path)) == []


@pytest.mark.parametrize("queries", QUERIES, ids=lambda module: module.__name__)
def test_queries_ask_who_is_reading(queries):
    assert without_viewer(queries) == []


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
    ],
)
def test_each_check_finds_what_it_looks_for(check, wrong):
    assert check(ast.parse(wrong))


@pytest.mark.parametrize("check", [bare_managers, clock_readings, floats])
def test_each_check_lets_right_code_pass(check):
    right = "def rows(*, viewer, today): return Report.objects.visible_to(viewer).filter(due_on__lt=today)"

    assert check(ast.parse(right)) == []


def test_a_query_without_viewer_is_found():
    queries = ModuleType("queries")
    exec("def right(*, viewer): ...\ndef wrong(viewer): ...\ndef wrong_too(): ...", vars(queries))

    assert without_viewer(queries) == ["wrong", "wrong_too"]
