#!/bin/sh
# `ask deploy` runs this in place of its own steps for Python, and looks for it here and nowhere else.
# It has copied lambda/ into a folder, is in it, and names the zip that it wants:
#     hooks/build.sh /path/to/.ask/lambda/build.zip false
set -eu
exec python3 "$(dirname "$0")/../.deploy/bundle.py" "$1"
