#!/bin/sh
# Writes the four lock files anew from pyproject.toml: pinned, hashed for every platform, no index address.
# Needs `uv` on the path; only whoever changes a dependency runs it. Give --upgrade to move the pins.
set -eu
cd "$(dirname "$0")/.."

lock() {
    out=$1
    shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
        --no-annotate --output-file "$out" "$@"
}

extra() { python3 -c 'import sys, tomllib; print(*tomllib.load(sys.stdin.buffer)["project"]["optional-dependencies"]["optimise"], sep="\n")'; }

lock requirements.lock pyproject.toml --group setup "$@"
extra <pyproject.toml | lock requirements-optimise.lock - --constraint requirements.lock "$@"
lock requirements-dev.lock --group dev --constraint requirements.lock "$@"
lock requirements-build.lock --group build --constraint requirements.lock --constraint requirements-dev.lock "$@"
