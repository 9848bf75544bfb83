#!/usr/bin/env python
"""Django's commands. In a checkout they find or start PostgreSQL and Valkey by themselves."""

import os
import sys

from django.core.management import execute_from_command_line


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocse_nap.settings")
    if not {"DATABASE_URL", "REDIS_URL", "SECRET_KEY"} <= set(os.environ):
        use_services_of_this_checkout()
    execute_from_command_line(sys.argv)


def use_services_of_this_checkout():
    try:
        from ocse_nap.dev.environment import complete_environment
    except ModuleNotFoundError:  # the production image has no launcher: the settings say what is missing
        return
    complete_environment()


if __name__ == "__main__":
    main()
