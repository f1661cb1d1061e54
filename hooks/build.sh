#!/bin/sh
# `ask deploy` runs this in place of its own steps for Python, and looks for it here and nowhere else.
# It has copied lambda/ into a folder, is in it, and names the zip that it wants:
#     hooks/build.sh /path/to/.ask/lambda/build.zip false
set -eu

fail() {
	echo "hooks/build.sh: $1 Then run this again." >&2
	exit 1
}

command -v python3 >/dev/null || fail "There is no python3 here: install Python 3.11 or newer."
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
	fail "python3 is $(python3 -V 2>&1); it must be 3.11 or newer: install one, first in the PATH."
# Debian and Ubuntu ship python3 without these two: python3-venv brings them.
{ python3 -m venv --help && python3 -c 'import ensurepip, venv'; } >/dev/null 2>&1 ||
	fail "python3 cannot make virtual environments: install its venv (sudo apt install python3-venv)."
exec python3 "$(dirname "$0")/../.deploy/bundle.py" "$1"
