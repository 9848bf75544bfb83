"""`python -m ocse_nap.dev run | setup | reset | test | lint`: what the Makefile calls."""

import sys

from ocse_nap.dev import checks, run

COMMANDS = {
    "run": run.run,
    "setup": run.setup,
    "reset": run.reset,
    "test": checks.run_all,
    "lint": checks.lint,
}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    try:
        sys.exit(COMMANDS[sys.argv[1]]())
    except KeyboardInterrupt:
        sys.exit(130)
