#!/usr/bin/env bash
# usage: scripts/generate_tps_benchmark.sh [--quick] [--help] [OPTION of bench/run_benchmark.py]...
#
# Measures how many transactions a second four validators on this machine bear, together with the
# load generator, and fails below 1,000. It leaves in ci_artifacts/:
#
#   tps_benchmark_report.json   the figures (bench/README.md)
#   tps_benchmark_report.html   the same with plots, readable without a network
#
#   --quick   about ten minutes instead of about fifty; for continuous integration
#   --help    this text
#
# Exit status: 0 measured and at least 1,000 TPS, 1 not, 2 wrong usage.
set -euo pipefail
script_name=tps
source "$(dirname "${BASH_SOURCE[0]}")/lib/shell.sh"

readonly requirement='tps>=1000'

for argument in "$@"; do
  [[ "$argument" != --help ]] || { print_head_comment "${BASH_SOURCE[0]}"; exit 0; }
done

cd "$project_root"
scripts/setup --quiet
mkdir -p build
build_preset release vitalstream vitalstream-load fake_vault_server
exec /usr/bin/python3 bench/run_benchmark.py --assert "$requirement" "$@"
