#!/usr/bin/env bash
# usage: fake_aws_test.sh FAKE_AWS_SERVER
# Runs fake_aws_test.py with the Python that scripts/test-providers has prepared.
set -euo pipefail
: "${VITALSTREAM_BOTO_PYTHON:?is not set: run scripts/test-providers}"
exec "$VITALSTREAM_BOTO_PYTHON" "$(dirname "${BASH_SOURCE[0]}")/fake_aws_test.py" "$@"
