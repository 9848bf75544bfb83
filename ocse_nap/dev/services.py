"""One PostgreSQL and one Valkey on unix sockets, kept in a folder of their own."""

import contextlib
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from ocse_nap.dev.binaries import NOBODY, StartError, as_ordinary_user, postgres_folder, valkey_program
from ocse_nap.dev.processes import end, last_lines, spawn

USER = DATABASE = "ocse_nap"
PORT = 5432  # of the socket's name only: nothing listens on the network
LONGEST_SOCKET_PATH = 100  # bytes; the kernel's limit is 107 on Linux, 103 on macOS
POSTGRES_OPTIONS = ["-c", "max_connections=60", "-c", "shared_buffers=64MB", "-c", "log_min_messages=warning"]
THROW_AWAY_OPTIONS = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


class Postgres:
    """A PostgreSQL server whose data and socket lie in `data`; `durable=False` for tests only."""

    name = "PostgreSQL"

    def __init__(self, data: Path, log: Path, *, durable: bool = True):
        self.data, self.log, self.durable = data.resolve(), log, durable
        self.process = None
        self.sockets = _socket_folder(self.data)
        self._socket = self.sockets / f".s.PGSQL.{PORT}"

    def start(self, timeout: float = 60) -> None:
        """Start and wait until queries are answered. Raises StartError with the reason."""
        self._bin = postgres_folder()
        self._prefix, self._as_user = as_ordinary_user(self._bin / "postgres")
        if not (self.data / "PG_VERSION").exists():
            self._make_data()
        self._check_version()
        self._end_leftovers()
        _make_private(self.sockets)
        self._give_to_server(self.sockets)
        options = POSTGRES_OPTIONS + ([] if self.durable else THROW_AWAY_OPTIONS)
        where = ["-D", self.data, "-h", "", "-k", self.sockets, "-p", str(PORT)]
        self.process = spawn(
            [*self._prefix, self._bin / "postgres", *where, *options],
            self.log,
            signal.SIGINT,
            **self._as_user,
        )
        _wait_for(self, timeout)

    def answers(self) -> bool:
        """Whether a server on this socket takes queries now."""
        if not _accepts(self._socket):
            return False
        server = ["-h", self.sockets, "-p", str(PORT), "-U", USER, "-d", DATABASE]
        return subprocess.run([postgres_folder() / "pg_isready", "-q", "-t", "2", *server]).returncode == 0

    def url(self, database: str = DATABASE) -> str:
        return f"postgresql://{USER}@/{database}?host={quote(str(self.sockets), safe='')}&port={PORT}"

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, nothing committed is lost."""
        end(self.process, signal.SIGINT)
        _remove_if_empty(self.sockets)

    def _make_data(self) -> None:
        # Made beside its place and then renamed: an interrupted initdb leaves nothing half made.
        unfinished = self.data.with_name(self.data.name + ".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        self._give_to_server(unfinished)
        options = ["-U", USER, "-A", "trust", "-E", "UTF8", "--no-locale"]
        if not self.durable:
            options.append("--no-sync")
        self._run("initdb", "-D", unfinished, *options)
        self._run(
            "postgres", "--single", "-D", unfinished, "postgres", request=f"CREATE DATABASE {DATABASE}\n"
        )
        unfinished.rename(self.data)

    def _run(self, program: str, *arguments, request: str = "") -> None:
        command = [*self._prefix, self._bin / program, *arguments]
        done = subprocess.run(
            command, input=request, capture_output=True, text=True, cwd="/", **self._as_user
        )
        if done.returncode != 0:
            raise StartError(f"PostgreSQL could not make its files in {self.data}:\n{done.stderr.strip()}")

    def _give_to_server(self, folder: Path) -> None:
        if user := self._as_user.get("user"):
            os.chown(folder, user, user)

    def _check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        answer = subprocess.run([self._bin / "postgres", "--version"], capture_output=True, text=True).stdout
        program = answer.split()[2].split(".")[0]
        if made_by != program:
            raise StartError(
                f"The data in {self.data} were made by PostgreSQL {made_by}; the programs are {program}.\n"
                f"Copy the data out with pg_dump of {made_by}, or start over with `make reset`."
            )

    def _end_leftovers(self) -> None:
        """End what a killed launcher left, and remove a pid file that names no server of ours.

        PostgreSQL checks only that the pid is alive, which after a crash may be any other process.
        """
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        pid = int(pid_file.read_text().split()[0])
        deadline = time.monotonic() + 20
        while leftovers := self._leftovers(pid):
            if pid in leftovers:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGINT)
            if time.monotonic() > deadline:
                raise StartError(f"PostgreSQL processes {leftovers} still use {self.data}. Stop them first.")
            time.sleep(0.1)
        pid_file.unlink(missing_ok=True)
        self._socket.with_name(self._socket.name + ".lock").unlink(missing_ok=True)

    def _leftovers(self, pid: int) -> list[int]:
        # Every process of a server works in its data folder; where there is no /proc, ask the socket.
        if not Path("/proc/self/cwd").exists():
            return [pid] if _accepts(self._socket) else []
        return [int(process.name) for process in Path("/proc").glob("[0-9]*") if _serves(process, self.data)]


class Valkey:
    """A Valkey server, which speaks the Redis protocol; `durable=False` keeps nothing on disk."""

    name = "Valkey"

    def __init__(self, data: Path, log: Path, *, durable: bool = True):
        self.data, self.log, self.durable = data.resolve(), log, durable
        self.process = None
        self._socket = _socket_folder(self.data) / "valkey.sock"

    def start(self, timeout: float = 20) -> None:
        """Start and wait until it answers. Raises StartError with the reason."""
        self.data.mkdir(parents=True, exist_ok=True)
        _make_private(self._socket.parent)
        _ask(self._socket, b"SHUTDOWN\r\n")  # one that a killed launcher left, on systems without prctl
        options = {
            "--port": "0",
            "--unixsocket": self._socket,
            "--unixsocketperm": "700",
            "--dir": self.data,
            "--save": "60 1" if self.durable else "",
            "--appendonly": "no",
        }
        arguments = [text for pair in options.items() for text in pair]
        self.process = spawn([valkey_program(), *arguments], self.log, signal.SIGTERM)
        _wait_for(self, timeout)

    def answers(self) -> bool:
        return _ask(self._socket, b"PING\r\n").startswith(b"+PONG")

    def url(self, database: int = 0) -> str:
        return f"unix://{self._socket}?db={database}"

    def stop(self) -> None:
        """Saves what is in memory, then ends."""
        end(self.process, signal.SIGTERM)
        _remove_if_empty(self._socket.parent)


def services_in(folder: Path, *, durable: bool = True) -> dict[str, Postgres | Valkey]:
    """The two services of a state folder, by the environment variable that names each."""
    logs = folder / "log"
    logs.mkdir(parents=True, exist_ok=True)
    return {
        "DATABASE_URL": Postgres(folder / "postgres", logs / "postgres.log", durable=durable),
        "REDIS_URL": Valkey(folder / "valkey", logs / "valkey.log", durable=durable),
    }


@contextlib.contextmanager
def throw_away_services(names=("DATABASE_URL", "REDIS_URL")):
    """Fast services in a temporary folder that is deleted afterwards; gives them by variable name."""
    folder = Path(tempfile.mkdtemp(prefix="ocse-nap-"))
    folder.chmod(0o755)
    available = services_in(folder, durable=False)
    services = {name: available[name] for name in names}
    try:
        for service in services.values():
            service.start()
        yield services
    finally:
        for service in services.values():
            service.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _socket_folder(data: Path) -> Path:
    """The data folder itself or, where its path is too long for a socket, a private folder in /tmp."""
    if len(os.fsencode(data)) + len("/.s.PGSQL.5432") <= LONGEST_SOCKET_PATH:
        return data
    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    return Path("/tmp") / f"ocse-nap-{os.geteuid()}-{name}"


def _make_private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    owners = [os.geteuid(), NOBODY] if os.geteuid() == 0 else [os.geteuid()]
    if folder.is_symlink() or folder.stat().st_uid not in owners:
        raise StartError(f"{folder} belongs to another user. Remove it.")


def _remove_if_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()


def _wait_for(service: Postgres | Valkey, timeout: float) -> None:
    deadline = time.monotonic() + timeout
    while not service.answers():
        if service.process.poll() is not None:
            raise StartError(f"{service.name} did not start. {service.log} ends:\n{last_lines(service.log)}")
        if time.monotonic() > deadline:
            service.stop()
            raise StartError(
                f"{service.name} did not answer within {timeout:.0f} seconds. {service.log} ends:\n"
                + last_lines(service.log)
            )
        time.sleep(0.02)


def _accepts(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(2)
        return client.connect_ex(str(path)) == 0


def _ask(path: Path, request: bytes) -> bytes:
    """The answer of a server on this socket; empty where none listens."""
    with socket.socket(socket.AF_UNIX) as client, contextlib.suppress(OSError):
        client.settimeout(2)
        client.connect(str(path))
        client.sendall(request)
        return client.recv(64)
    return b""


def _serves(process: Path, data: Path) -> bool:
    """Whether this /proc entry is a PostgreSQL process working in `data`."""
    try:
        return os.readlink(process / "cwd") == str(data) and (process / "comm").read_text() == "postgres\n"
    except OSError:  # ended meanwhile, or another user's
        return False
