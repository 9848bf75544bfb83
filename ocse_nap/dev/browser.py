"""Chromium for the browser tests: found, or installed where that is possible."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PROGRAMS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
MAC_PROGRAMS = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
]
DEBIAN_PACKAGES = ["chromium", "fonts-noto-core", "fonts-khmeros"]
MISSING = """\
The browser tests need Chromium or Chrome, and this computer has none.
They were NOT run. Install one and run `make test` again:
  Debian, Ubuntu   sudo apt-get install chromium fonts-noto-core fonts-khmeros
  macOS            brew install --cask google-chrome
or set CHROMIUM to the program."""


def find() -> str | None:
    """The path of Chromium or Chrome: CHROMIUM, else one on the PATH, else a macOS application."""
    if "CHROMIUM" in os.environ:
        return shutil.which(os.environ["CHROMIUM"])
    on_path = [found for name in PROGRAMS if (found := shutil.which(name))]
    return next(iter(on_path + [path for path in MAC_PROGRAMS if Path(path).exists()]), None)


def find_or_install() -> str | None:
    """Like `find`, but tries apt-get first where it exists and needs no password."""
    if found := find():
        return found
    if shutil.which("apt-get") and (as_root := _way_to_root()) is not None:
        print("Installing Chromium …", flush=True)
        environment = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive"]
        for step in (["update", "-qq"], ["install", "-y", "-qq", *DEBIAN_PACKAGES]):
            subprocess.run([*environment, "apt-get", *step], stdin=subprocess.DEVNULL, stdout=sys.stderr)
    return find()


def _way_to_root() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None
