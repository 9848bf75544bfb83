"""Keeps PostgreSQL and Valkey up for as long as some process of this checkout uses them.

`make run`, `manage.py shell` and a test may come and go in any order and none may pull the rug from
another. So the services belong to none of them, but to a small process, the keeper. Three files in
`var/run` are locked, never read; the kernel drops the locks of a process however it ends:

`users.lock`   shared, by each process that uses the services. The keeper asks for it alone, four times a
               second: when it gets it, nobody is left, and it stops the services and ends.
`keeper.lock`  alone, by the keeper while it lives.
`start.lock`   alone, by the one process that is starting a keeper.

A service that ends by itself is not restarted in secret: the keeper says so in `services.log`, stops the
other one and ends. If the keeper itself is killed, Linux ends its services with it.
"""

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from ocse_nap.dev.binaries import StartError
from ocse_nap.dev.services import services_in

CHECKOUT = Path(__file__).resolve().parents[2]
READY = "ready"


class Lease:
    """One process's use of the services in a state folder: ends with `release()` or with the process."""

    def __init__(self, folder: Path, names):
        """Find the services running or start them. `names`: DATABASE_URL, REDIS_URL or both."""
        self.folder = folder
        self.services = {name: service for name, service in services_in(folder).items() if name in names}
        self._users = open_lock(folder, "users")
        fcntl.flock(self._users, fcntl.LOCK_SH)  # waits while a keeper is stopping
        with open_lock(folder, "start") as start:
            fcntl.flock(start, fcntl.LOCK_EX)
            self._find_or_start()

    def urls(self) -> dict[str, str]:
        return {name: service.url() for name, service in self.services.items()}

    def holds(self) -> bool:
        """Whether the services are still kept."""
        return keeper_is_alive(self.folder)

    def release(self) -> bool:
        """Give the services up; True when nobody else used them and they have stopped."""
        alone = _try_lock(self._users)
        self._users.close()
        if alone:
            _wait_until(lambda: not self.holds(), 60)
        return alone

    def _find_or_start(self) -> None:
        deadline = time.monotonic() + 60
        while True:
            if not keeper_is_alive(self.folder):
                self.keeper = _start_keeper(self.folder, self.services)
            if all(service.answers() for service in self.services.values()):
                return
            if time.monotonic() > deadline:
                names = " and ".join(service.name for service in self.services.values())
                raise StartError(f"{names} should be running but do not answer; see {self.folder / 'log'}.")
            time.sleep(0.05)


def keeper_is_alive(folder: Path) -> bool:
    with open_lock(folder, "keeper") as lock:
        return not _try_lock(lock, fcntl.LOCK_SH)


def keep(folder: Path, names) -> None:
    """The keeper's life. Says `ready`, or why it cannot start, on standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    lock, users = open_lock(folder, "keeper"), open_lock(folder, "users")
    if not _wait_until(lambda: _try_lock(lock), 5):
        sys.exit(f"Another process keeps the services in {folder}.")
    available = services_in(folder)
    services = [available[name] for name in names]
    try:
        for service in services:
            service.start()
        print(READY, flush=True)
        _write_to_log(folder)
        print(_now(), "started", flush=True)
        print(_now(), _wait_for_the_end(services, users), flush=True)
    except StartError as error:
        print(error, flush=True)
    finally:
        for service in reversed(services):
            service.stop()


def _wait_for_the_end(services, users) -> str:
    """Wait, and return the reason for stopping."""
    while True:
        for service in services:
            if service.process.poll() is not None:
                return f"{service.name} ended by itself with code {service.process.returncode}"
        if _try_lock(users):
            return "nobody uses the services any more"
        time.sleep(0.25)


def _start_keeper(folder: Path, names) -> subprocess.Popen:
    keeper = subprocess.Popen(
        [sys.executable, "-m", "ocse_nap.dev.keeper", folder, *names],
        cwd=CHECKOUT,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with keeper.stdout as answer:
        first = answer.readline().strip()
        if first != READY:
            raise StartError(f"{first}\n{answer.read()}".strip())
    return keeper


def open_lock(folder: Path, name: str):
    """A lock file of the state folder. Raises StartError if the folder is another user's."""
    try:
        (folder / "run").mkdir(parents=True, exist_ok=True)
        return (folder / "run" / f"{name}.lock").open("a+")
    except PermissionError:
        raise StartError(
            f"{folder} belongs to another user (did root start it first?): run this as that user,\n"
            "or let that user delete it with `make reset`."
        ) from None


def _try_lock(file, kind=fcntl.LOCK_EX) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait_until(condition, timeout: float) -> bool:
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _write_to_log(folder: Path) -> None:
    with (folder / "log" / "services.log").open("ab") as log:
        os.dup2(log.fileno(), sys.stdout.fileno())
        os.dup2(log.fileno(), sys.stderr.fileno())


def _now() -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S")


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        keep(Path(sys.argv[1]), sys.argv[2:])
