# Sourced by the scripts of this folder: where the project is, and how they speak.
# A script sets `script_name` first; every line it says begins with that name.

project_root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
script_name="${script_name:-$(basename "$0")}"

say() { printf '%s: %s\n' "$script_name" "$*"; }

# Ends the script. The message says what is wrong and what to do about it.
die() {
  printf '%s: error: %s\n' "$script_name" "$*" >&2
  exit 1
}

# A wrong option or operand: exit status 2, as the --help texts promise.
die_usage() {
  printf '%s: %s (try --help)\n' "$script_name" "$*" >&2
  exit 2
}

# The comment block at the head of a script is its --help text.
print_head_comment() { sed -n '2,/^[^#]/{/^#/!d;s/^# \{0,1\}//;p}' "$1"; }

# How many compilers run at once. The largest translation units take about 1 GiB.
build_jobs() {
  local cores memory_gib
  cores="$(nproc)"
  memory_gib="$(awk '/MemAvailable/ {print int($2 / 1048576)}' /proc/meminfo)"
  ((memory_gib >= 1)) || memory_gib=1
  echo $((cores < memory_gib ? cores : memory_gib))
}

# Configures and builds one preset; further arguments name targets.
build_preset() {
  local preset="$1"
  shift
  say "configuring preset $preset"
  cmake --preset "$preset" >"$project_root/build/$preset.configure.log" 2>&1 ||
    { cat "$project_root/build/$preset.configure.log" >&2; die "cmake --preset $preset failed"; }
  say "building preset $preset${*:+ ($*)}"
  cmake --build --preset "$preset" --parallel "$(build_jobs)" ${@:+--target "$@"} ||
    die "the build of preset $preset failed"
}
