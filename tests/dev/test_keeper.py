"""Several processes share the services; whoever dies, and however, nobody's work is lost."""

import os
import signal

import pytest

from ocse_nap.dev.keeper import Lease, keeper_is_alive
from tests.dev.conftest import eventually, execute, processes_of

BOTH = ["DATABASE_URL", "REDIS_URL"]


@pytest.fixture
def lease(state):
    lease = Lease(state, BOTH)
    yield lease
    lease.release()


def test_the_second_user_shares_and_the_last_one_stops_the_services(state):
    first, second = Lease(state, BOTH), Lease(state, BOTH)

    assert second.urls() == first.urls()
    assert first.release() is False
    assert execute(second.urls()["DATABASE_URL"], "SELECT 1") == 1
    assert second.release() is True
    assert eventually(lambda: not processes_of(state))


def test_a_user_killed_with_9_leaves_no_process(state, script):
    user = script(
        f"""
import time, pathlib
from ocse_nap.dev.keeper import Lease
lease = Lease(pathlib.Path({str(state)!r}), {BOTH})
print("using", flush=True)
time.sleep(60)
"""
    )
    assert user.stdout.readline() == "using\n"

    user.kill()

    assert eventually(lambda: not processes_of(state))


def test_the_keeper_killed_with_9_takes_its_services_along_and_the_next_user_starts_anew(state, lease):
    execute(lease.urls()["DATABASE_URL"], "CREATE TABLE kept AS SELECT 7 AS value")
    os.kill(lease.keeper.pid, signal.SIGKILL)

    assert eventually(lambda: not lease.holds())
    second = Lease(state, BOTH)

    assert execute(second.urls()["DATABASE_URL"], "SELECT value FROM kept") == 7
    second.release()


@pytest.mark.parametrize(("number", "name"), [(0, "PostgreSQL"), (1, "Valkey")])
def test_a_service_killed_with_9_is_named_and_comes_back_with_its_data(state, lease, number, name):
    execute(lease.urls()["DATABASE_URL"], "CREATE TABLE kept AS SELECT 7 AS value")
    os.kill(_server_pid(state, ["bin/postgres", "valkey-server"][number]), signal.SIGKILL)

    assert eventually(lambda: not keeper_is_alive(state))
    assert f"{name} ended by itself with code -9" in (state / "log" / "services.log").read_text()
    again = Lease(state, BOTH)

    assert execute(again.urls()["DATABASE_URL"], "SELECT value FROM kept") == 7
    assert all(service.answers() for service in again.services.values())
    again.release()


def _server_pid(state, program: str) -> int:
    return next(pid for pid, command in processes_of(state).items() if program in command)
