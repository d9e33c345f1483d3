#!/bin/sh
# The system launcher of the founding documents: starts BAT OS and opens it.
# What it is given is handed on: ./puter.sh status
cd "$(dirname "$0")" || exit 1
if [ -x .venv/bin/batos ]; then
    exec .venv/bin/batos "$@"
elif command -v batos >/dev/null; then
    exec batos "$@"
fi
make .venv/.installed && exec .venv/bin/batos "$@"
