"""`make run`: set up, load the plan into an empty database, start web, worker and beat, stop on Ctrl-C."""

import contextlib
import fcntl
import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

from ocse_nap.dev.binaries import StartError
from ocse_nap.dev.environment import STATE, complete_environment
from ocse_nap.dev.keeper import CHECKOUT, keeper_is_alive, open_lock
from ocse_nap.dev.supervisor import Child, say, signals_interrupt, supervise

HOST = "127.0.0.1"


def run() -> int:
    """Returns the exit code: 0 after Ctrl-C or SIGTERM."""
    port = chosen_port()
    address = f"http://{HOST}:{port}"
    with signals_interrupt(), only_one_copy(STATE, address):
        refuse_taken_port(port)
        try:
            lease = prepare()
        except KeyboardInterrupt:
            say("\nStopped.")
            return 0
        children = product_processes(port, STATE / "log")
        say("Starting the web server, then worker and beat …")
        return supervise(
            children,
            lease=lease,
            is_up=lambda: web_answers(f"{address}/healthz"),
            when_up=lambda: welcome(address),
        )


def setup() -> int:
    """`make setup`: everything `make run` does before it starts the product."""
    lease = prepare()
    if lease:
        lease.release()
    say("Ready: `make run` starts it.")
    return 0


def prepare():
    """Services up, database migrated, translations compiled, static files collected, plan loaded.

    Returns the lease of the services (None where the environment names them).
    """
    if not {"DATABASE_URL", "REDIS_URL"} <= set(os.environ):
        say("Starting PostgreSQL and Valkey …")
    lease = complete_environment()
    # In a process of its own: Django's memory is not kept by the supervisor.
    done = subprocess.run([sys.executable, "-m", "ocse_nap.dev.prepare"], cwd=CHECKOUT)
    if done.returncode != 0:
        raise StartError("Setting up failed; the reason is above. Nothing was started.")
    return lease


def product_processes(port: int, logs: Path) -> list[Child]:
    """Web, worker and beat, in the order in which they start."""
    python = [sys.executable, "-m"]
    web = ["gunicorn", "ocse_nap.wsgi:application", "--bind", f"{HOST}:{port}", "--access-logfile", "-"]
    processes = ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--preload"]
    celery = ["celery", "-A", "ocse_nap"]
    schedule = ["--schedule", str(logs.parent / "run" / "beat"), "--pidfile="]
    return [
        Child("web server", [*python, *web, *processes, "--no-control-socket"], logs / "web.log"),
        Child(
            "worker", [*python, *celery, "worker", "--concurrency", "1", "-l", "info"], logs / "worker.log"
        ),
        Child("beat", [*python, *celery, "beat", "-l", "info", *schedule], logs / "beat.log"),
    ]


def chosen_port() -> int:
    """PORT, 8000 when it is not set. Raises StartError if it is no port number."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise StartError(f"PORT is {text!r}; it must be a number from 1 to 65535.")
    return int(text)


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise StartError(f"Port {port} is for root only. Choose another: PORT=8000 make run") from None
        except OSError:
            raise StartError(
                f"Port {port} is in use by another program. Choose another: PORT={port + 1} make run"
            ) from None


@contextlib.contextmanager
def only_one_copy(state: Path, address: str):
    """Hold `run.lock`, which tells a second copy where the first one is. Raises StartError in the second."""
    with open_lock(state, "run") as lock:
        lock.seek(0)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StartError(
                f"OCSE NAP is already running in {state.parent}: open {lock.read().strip()}\n"
                "Stop it with Ctrl-C in its own terminal."
            ) from None
        lock.truncate(0)
        lock.write(address)
        lock.flush()
        yield


def web_answers(url: str) -> bool:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=2) as response:
            return response.status == 200
    except OSError:
        return False


def welcome(address: str) -> None:
    accounts = (STATE / "run" / "demonstration_accounts.txt").read_text().strip()
    say(f"\nOCSE NAP is running: {address}\n\n{accounts}\n\nLogs are in var/log. Stop with Ctrl-C.")


def reset() -> int:
    """Delete the database, the broker's data, logs and collected files of this checkout, after asking."""
    if not STATE.exists():
        say("There is nothing to delete.")
        return 0
    if keeper_is_alive(STATE):
        raise StartError("The database is in use. Stop `make run` and other commands first.")
    if not sys.stdin.isatty():
        raise StartError("`make reset` asks before it deletes; run it in a terminal.")
    say(f"This deletes everything in {STATE}: the database, logs, collected files.")
    if input("Type yes to go on: ").strip().lower() != "yes":
        say("Nothing was deleted.")
        return 1
    shutil.rmtree(STATE)
    say("Deleted. `make run` starts over.")
    return 0
