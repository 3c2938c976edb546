# Sourced by the scripts that run the tests: what the tests' networks keep secret must not be in
# what the tests say. Each network leaves its secrets in a folder (tests/support/leftovers.py).

# From here on; the folder goes with the shell.
collect_secrets() {
  VITALSTREAM_SECRETS_SEEN="$(mktemp --directory)"
  export VITALSTREAM_SECRETS_SEEN
  trap 'rm -rf "$VITALSTREAM_SECRETS_SEEN"' EXIT
}

# Fails if one of these files shows one of them.
search_for_secrets() {
  [[ -n "$(ls -A "$VITALSTREAM_SECRETS_SEEN")" ]] || return 0
  say "looking for secrets in what the tests have said"
  /usr/bin/python3 "$project_root/tests/support/leak_scan.py" "$VITALSTREAM_SECRETS_SEEN" "$@"
}
