#!/bin/sh
# Pins the newest versions that pyproject.toml allows, with hashes. Lock files hold no address of
# any package index: which index is asked is the machine's own affair.
set -eu
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
python3 -m venv "$tools"
"$tools/bin/pip" install --quiet --disable-pip-version-check pip-tools
compile() {
  "$tools/bin/pip-compile" --quiet --upgrade --strip-extras --allow-unsafe --generate-hashes --no-header --no-annotate \
    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options "$@"
}
compile --output-file requirements/build.txt pyproject.toml requirements/setup.in
compile --extra test --output-file requirements/test.txt pyproject.toml requirements/setup.in
