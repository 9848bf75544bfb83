"""Keep of Bootstrap what the pages use: bootstrap.min.css → bootstrap-used.css.

    python static/vendor/reduce_bootstrap.py            # write it
    python static/vendor/reduce_bootstrap.py --check    # say whether a page needs something it lacks

A rule stays if all its classes occur in a `class="…"` of templates/, in a quoted text of the Python and
script files that write HTML, or in ALWAYS. Custom properties nobody reads go too.
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SOURCE, TARGET = HERE / "bootstrap.min.css", HERE / "bootstrap-used.css"

# Small things a page may want tomorrow without anybody having to run this first.
ALWAYS = """
active align-items-baseline align-items-center align-items-end align-items-start btn btn-link
btn-outline-primary btn-primary btn-sm container-xl d-block d-flex d-grid d-inline-block d-none flex-column
flex-grow-1 flex-wrap form-check form-check-input form-check-label form-control form-label form-select
fw-bold fw-normal justify-content-between justify-content-center justify-content-end m-0 mb-0 mb-1 mb-2
mb-3 mb-4 mb-5 me-2 me-3 ms-1 ms-2 ms-3 ms-auto mt-1 mt-2 mt-3 mt-4 mt-5 mx-auto my-3 p-0 p-3 page-item
page-link pagination pb-2 pt-2 small text-center text-end text-start text-nowrap visually-hidden
visually-hidden-focusable w-100 w-50 w-auto gap-1 gap-2 gap-3 gap-4
"""
# Ordinary words in scripts and texts that are also names of components not used here.
NEVER = """
accordion alert badge btn-group card carousel col collapse dropdown fade form-floating input-group modal
nav navbar offcanvas placeholder popover progress row show spinner-border table toast tooltip
was-validated
"""

RULE = re.compile(r"[^{}]+\{[^{}]*\}")


def used_classes() -> set[str]:
    written = set()
    for page in ROOT.glob("templates/**/*.html"):
        for value in re.findall(r'class="([^"]*(?:\{%.*?%\}[^"]*)*)"', page.read_text()):
            written |= set(re.findall(r"[\w-]+", value))
    for code in [*ROOT.glob("*/templatetags/*.py"), *ROOT.glob("*/forms.py"), *ROOT.glob("static/*.js")]:
        for value in re.findall(r"""["'`]([^"'`\n]*)["'`]""", code.read_text()):
            written |= set(re.findall(r"[\w-]+", value))
    return (written | set(ALWAYS.split())) - set(NEVER.split())


def reduced(css: str, used: set[str]) -> str:
    """`css` with only the rules whose classes are in `used`."""
    css = re.sub(r'/\*.*?\*/|@charset "UTF-8";', "", css, flags=re.DOTALL)
    kept = []
    for block in _blocks(css):
        head, _brace, body = block.partition("{")
        if head.startswith(("@media", "@supports")):
            inside = "".join(filter(None, (_rule(rule, used) for rule in RULE.findall(body[:-1]))))
            kept.append(f"{head}{{{inside}}}" if inside else "")
        elif not head.startswith("@"):  # key frames: not needed
            kept.append(_rule(block, used))
    return _without_unread_properties("".join(kept))


def _blocks(css):
    """The top-level blocks, each with its braces."""
    depth, start = 0, 0
    for position, character in enumerate(css):
        depth += (character == "{") - (character == "}")
        if character == "}" and depth == 0:
            yield css[start : position + 1].strip()
            start = position + 1


def _rule(rule, used) -> str:
    head, _brace, body = rule.partition("{")
    selectors = [selector for selector in re.split(r",(?![^()]*\))", head) if _is_used(selector, used)]
    return f"{','.join(selectors)}{{{body}" if selectors else ""


def _is_used(selector, used) -> bool:
    if "[data-bs-" in selector:  # Bootstrap's scripts and its dark theme
        return selector.strip() == "[data-bs-theme=light]"
    return set(re.findall(r"\.([A-Za-z][\w-]*)", selector)) <= used


def _without_unread_properties(css: str) -> str:
    """Drop `--bs-x:…` that no kept rule, and not site.css, reads; again until nothing changes."""
    own = (HERE.parent / "site.css").read_text()
    read = set(re.findall(r"var\((--bs-[\w-]+)", css + own))
    shorter = re.sub(r"(--bs-[\w-]+):[^;{}]*;?", lambda found: found[0] if found[1] in read else "", css)
    shorter = re.sub(r"[^{}]+\{\}", "", shorter)
    return css if shorter == css else _without_unread_properties(shorter)


if __name__ == "__main__":
    version = re.search(r"Bootstrap\s+v([\d.]+)", SOURCE.read_text())[1]
    notice = f"/*! Bootstrap v{version}, MIT, reduced by reduce_bootstrap.py */\n"
    result = notice + reduced(SOURCE.read_text(), used_classes()) + "\n"
    if "--check" in sys.argv:
        if not TARGET.exists() or TARGET.read_text() != result:
            sys.exit("bootstrap-used.css is out of date: run python static/vendor/reduce_bootstrap.py")
    else:
        TARGET.write_text(result)
        print(f"{len(SOURCE.read_text()):,} → {len(result):,} characters")
