"""The product's source files, for checks that read code."""

import ast
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
APPS = ["institutions", "priorities", "activities", "budget", "reports"]
DOORS = {"urls", "views", "api", "tasks", "admin", "forms", "serializers", "resources", "management"}


def product_files(*packages: str) -> list[Path]:
    """Python files of these packages (all apps and `ocse_nap` by default), without migrations."""
    folders = packages or (*APPS, "ocse_nap")
    found = [path for folder in folders for path in sorted((CHECKOUT / folder).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def files_of(*modules: str) -> list[Path]:
    """Files of the apps' modules with these names, whether one file (`views.py`) or a package (`views/`)."""
    return [
        path
        for path in product_files(*APPS)
        if path.relative_to(CHECKOUT).parts[1].removesuffix(".py") in modules
    ]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(path: Path) -> str:
    """The path from the checkout on, as a test's name."""
    return path.relative_to(CHECKOUT).as_posix()
