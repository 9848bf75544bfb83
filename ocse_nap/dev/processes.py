"""Child processes: started with a log, ended in time, and never outliving a killed parent."""

import ctypes
import subprocess
import sys
from pathlib import Path

LARGEST_LOG = 5_000_000  # bytes
PATIENCE = 20  # seconds a process has to end by itself


def spawn(command, log: Path, end_signal: int, **popen_arguments) -> subprocess.Popen:
    """Start a process whose output goes to `log` and which gets `end_signal` when its parent dies.

    It has a session of its own, so that Ctrl-C in the terminal does not reach it.
    """
    with _open_log(log) as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            **_dies_with_parent(end_signal),
            **popen_arguments,
        )


def end(process: subprocess.Popen | None, end_signal: int) -> None:
    """Ask the process to end and wait; kill it after PATIENCE seconds. None or an ended one is fine."""
    if process is None or process.poll() is not None:
        return
    process.send_signal(end_signal)
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def last_lines(log: Path, count: int = 15) -> str:
    """The end of a log file, indented, for a message."""
    lines = log.read_text(errors="replace").splitlines()[-count:] if log.exists() else []
    return "\n".join(f"    {line}" for line in lines) or "    (the log is empty)"


def _dies_with_parent(signal_number: int) -> dict:
    """Popen arguments: Linux sends the child this signal when its parent dies, even by kill -9."""
    if sys.platform != "linux":
        return {}
    pr_set_pdeathsig, libc = 1, ctypes.CDLL(None)
    return {"preexec_fn": lambda: libc.prctl(pr_set_pdeathsig, signal_number)}


def _open_log(log: Path):
    """The log file, open for appending; a large one is first put aside as `….1`."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_name(log.name + ".1"))
    return log.open("ab")
