#!/bin/sh
# Sets up what `make build` (argument: build) or `make test` (argument: test) needs.
# Packages from PyPI go into .venv, pinned and hashed. What comes from the system (Pango for
# WeasyPrint, Chromium for the browser tests) is installed on Debian and its kin if we may,
# and named in one line where we may not.
set -eu
what=$1

can_install() { command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; }
updated=
install() {
  as_root=; [ "$(id -u)" = 0 ] || as_root="sudo -n"
  [ -n "$updated" ] || { $as_root apt-get update -qq; updated=yes; }
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
has_library() { ldconfig -p 2>/dev/null | grep -q "$1" || ls /opt/homebrew/lib/"$1"* /usr/local/lib/"$1"* >/dev/null 2>&1; }

python=${PYTHON:-python3}
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "Install Python 3.11 or newer (Debian: apt install python3 python3-venv; macOS: brew install python; Fedora: dnf install python3; Windows: use WSL with Debian)." >&2
  exit 1
fi
if [ ! -x .venv/bin/python ]; then
  if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    if can_install; then install python3-venv; else
      echo "Install Python's venv module (Debian: apt install python3-venv), then run make again." >&2
      exit 1
    fi
  fi
  "$python" -m venv .venv
fi

case $what in
build)
  if ! has_library libpango-1.0 || ! has_library libpangoft2-1.0; then
    if can_install; then install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; else
      echo "Install Pango, which draws the PDFs (Debian: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; macOS: brew install pango; Fedora: dnf install pango; Windows: use WSL with Debian), then run make again." >&2
      exit 1
    fi
  fi
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/build.txt
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
  mkdir -p build/docs
  ;;
test)
  if [ "$(uname -s)" = Linux ] && ! has_library libatomic.so.1; then # Playwright's driver is linked to it
    if can_install; then install libatomic1; else
      echo "Install libatomic for the browser tests (Debian: apt install libatomic1; Fedora: dnf install libatomic), then run make again." >&2
      exit 1
    fi
  fi
  if [ -z "${CHROMIUM:-}" ] && ! command -v chromium >/dev/null 2>&1; then
    if can_install; then install chromium; else
      echo "Install Chromium for the browser tests (Debian: apt install chromium; Fedora: dnf install chromium), or set CHROMIUM to a Chrome or Chromium program (macOS), then run make again." >&2
      exit 1
    fi
  fi
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/test.txt
  ;;
esac
