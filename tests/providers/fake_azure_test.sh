#!/usr/bin/env bash
# usage: fake_azure_test.sh FAKE_AZURE_SERVER
# Runs fake_azure_test.py with the Python that scripts/test-providers has prepared.
set -euo pipefail
: "${VITALSTREAM_AZURE_PYTHON:?is not set: run scripts/test-providers}"
exec "$VITALSTREAM_AZURE_PYTHON" "$(dirname "${BASH_SOURCE[0]}")/fake_azure_test.py" "$@"
