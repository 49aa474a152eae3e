#!/bin/sh
# Makes this clone ready to run, to test or to build: native libraries, virtual environment, locked packages, the
# project itself. A second call finds its stamp and does nothing: neither pip nor apt is called.
# Usage: setup/prepare.sh run|optimise|test|build
set -eu
cd "$(dirname "$0")/.."
part=$1
venv=.venv
stamp=$venv/.ready-$part

say() { printf '%s\n' "$*"; }
stop() { say "$*" >&2; exit 1; }
digest() { if command -v sha256sum >/dev/null 2>&1; then sha256sum; else shasum -a 256; fi; }

case $part in
    run) locks="requirements.lock" ;;
    optimise) locks="requirements.lock requirements-optimise.lock" ;;
    test) locks="requirements.lock requirements-optimise.lock requirements-dev.lock" ;;
    build) locks="requirements.lock requirements-build.lock" ;;
    *) stop "Say what for: setup/prepare.sh run, optimise, test or build." ;;
esac

# What the set-up depends on: locks, these scripts, the project's own entry point, and where the clone lies.
# shellcheck disable=SC2086
wanted=$({ cat $locks pyproject.toml setup/prepare.sh setup/native.py; pwd; } | digest)
if [ -x $venv/bin/python ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
    exit 0
fi

# --- a Python that fits
fits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))'
python=
for candidate in python3.11 python3 python3.12 python3.13 python3.14; do
    if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c "$fits" 2>/dev/null; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || stop "Python 3.11 to 3.14 is needed and was not found: on Debian, install python3 and python3-venv."

# --- native libraries
if ! packages=$("$python" setup/native.py "$part"); then
    stop "The native libraries could not be looked for: setup/native.py failed."
fi
if [ -n "$packages" ]; then
    plain="These system packages are missing and have to be installed first (on Debian: apt-get install $packages)."
    command -v apt-get >/dev/null 2>&1 || stop "$plain"
    if [ "$(id -u)" = 0 ]; then
        as_root="env"
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root="sudo -n env"
    else
        stop "$plain"
    fi
    say "Installing system packages: $packages"
    log=$(mktemp)
    # an index that cannot be refreshed is no reason to stop: the packages may be known all the same
    $as_root apt-get update >"$log" 2>&1 </dev/null || true
    # shellcheck disable=SC2086
    if ! $as_root DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 \
        install -y --no-install-recommends $packages >>"$log" 2>&1 </dev/null; then
        tail -n 15 "$log" >&2
        rm -f "$log"
        stop "$plain"
    fi
    rm -f "$log"
fi

# --- virtual environment
if ! $venv/bin/python -c "$fits" >/dev/null 2>&1; then
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        stop "Python's venv module is missing: on Debian, install python3-venv."
    "$python" -m venv --clear $venv
fi

# --- locked packages, then the project itself, which asks no index
say "Installing the locked packages into $venv (once; a minute or two)"
for lock in $locks; do
    $venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps \
        --require-hashes --only-binary :all: --requirement "$lock" </dev/null ||
        stop "The packages of $lock could not be installed: pip needs to reach a package index or a folder of wheels."
done
$venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps \
    --no-index --no-build-isolation --editable . </dev/null

printf '%s\n' "$wanted" >"$stamp"
