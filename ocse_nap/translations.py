"""Translations without the gettext programs: Babel reads the code and writes the files.

    python -m ocse_nap.translations harvest     bring locale/km up to date with the code
    python -m ocse_nap.translations check       exit 1 if a text is not translated
    python -m ocse_nap.translations compile     write the .mo files that Django reads

The texts in the code are English, so Khmer is the only translation.
"""

import io
import re
import sys
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

CHECKOUT = Path(__file__).resolve().parent.parent
KHMER = CHECKOUT / "locale" / "km" / "LC_MESSAGES" / "django.po"
SOURCES = ["institutions", "priorities", "activities", "budget", "reports", "ocse_nap", "templates"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sdf]|\{\w*\}")
FUNCTIONS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def harvest(root: Path = CHECKOUT) -> Catalog:
    """Every text marked for translation in Python files and templates, with the files it stands in."""
    texts = Catalog(domain="django", charset="utf-8")
    for path, source in _sources(root):
        found = extract(
            "python", io.BytesIO(source.encode()), FUNCTIONS, ["Translators:"], {"encoding": "utf-8"}
        )
        for _line, message, comments, context in found:
            place = (path.relative_to(root).as_posix(), None)
            texts.add(message, locations=[place], auto_comments=comments, context=context)
    return texts


def update(root: Path = CHECKOUT, po: Path = KHMER) -> Catalog:
    """Add new texts to the .po file, untranslated, and drop those the code no longer has."""
    translated = _read(po)
    translated.update(harvest(root), no_fuzzy_matching=True, update_header_comment=False)
    po.parent.mkdir(parents=True, exist_ok=True)
    with po.open("wb") as file:
        write_po(file, translated, width=100, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return translated


def problems(root: Path = CHECKOUT, po: Path = KHMER) -> list[str]:
    """Texts of the code without a finished translation, and translations whose placeholders differ."""
    translated = _read(po)
    found = []
    for text in harvest(root):
        if not text.id:
            continue
        message = translated.get(text.id, text.context)
        if message is None or message.fuzzy or not _is_complete(message):
            found.append(
                f"not translated: {text.id!r} in {', '.join(path for path, _line in text.locations)}"
            )
        elif not _keeps_placeholders(message):
            found.append(f"other placeholders in the translation: {text.id!r}")
    return found


def compile_all(root: Path = CHECKOUT) -> None:
    """Write the .mo file beside each .po file that is newer than it."""
    for po in sorted((root / "locale").glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime > po.stat().st_mtime:
            continue
        unfinished = mo.with_suffix(".unfinished")
        with unfinished.open("wb") as file:
            write_mo(file, _read(po))
        unfinished.replace(mo)


def _sources(root: Path):
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()  # templatize reads one setting; no project is needed for it
    for folder in SOURCES:
        for path in sorted((root / folder).rglob("*")):
            parts = path.relative_to(root).parts
            if path.suffix == ".py" and "migrations" not in parts:
                yield path, path.read_text(encoding="utf-8")
            elif path.suffix in (".html", ".txt") and "templates" in parts:
                as_python = templatize(path.read_text(encoding="utf-8"), origin=str(path))
                # A template's indentation means nothing, but Python's would.
                yield path, "\n".join(line.lstrip() for line in as_python.split("\n"))


def _read(po: Path) -> Catalog:
    if not po.exists():
        return Catalog(locale="km", domain="django", project="OCSE NAP", charset="utf-8")
    with po.open("rb") as file:
        return read_po(file, locale=po.parents[1].name)


def _is_complete(message) -> bool:
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def _keeps_placeholders(message) -> bool:
    # Of the two English forms the plural has every placeholder: "one report", "%(n)s reports".
    original, forms = message.id, [message.string]
    if isinstance(message.id, tuple):
        original, forms = message.id[-1], message.string
    wanted = sorted(PLACEHOLDER.findall(original))
    return all(sorted(PLACEHOLDER.findall(form)) == wanted for form in forms)


def main(command: str) -> int:
    if command == "harvest":
        print(f"{len(update())} texts in {KHMER.relative_to(CHECKOUT)}")
    elif command == "compile":
        compile_all()
    elif found := problems():
        print("\n".join(found), f"\n{len(found)} problems in {KHMER.relative_to(CHECKOUT)}", sep="\n")
        return 1
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in ("harvest", "check", "compile"):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
