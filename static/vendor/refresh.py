"""The files of others that are shipped in static/: fetch them again, or check what is here.

    python static/vendor/refresh.py --check   # every file still has the sha256 of manifest.json
    python static/vendor/refresh.py           # fetch the versions of manifest.json with npm, write the sha256

To move to a newer version, or to add an icon, change manifest.json and run it without --check. Fetching needs
npm, subsetting fonts needs `pip install fonttools brotli`; running and testing the project need neither.
"""

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
MANIFEST = HERE / "manifest.json"


def check(entries) -> list[str]:
    """The files that differ from their sha256."""
    return [entry["file"] for entry in entries if _sha256(entry) != entry["sha256"]]


def refresh(entries):
    with tempfile.TemporaryDirectory() as folder:
        for package in sorted({f"{entry['package']}@{entry['version']}" for entry in entries}):
            _unpack(package, Path(folder) / package)
        for entry in entries:
            source = Path(folder) / f"{entry['package']}@{entry['version']}" / "package" / entry["source"]
            _write(entry, source)
            entry["sha256"] = _sha256(entry)
    MANIFEST.write_text(json.dumps(entries, ensure_ascii=False, indent=2) + "\n")


def _sha256(entry) -> str:
    return hashlib.sha256((HERE / entry["file"]).read_bytes()).hexdigest()


def _unpack(package, folder):
    folder.mkdir(parents=True)
    packed = subprocess.run(
        ["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True
    )
    with tarfile.open(folder / packed.stdout.strip()) as archive:
        archive.extractall(folder, filter="data")


def _write(entry, source):
    target = HERE / entry["file"]
    if entry["change"] == "subset":
        _subset(source, target, entry)
    elif entry["change"] == "sprite":
        target.write_text(_sprite(source, entry["icons"]))
    elif target.suffix == ".css":
        target.write_text(re.sub(r"/\*# sourceMappingURL=.*?\*/", "", source.read_text()).strip() + "\n")
    else:
        target.write_bytes(source.read_bytes())


def _subset(source, target, entry):
    """Only the characters this site can show: half the size, which matters on a slow line."""
    from fontTools import subset

    characters = f"--text={entry['text']}" if "text" in entry else f"--unicodes={entry['characters']}"
    features = f"--layout-features={entry['features']}"
    subset.main(
        [str(source), characters, features, "--no-hinting", "--flavor=woff2", f"--output-file={target}"]
    )


def _sprite(folder, names) -> str:
    """One symbol for each icon, its name as id."""
    symbols = []
    for name in sorted(names):
        drawing = re.search(r"<svg[^>]*>(.*)</svg>", (folder / f"{name}.svg").read_text(), re.DOTALL)[1]
        drawing = re.sub(r"\s*\n\s*", "", drawing)
        symbols.append(f'<symbol id="{name}" viewBox="0 0 16 16">{drawing}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


if __name__ == "__main__":
    entries = json.loads(MANIFEST.read_text())
    if "--check" in sys.argv:
        if changed := check(entries):
            sys.exit(f"Not as in manifest.json: {', '.join(changed)}")
    else:
        refresh(entries)
