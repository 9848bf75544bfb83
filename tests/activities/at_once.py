"""Several database connections at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic, sleep

from django.db import connection, transaction


def on_connections_of_their_own(*calls: Callable) -> list:
    """Runs the calls at the same time, each on a connection; gives what each returned or raised."""
    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result(timeout=30) for future in [pool.submit(_outcome, call) for call in calls]]


@contextmanager
def all_waiting_for(rows, *calls: Callable):
    """Locks `rows`, starts the calls, and lets go of the lock when every one of them waits for it.

    Gives a list that holds their outcomes after the block; what stands in the block runs while they wait.
    """
    outcomes = []
    with ThreadPoolExecutor(len(calls)) as pool:
        with transaction.atomic():
            list(rows.select_for_update(of=["self"]))
            futures = [pool.submit(_outcome, call) for call in calls]
            _wait_until_waiting(len(calls))
            yield outcomes
        outcomes += [future.result(timeout=30) for future in futures]


def _outcome(call: Callable):
    try:
        return call()
    except Exception as error:
        return error
    finally:
        connection.close()


def _wait_until_waiting(number: int, timeout: float = 20) -> None:
    deadline = monotonic() + timeout
    while _waiting() < number:
        assert monotonic() < deadline, "not everybody came to the lock"
        sleep(0.02)


def _waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else the first answer of a transaction stands
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]
