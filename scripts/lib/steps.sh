# Sourced by scripts that do several things of which each may fail without stopping the others.
# They source shell.sh first and set `steps_file`, which collects name, outcome, seconds, artifact.

# run_step NAME ARTIFACT COMMAND...: runs the command and records how it went.
run_step() {
  local name="$1" artifact="$2" started=$SECONDS outcome=passed
  shift 2
  say "=== $name"
  # Not in an `if`: there, `set -e` would not hold inside the command.
  set +e
  (set -e; "$@")
  (($? == 0)) || outcome=failed
  set -e
  say "=== $name: $outcome after $((SECONDS - started)) s"
  printf '%s\t%s\t%s\t%s\n' "$name" "$outcome" "$((SECONDS - started))" "$artifact" >>"$steps_file"
}

# Prints one line per step; false if one failed or none ran.
print_steps() {
  awk -F'\t' '{printf "%-14s %s (%d s)\n", $1, $2, $3; if ($2 != "passed") bad = 1}
              END {exit (NR == 0 || bad)}' "$steps_file"
}
