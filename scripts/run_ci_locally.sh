#!/usr/bin/env bash
# usage: scripts/run_ci_locally.sh [--only STEP]... [--seeds N] [--help]
#
# What continuous integration does, on this machine. It leaves in ci_artifacts/:
#
#   unit_test_results.txt          every test without network or processes, simulations included
#   integration_test_results.txt   whole nodes over real mTLS
#   coverage.json, coverage/       line coverage of base, crypto, consensus, ledger: at least 90 %
#   benchmark_results.txt          microbenchmarks
#   tps_benchmark_report.json      the rate of a network of four, with an HTML page beside it
#   summary.json                   which of these passed
#
#   --only STEP  only this step: headers (each compiled alone), unit, integration, coverage,
#                benchmark, tps (may be repeated)
#   --seeds N    simulated clusters in all
#   --help       this text
#
# Exit status: 0 all passed, 1 something failed, 2 wrong usage.
set -euo pipefail
script_name=ci
source "$(dirname "${BASH_SOURCE[0]}")/lib/shell.sh"
source "$(dirname "${BASH_SOURCE[0]}")/lib/secrets.sh"
source "$(dirname "${BASH_SOURCE[0]}")/lib/steps.sh"

readonly all_steps=(headers unit integration coverage benchmark tps)
# Simulations under coverage are slow and cover no more lines with more seeds.
readonly coverage_seeds=40

run_tests() {
  local preset="$1" results="$2"
  shift 2
  collect_secrets
  ctest --preset "$preset" --parallel 2 --no-tests=error --label-exclude '^providers$' \
    --output-junit "$artifacts/${results%.txt}.xml" "$@" 2>&1 | tee "$artifacts/$results"
  search_for_secrets "$artifacts/$results" "$artifacts/${results%.txt}.xml" \
    "build/$preset/Testing/Temporary/LastTest.log"
}

step_headers() {
  build_preset release all_verify_interface_header_sets
}

step_unit() {
  scripts/tidy
  run_tests release unit_test_results.txt --label-exclude integration
}

step_integration() {
  run_tests release integration_test_results.txt --label-regex integration
}

step_coverage() {
  build_preset coverage
  find build/coverage -name '*.gcda' -delete
  VITALSTREAM_SIM_SEEDS="$coverage_seeds" ctest --preset coverage --parallel 2 \
    --label-exclude integration --no-tests=error --quiet
  mkdir -p "$artifacts/coverage"
  gcovr --root . --object-directory build/coverage --filter base/ --filter crypto/ \
    --filter consensus/ --filter ledger/ -j "$(nproc)" \
    --json-summary "$artifacts/coverage_by_file.json" \
    --html-details "$artifacts/coverage/index.html"
  /usr/bin/python3 scripts/ci/coverage_check.py "$artifacts/coverage_by_file.json" \
    "$artifacts/coverage.json"
}

step_benchmark() {
  local program programs
  build_preset release micro_benchmarks
  mapfile -t programs < <(find build/release/bin -name 'micro_*' -type f -executable | sort)
  ((${#programs[@]} > 0)) || die "no program micro_* was built"
  for program in "${programs[@]}"; do
    printf '\n## %s\n' "$(basename "$program")"
    "$program" --benchmark_counters_tabular=true
  done 2>&1 | tee "$artifacts/benchmark_results.txt"
}

step_tps() {
  # Enough to see whether the promise holds; figures to quote come from a whole run, apart from CI.
  scripts/generate_tps_benchmark.sh --quick
}

steps=()
while (($# > 0)); do
  case "$1" in
    --help) print_head_comment "${BASH_SOURCE[0]}"; exit 0 ;;
    --only | --seeds) (($# >= 2)) || die_usage "$1 needs a value" ;;&
    --only)
      [[ " ${all_steps[*]} " == *" $2 "* ]] || die_usage "no such step '$2'"
      steps+=("$2") ;;
    --seeds) export VITALSTREAM_SIM_SEEDS="$2" ;;
    *) die_usage "unknown argument '$1'" ;;
  esac
  shift 2
done
((${#steps[@]} > 0)) || steps=("${all_steps[@]}")

cd "$project_root"
artifacts="$project_root/ci_artifacts"
steps_file="$artifacts/steps.tsv"
declare -A artifact_of=(
  [headers]="" [unit]=unit_test_results.txt [integration]=integration_test_results.txt
  [coverage]=coverage.json [benchmark]=benchmark_results.txt [tps]=tps_benchmark_report.json)
mkdir -p build "$artifacts"
rm -f "$steps_file"

scripts/setup --quiet
# Coverage has a build of its own.
[[ "${steps[*]}" == coverage ]] || run_step build "" build_preset release
for step in "${steps[@]}"; do
  run_step "$step" "${artifact_of[$step]}" "step_$step"
done
/usr/bin/python3 scripts/ci/summary.py "$steps_file" "$artifacts/summary.json"
print_steps
