"""The supervisor with stand-ins for web and worker, and with the real services."""

import signal

import pytest

from tests.dev.conftest import eventually, processes_of

SUPERVISE = """
import pathlib, sys
from ocse_nap.dev.keeper import Lease
from ocse_nap.dev.supervisor import Child, signals_interrupt, supervise
state = pathlib.Path({state!r})
with signals_interrupt():
    lease = Lease(state, ["DATABASE_URL", "REDIS_URL"])
    children = [
        Child("web server", [sys.executable, "-c", {web!r}, state], state / "log/web.log"),
        Child("worker", [sys.executable, "-c", {worker!r}, state], state / "log/worker.log"),
    ]
    up = lambda: print("up", flush=True)
    sys.exit(supervise(children, lease=lease, is_up=lambda: True, when_up=up))
"""
SLEEP = "import time; time.sleep(60)"


@pytest.fixture
def supervisor(state, script):
    def start(worker=SLEEP):
        process = script(SUPERVISE.format(state=str(state), web=SLEEP, worker=worker))
        assert process.stdout.readline() == "up\n"
        return process

    return start


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything_in_order(supervisor, state, number):
    process = supervisor()

    process.send_signal(number)

    assert process.communicate(timeout=20)[0].split("\n")[1:-1] == [
        "Stopping …",
        "  worker stopped",
        "  web server stopped",
        "  database and broker stopped",
    ]
    assert process.returncode == 0
    assert eventually(lambda: not processes_of(state))


def test_killed_with_9_it_leaves_no_process(supervisor, state):
    process = supervisor()
    assert len(processes_of(state)) >= 5

    process.kill()

    assert eventually(lambda: not processes_of(state))


def test_a_child_that_ends_is_named_with_the_end_of_its_log_and_the_rest_stops(supervisor, state):
    process = supervisor(worker="import time; time.sleep(1); raise SystemExit('broker lost')")

    output = process.communicate(timeout=20)[0]

    assert process.returncode == 1
    assert "The worker ended by itself (code 1)" in output
    assert "broker lost" in output
    assert eventually(lambda: not processes_of(state))
