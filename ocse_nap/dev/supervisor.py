"""Starts processes together, watches them, and stops them together in the opposite order."""

import contextlib
import signal
import time
from pathlib import Path

from ocse_nap.dev.processes import end, last_lines, spawn

LONGEST_START = 60  # seconds
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def say(*words) -> None:
    print(*words, flush=True)


class Child:
    """One process of the supervisor: its output goes to `log`, and it dies when the supervisor is killed."""

    def __init__(self, name: str, command: list, log: Path):
        self.name, self.command, self.log = name, command, log
        self.process = None

    def start(self) -> None:
        self.process = spawn(self.command, self.log, signal.SIGTERM)

    def ended(self) -> bool:
        return self.process.poll() is not None

    def stop(self) -> None:
        end(self.process, signal.SIGTERM)


class Trouble(Exception):
    """A child ended by itself or is not ready in time; the message names it and shows the end of its log."""


def supervise(children: list[Child], *, lease, is_up, when_up) -> int:
    """Run the children until a signal, or until one ends by itself. Returns the exit code.

    The first child starts alone, so that it is up soonest: when `is_up()` is true the others follow and
    `when_up()` is called. `lease` holds the services, which stop last.
    """
    code, first = 1, children[0]
    try:
        first.start()
        _wait_until_up(first, lease, is_up)
        for child in children[1:]:
            child.start()
        when_up()
        while True:
            _check(children, lease)
            time.sleep(0.5)
    except KeyboardInterrupt:
        code = 0
    except Trouble as problem:
        say(f"\n{problem}\n")
    finally:
        with ignored_signals():
            _stop(children, lease)
    return code


def _wait_until_up(child, lease, is_up) -> None:
    deadline = time.monotonic() + LONGEST_START
    while not is_up():
        _check([child], lease)
        if time.monotonic() > deadline:
            raise Trouble(
                f"The {child.name} is not ready after {LONGEST_START} seconds. "
                f"{child.log} ends:\n{last_lines(child.log)}"
            )
        time.sleep(0.1)


def _check(children, lease) -> None:
    for child in children:
        if child.ended():
            raise Trouble(
                f"The {child.name} ended by itself (code {child.process.returncode}). "
                f"{child.log} ends:\n{last_lines(child.log)}"
            )
    if lease and not lease.holds():
        log = lease.folder / "log" / "services.log"
        raise Trouble(f"The database or the broker ended by itself. {log} ends:\n{last_lines(log, 3)}")


def _stop(children, lease) -> None:
    say("\nStopping …")
    for child in reversed([child for child in children if child.process]):
        child.stop()
        say(f"  {child.name} stopped")
    if lease:
        stopped = lease.release()
        say("  database and broker", "stopped" if stopped else "stay up: another command uses them")


@contextlib.contextmanager
def signals_interrupt():
    """SIGTERM and a closed terminal act like Ctrl-C (which a background shell may have switched off)."""

    def interrupt(*_):
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def ignored_signals():
    before = {number: signal.signal(number, signal.SIG_IGN) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
