#!/bin/sh
# Makes .venv with the pinned dependencies and this package in it; does nothing where that stands already.
# Needs Python 3.11 or newer (PYTHON=/path/to/python chooses one) and, the first time, a package index.
set -eu
cd "$(dirname "$0")/.."

# Nothing of a surrounding environment may leak in: an active venv, a user site, a PYTHONHOME.
unset VIRTUAL_ENV PYTHONHOME PYTHONPATH PIP_TARGET PIP_PREFIX PIP_REQUIRE_VIRTUALENV 2>/dev/null || true
export PYTHONNOUSERSITE=1 PIP_USER=0 PIP_DISABLE_PIP_VERSION_CHECK=1

fail() {
    echo "setup: $1" >&2
    exit 1
}

# What the environment was made from, this place included: a moved clone is set up anew.
want="$(cat pyproject.toml constraints.txt tools/setup.sh | cksum) $(pwd) ${PYTHON:-}"
if [ -f .venv/ready ] && [ "$(cat .venv/ready)" = "$want" ] && .venv/bin/python -c "" 2>/dev/null; then
    exit 0
fi

python=""
for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11 python3.14 python; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python="$candidate"
        break
    fi
    [ -z "${PYTHON:-}" ] || fail "PYTHON=$PYTHON is not Python 3.11 or newer"
done
[ -n "$python" ] || fail "needs Python 3.11 or newer on the PATH (or PYTHON=/path/to/python make ...)"
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
    fail "$python cannot make virtual environments; on Debian and Ubuntu: apt-get install python3-venv"

cache=""
if [ ! -d "${HOME:-/nonexistent}" ] || [ ! -w "${HOME:-/nonexistent}" ]; then
    cache="--no-cache-dir"
fi

echo "setup: making .venv with $("$python" -V 2>&1)" >&2
rm -rf .venv
"$python" -m venv .venv || fail "could not make .venv"
pip() {
    # shellcheck disable=SC2086 # an empty option is no word
    .venv/bin/python -m pip "$@" --quiet $cache -c constraints.txt
}
# The build backend first, so that the package itself is built with pinned versions and without the network.
pip install hatchling editables &&
    pip install --no-build-isolation -e '.[dev]' ||
    fail "the packages could not be installed (reason above); is a package index within reach?"
printf '%s' "$want" >.venv/ready
