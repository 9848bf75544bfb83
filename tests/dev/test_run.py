"""What `make run` and `make reset` refuse before they start or delete anything."""

import socket

import pytest

from ocse_nap.dev import run
from ocse_nap.dev.binaries import StartError


def test_a_second_copy_is_refused_and_told_where_the_first_one_is(state, script):
    first = script(
        f"""
import time, pathlib
from ocse_nap.dev.run import only_one_copy
with only_one_copy(pathlib.Path({str(state)!r}), "http://127.0.0.1:8123"):
    print("running", flush=True)
    time.sleep(60)
"""
    )
    assert first.stdout.readline() == "running\n"

    with (
        pytest.raises(StartError, match="already running in .*: open http://127.0.0.1:8123"),
        run.only_one_copy(state, "http://127.0.0.1:8124"),
    ):
        pass

    first.kill()
    first.wait()
    with run.only_one_copy(state, "http://127.0.0.1:8124"):
        assert (state / "run" / "run.lock").read_text() == "http://127.0.0.1:8124"


def test_a_taken_port_is_refused_with_the_next_one_proposed():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(StartError, match=f"Port {port} is in use.*PORT={port + 1} make run"):
            run.refuse_taken_port(port)


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "8000.0", "٨٠٠٠x"])
def test_a_port_that_is_no_port_is_refused(monkeypatch, text):
    monkeypatch.setenv("PORT", text)

    with pytest.raises(StartError, match="must be a number from 1 to 65535"):
        run.chosen_port()


@pytest.mark.parametrize(("text", "port"), [("8001", 8001), ("", 8000)])
def test_port_chooses_the_port(monkeypatch, text, port):
    monkeypatch.setenv("PORT", text)

    assert run.chosen_port() == port


def test_reset_deletes_nothing_while_the_database_is_in_use(state, monkeypatch):
    from ocse_nap.dev.keeper import Lease

    monkeypatch.setattr(run, "STATE", state)
    lease = Lease(state, ["REDIS_URL"])

    with pytest.raises(StartError, match="in use"):
        run.reset()

    lease.release()


def test_reset_deletes_nothing_without_a_person_to_ask(state, monkeypatch):
    monkeypatch.setattr(run, "STATE", state)

    with pytest.raises(StartError, match="asks before it deletes"):
        run.reset()

    assert state.exists()
