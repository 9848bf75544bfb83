"""Helpers for tests that start real services and kill real processes."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg2
import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def state():
    """An empty state folder with a short path, as `var/` of a checkout."""
    folder = Path(tempfile.mkdtemp(prefix="ocse-nap-test-"))
    yield folder
    _end_processes_of(folder)
    shutil.rmtree(folder)


@pytest.fixture
def script(tmp_path):
    """Start a Python process with this text; it is killed when the test ends."""
    started = []

    def start(text: str, **kwargs) -> subprocess.Popen:
        file = tmp_path / f"script_{len(started)}.py"
        file.write_text(text)
        environment = os.environ | {"PYTHONPATH": str(CHECKOUT), "PYTHONUNBUFFERED": "1"}
        process = subprocess.Popen(
            [sys.executable, file], env=environment, stdout=subprocess.PIPE, text=True, **kwargs
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def execute(url: str, statement: str):
    """Run one SQL statement on the database of this URL; the first row's first value, if it gives rows."""
    with contextlib.closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None


def eventually(condition, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def processes_of(folder: Path) -> dict[int, str]:
    """Processes with this folder in their command line (keeper, PostgreSQL, Valkey): pid -> command."""
    lines = subprocess.run(
        ["ps", "-axww", "-o", "pid=,stat=,command="], capture_output=True, text=True
    ).stdout
    found = [line.split(None, 2) for line in lines.splitlines() if str(folder) in line]
    return {int(pid): command for pid, status, command in found if not status.startswith("Z")}


def _end_processes_of(folder: Path) -> None:
    for pid in processes_of(folder):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    assert eventually(lambda: not processes_of(folder)), "a test left processes behind"
