#!/bin/sh
# Makes .venv and installs one lock file into it: `sh ocse_nap/dev/install.sh run` or `… test`.
# Does nothing when that was done before and the lock file has not changed.
set -eu
cd "$(dirname "$0")/../.."

fail() {
    printf '\n%s\n\n' "$1" >&2
    exit 1
}

[ -w . ] || fail "You may not write in $PWD. Run this as the user to whom it belongs."
lock=requirements/$1.lock
installed=.venv/installed     # copies of the lock files whose packages are in .venv

if [ -x .venv/bin/python ] && .venv/bin/python -c '' 2>/dev/null; then
    if cmp -s "$lock" "$installed/$1.lock" || cmp -s requirements/test.lock "$installed/test.lock"; then
        exit 0                # test.lock holds everything of run.lock
    fi
fi

find_python() {
    for name in python3.13 python3.12 python3.11 python3; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    fail "OCSE NAP needs Python 3.11 or newer, and none was found on the PATH.
On Debian or Ubuntu: apt install python3 python3-venv.  On macOS: brew install python@3.13"
}

if uv --version >/dev/null 2>&1; then with_uv=yes; else with_uv=no; fi

if ! .venv/bin/python -c '' 2>/dev/null; then
    python=$(find_python)
    echo "Making the virtual environment with $python …"
    rm -rf .venv
    if [ $with_uv = yes ]; then
        uv venv --quiet --python "$python" .venv
    else
        "$python" -c 'import ensurepip' 2>/dev/null ||
            fail "This Python cannot make virtual environments. On Debian or Ubuntu: apt install python3-venv"
        "$python" -m venv .venv
    fi
fi

echo "Installing $lock …"
if [ $with_uv = yes ]; then
    uv pip install --quiet --python .venv/bin/python --require-hashes -r "$lock" || with_uv=no
fi
if [ $with_uv = no ]; then
    .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" ||
        fail "The packages could not be installed. The reason is above; most often there is no network."
fi
mkdir -p "$installed"
cp "$lock" "$installed/$1.lock"
