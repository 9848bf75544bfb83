"""One PostgreSQL and one Valkey: crashes, stale files, long paths, users."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from ocse_nap.dev.binaries import NOBODY, StartError
from ocse_nap.dev.services import Postgres, services_in
from tests.dev.conftest import CHECKOUT, execute


@pytest.fixture
def postgres(state):
    (state / "log").mkdir()
    server = Postgres(state / "postgres", state / "log" / "postgres.log", durable=False)
    yield server
    server.stop()


def test_a_pid_file_that_names_somebody_elses_process_is_no_obstacle(postgres):
    postgres.start()
    execute(postgres.url(), "CREATE TABLE kept AS SELECT 7 AS value")
    postgres.stop()
    with subprocess.Popen(["sleep", "60"]) as stranger:
        (postgres.data / "postmaster.pid").write_text(f"{stranger.pid}\n{postgres.data}\n")

        postgres.start()

        assert execute(postgres.url(), "SELECT value FROM kept") == 7
        assert stranger.poll() is None
        stranger.kill()


def test_a_server_that_a_killed_launcher_left_is_ended_first(postgres):
    postgres.start()
    left_over = postgres.process
    successor = Postgres(postgres.data, postgres.log, durable=False)

    successor.start()

    assert left_over.poll() is not None
    assert successor.answers()
    successor.stop()


def test_data_of_another_postgresql_version_are_refused_by_name(postgres):
    postgres.data.mkdir()
    (postgres.data / "PG_VERSION").write_text("12\n")

    with pytest.raises(StartError, match=r"made by PostgreSQL 12; the programs are \d+"):
        postgres.start()


def test_a_server_that_cannot_start_shows_the_end_of_its_log(postgres):
    postgres.start()
    postgres.stop()
    (postgres.data / "postgresql.conf").write_text("no_such_setting = 1\n")

    with pytest.raises(StartError, match="no_such_setting"):
        postgres.start()


def test_a_path_too_long_for_a_socket_works(state):
    deep = state / ("deep-" * 12) / ("deeper-" * 12)
    assert len(str(deep / "postgres" / ".s.PGSQL.5432")) > 107
    services = services_in(deep, durable=False)
    try:
        for service in services.values():
            service.start()

        assert execute(services["DATABASE_URL"].url(), "SELECT 1") == 1
        assert services["REDIS_URL"].answers()
    finally:
        for service in services.values():
            service.stop()


USE_BOTH = """
from pathlib import Path
from ocse_nap.dev.keeper import Lease
lease = Lease(Path("var").resolve(), ["DATABASE_URL", "REDIS_URL"])
print(all(service.answers() for service in lease.services.values()), lease.release())
"""


def test_an_ordinary_user_can_start_them(foreign_checkout):
    folder, python, user = foreign_checkout
    environment = {"PYTHONPATH": f"{folder}:{_site_packages()}", "PATH": os.environ["PATH"]}

    done = subprocess.run(
        [python, "-c", USE_BOTH], cwd=folder, env=environment, capture_output=True, text=True, **user
    )

    assert done.stdout.split() == ["True", "True"], done.stdout + done.stderr
    assert (folder / "var" / "postgres").stat().st_uid == folder.stat().st_uid


@pytest.mark.skipif(os.geteuid() != 0, reason="about root only")
def test_root_without_user_namespaces_runs_postgresql_as_nobody(postgres, monkeypatch):
    postgres.data.parent.chmod(0o755)
    with monkeypatch.context() as changed:
        changed.setenv("PATH", "/nonexistent")  # no `unshare`
        postgres.start()

    assert execute(postgres.url(), "SELECT 1") == 1
    assert postgres.data.stat().st_uid == NOBODY


@pytest.fixture
def foreign_checkout():
    """A copy of the launcher in a folder of an ordinary user: (folder, its Python, Popen arguments)."""
    folder = Path(tempfile.mkdtemp(prefix="ocse-nap-user-"))
    launcher = folder / "ocse_nap"
    launcher.mkdir()
    (launcher / "__init__.py").touch()
    shutil.copytree(CHECKOUT / "ocse_nap" / "dev", launcher / "dev")
    user = {}
    if os.geteuid() == 0:
        user = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, NOBODY, NOBODY)
    yield folder, _python_for(user), user
    shutil.rmtree(folder)


def _python_for(user: dict) -> str:
    """This Python, or the system's where this one lies in a home folder closed to that user."""
    for python in (sys.executable, "/usr/bin/python3"):
        try:
            subprocess.run([python, "-c", ""], check=True, cwd="/", **user)
            return python
        except (OSError, subprocess.SubprocessError):
            continue
    return pytest.skip("no Python here that an ordinary user may run")


def _site_packages() -> Path:
    return Path(pytest.__file__).resolve().parents[1]
