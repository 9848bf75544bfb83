"""The environment variables that the settings read, for work in this checkout. What is set already wins."""

import os
import secrets
from pathlib import Path

from ocse_nap.dev.keeper import CHECKOUT, Lease

STATE = CHECKOUT / "var"
SERVICES = ("DATABASE_URL", "REDIS_URL")


_leases: list[Lease] = []


def complete_environment(state: Path = STATE) -> Lease | None:
    """Set what is missing in `os.environ`; start the services that no variable names.

    The lease must live as long as the process needs the services: it is kept here, too.
    """
    missing = [name for name in SERVICES if name not in os.environ]
    lease = Lease(state, missing) if missing else None
    defaults = {
        "DJANGO_SETTINGS_MODULE": "ocse_nap.settings",
        "DEVELOPMENT": "1",
        "DEBUG": "0",
        "SECRET_KEY": secret_key(state),
    }
    if lease:
        defaults |= lease.urls()
        _leases.append(lease)
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
    return lease


def secret_key(state: Path) -> str:
    """A key of this checkout's own, made once: sessions survive a restart."""
    file = state / "secret_key"
    if not file.exists():
        state.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text()
