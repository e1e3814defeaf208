#!/usr/bin/env bash
# Make .venv with the packages of requirements.lock and this project, and stamp it .venv/.ready.
# Says nothing unless something is wrong. PYTHON=/path/to/python chooses the interpreter.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() { printf 'setup: %s\n' "$@" >&2; exit 1; }

# Prints the first Python >= 3.11 that can make an environment; running it is the test, for a name may be a dead shim.
find_python() {
    local name old="" bare=""
    for name in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
        "$name" -c '' 2>/dev/null || continue
        if ! "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            old=$name
        elif ! "$name" -c 'import ensurepip, venv' 2>/dev/null; then
            bare=$name
        else
            echo "$name"
            return
        fi
    done
    if [ -n "$bare" ]; then
        local version
        version=$("$bare" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        fail "$bare is Python $version, but without its modules venv and ensurepip." \
            "On Debian or Ubuntu: apt-get install python$version-venv"
    fi
    [ -z "$old" ] || fail "$old is $("$old" -V 2>&1); Whitecell needs Python 3.11 or newer (set PYTHON=/path/to/it)."
    fail "no Python found; Whitecell needs Python 3.11 or newer." "On Debian or Ubuntu: apt-get install python3 python3-venv"
}

export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
python=.venv/bin/python
if ! $python -m pip --version >/dev/null 2>&1; then
    found=$(find_python)
    rm -rf .venv
    "$found" -m venv .venv
fi

# Installs with the installer given: first the locked packages, then this project.
install() {
    local lock=$1
    shift
    "$@" --require-hashes -r "$lock" && "$@" --no-deps --no-build-isolation -e .
}

# uv, itself at its locked version and hash; where it cannot be had, or cannot reach what pip can, pip does the same.
pip=($python -m pip install --quiet --quiet)
sed -n '/^uv==/,/[^\\]$/p' requirements.lock >.venv/uv.txt
if ! { "${pip[@]}" --no-deps --require-hashes -r .venv/uv.txt &&
    install requirements.lock .venv/bin/uv --quiet pip install --python $python; } 2>.venv/uv.log; then
    echo "setup: uv does not work here (see .venv/uv.log); pip does the same, more slowly" >&2
    sed '/^uv==/,/[^\\]$/d' requirements.lock >.venv/without-uv.txt
    install .venv/without-uv.txt "${pip[@]}"
fi
touch .venv/.ready
