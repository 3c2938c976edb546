"""What holds keys in tests and demos of whole networks: a SoftHSM token, a Vault, LocalStack as AWS
and the fake of Azure. scripts/test-providers and scripts/demo --key-providers install them and say
where they are; each gives the section `keys` of a validator's configuration. What is started here
is ended here, by its id."""

import contextlib
import json
import os
import pathlib
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request

SOFTHSM_MODULE = "/usr/lib/softhsm/libsofthsm2.so"
PIN = "5678"
START_S = 60


def installed(variable):
    value = os.environ.get(variable)
    if not value:
        raise AssertionError(f"{variable} is not set: run scripts/test-providers")
    return value


def free_neighbours():
    """A port whose next one is free as well: Vault takes both."""
    for _ in range(100):
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            with contextlib.suppress(OSError, OverflowError):
                two.bind(("127.0.0.1", port + 1))
                return port
    raise AssertionError("no free ports")


class SoftHsm:
    """A token with a P-256 key and an AES key. The environment says where SoftHSM keeps it."""

    kind = "pkcs11"

    def __init__(self, folder):
        folder = pathlib.Path(folder)
        tokens = folder / "tokens"
        tokens.mkdir(parents=True)
        configuration = folder / "softhsm2.conf"
        configuration.write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\n"
                                 "log.level = ERROR\n")
        os.environ["SOFTHSM2_CONF"] = str(configuration)
        self.pin_file = folder / "pin"
        self.pin_file.write_text(PIN + "\n")
        self.pin_file.chmod(0o600)
        self.run("softhsm2-util", "--init-token", "--free", "--label", "chain", "--so-pin", "1234",
                 "--pin", PIN)
        tool = ("pkcs11-tool", "--module", SOFTHSM_MODULE, "--token-label", "chain", "--login",
                "--pin", PIN)
        self.run(*tool, "--keypairgen", "--key-type", "EC:prime256v1", "--id", "01",
                 "--label", "validator")
        self.run(*tool, "--keygen", "--key-type", "AES:32", "--id", "02", "--label", "wrapping")

    @staticmethod
    def run(*command):
        subprocess.run(command, check=True, capture_output=True)

    def configuration(self):
        return (f"keys:\n  provider: pkcs11\n  pkcs11:\n    module: {SOFTHSM_MODULE}\n"
                "    key: pkcs11:token=chain;object=validator\n"
                "    wrapping_key: pkcs11:token=chain;object=wrapping\n"
                f"    pin: file:{self.pin_file}\n")

    def close(self):
        pass


class Vault:
    """A real server over TLS, with the least policy and an AppRole; it can be stopped and
    started."""

    kind = "vault"

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        (self.folder / "data").mkdir()
        self.port = free_neighbours()
        self.url = f"https://127.0.0.1:{self.port}"
        self.process = None
        self._write_configuration()
        self.start()
        made = self.call("sys/init", {"secret_shares": 1, "secret_threshold": 1})
        self.token, self.unseal_key = made["root_token"], made["keys_base64"][0]
        self.unseal()
        self._make_keys()

    def _write_configuration(self):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-days", "30", "-subj", "/CN=localhost",
             "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
             "-keyout", self.folder / "key.pem", "-out", self.folder / "certificate.pem"],
            check=True, capture_output=True)
        (self.folder / "vault.hcl").write_text(
            f'disable_mlock = true\napi_addr = "{self.url}"\n'
            f'cluster_addr = "https://127.0.0.1:{self.port + 1}"\n'
            f'listener "tcp" {{\n  address = "127.0.0.1:{self.port}"\n'
            f'  tls_cert_file = "{self.folder}/certificate.pem"\n'
            f'  tls_key_file = "{self.folder}/key.pem"\n}}\n'
            f'storage "raft" {{\n  path = "{self.folder}/data"\n  node_id = "one"\n}}\n')

    def start(self):
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                [installed("VITALSTREAM_VAULT"), "server", f"-config={self.folder}/vault.hcl"],
                stdout=log, stderr=log)
        deadline = time.monotonic() + START_S
        while self.health() == 0:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError("Vault does not start: " + (self.folder / "log").read_text())
            time.sleep(0.05)

    def close(self):
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait(30)

    def return_to_service(self):
        self.start()
        self.unseal()

    def _open(self, path, body=None):
        context = ssl.create_default_context(cafile=self.folder / "certificate.pem")
        request = urllib.request.Request(
            f"{self.url}/v1/{path}", data=None if body is None else json.dumps(body).encode(),
            headers={"X-Vault-Token": getattr(self, "token", "")})
        return urllib.request.urlopen(request, timeout=20, context=context)

    def health(self):
        try:
            return self._open("sys/health").status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def call(self, path, body=None):
        text = self._open(path, body).read()
        return json.loads(text) if text else None

    def unseal(self):
        self.call("sys/unseal", {"key": self.unseal_key})
        deadline = time.monotonic() + START_S
        while self.health() != 200:
            if time.monotonic() > deadline:
                raise AssertionError(f"Vault's health is {self.health()}")
            time.sleep(0.05)

    def _make_keys(self):
        self.call("sys/mounts/transit", {"type": "transit"})
        self.call("transit/keys/validator", {"type": "ecdsa-p256"})
        self.call("transit/keys/wrapping", {"type": "aes256-gcm96"})
        rules = {"keys/validator": "read", "sign/validator": "update",
                 "encrypt/wrapping": "update", "decrypt/wrapping": "update"}
        self.call("sys/policies/acl/validator", {"policy": "\n".join(
            f'path "transit/{path}" {{ capabilities = ["{what}"] }}'
            for path, what in rules.items())})
        self.call("sys/auth/approle", {"type": "approle"})
        role = "auth/approle/role/validator"
        self.call(role, {"token_policies": "validator", "token_ttl": "60s"})
        self.role_id = self.call(f"{role}/role-id")["data"]["role_id"]
        self.secret_file = self.folder / "secret-id"
        self.secret_file.write_text(self.call(f"{role}/secret-id", {})["data"]["secret_id"])
        self.secret_file.chmod(0o600)

    def configuration(self):
        return (f'keys:\n  provider: vault\n  vault:\n    addresses: ["{self.url}"]\n'
                f"    ca_file: {self.folder}/certificate.pem\n    key: validator\n"
                f"    wrapping_key: wrapping\n    auth: approle\n    role: {self.role_id}\n"
                f"    secret_id: file:{self.secret_file}\n")


class Aws:
    """Keys in the LocalStack that runs; its credentials go into the environment."""

    kind = "aws_kms"
    region = "us-east-1"

    def __init__(self, _folder):
        self.url = installed("VITALSTREAM_LOCALSTACK")
        os.environ["AWS_ACCESS_KEY_ID"] = os.environ["AWS_SECRET_ACCESS_KEY"] = "test"
        self.key = self.make_key({"KeyUsage": "SIGN_VERIFY", "KeySpec": "ECC_NIST_P256"})
        self.wrapping_key = self.make_key({})

    def make_key(self, wanted):
        answer = urllib.request.urlopen(urllib.request.Request(
            self.url + "/", data=json.dumps(wanted).encode(), headers={
                "Content-Type": "application/x-amz-json-1.1",
                "X-Amz-Target": "TrentService.CreateKey",
                "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/kms/"
                                 "aws4_request, SignedHeaders=host, Signature=00"}), timeout=20)
        return json.loads(answer.read())["KeyMetadata"]["KeyId"]

    def configuration(self):
        return (f"keys:\n  provider: aws_kms\n  aws_kms:\n    region: {self.region}\n"
                f"    endpoint: {self.url}\n    key_id: {self.key}\n"
                f"    wrapping_key_id: {self.wrapping_key}\n")

    def close(self):
        pass


class Azure:
    """The strict fake of Azure Key Vault, over TLS."""

    kind = "azure_key_vault"

    def __init__(self, folder, key_number=None):
        """Two servers have different keys if their numbers, 1 to 255, differ."""
        folder = pathlib.Path(folder)
        folder.mkdir(parents=True)
        self.authority_file = folder / "ca.pem"
        self.secret_file = folder / "secret"
        self.secret_file.write_text("s3cret~value")
        self.secret_file.chmod(0o600)
        self.process = subprocess.Popen(
            [installed("VITALSTREAM_FAKE_AZURE"), self.authority_file,
             *([str(key_number)] if key_number else [])],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = self.process.stdout.readline().strip()

    def configuration(self):
        version = "0123456789abcdef0123456789abcdef"
        return ("keys:\n  provider: azure_key_vault\n  azure_key_vault:\n"
                f"    vault_url: https://contoso.vault.localhost:{self.port}\n"
                f"    authority: https://login.localhost:{self.port}\n"
                f"    ca_file: {self.authority_file}\n    key: validator\n"
                f'    key_version: "{version}"\n    wrapping_key: wrapping\n'
                f'    wrapping_key_version: "{version}"\n'
                "    tenant_id: 11111111-2222-3333-4444-555555555555\n"
                "    client_id: 99999999-8888-7777-6666-555555555555\n"
                f"    client_secret: file:{self.secret_file}\n")

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(30)


class KeyServers:
    """One of each; a context manager. `arguments` make `vitalstream testnet` give one to each of
    four validators."""

    kinds = (SoftHsm, Vault, Aws, Azure)

    def __init__(self, folder):
        self.folder = pathlib.Path(folder) / "keys"
        self.folder.mkdir()
        self.servers = []
        self.configurations = []

    def __enter__(self):
        try:
            for kind in self.kinds:
                server = kind(self.folder / kind.kind)
                self.servers.append(server)
                path = self.folder / f"{kind.kind}.yaml"
                path.write_text(server.configuration())
                self.configurations.append(path)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, kind, error, trace):
        for server in self.servers:
            server.close()

    @property
    def arguments(self):
        words = []
        for number, path in enumerate(self.configurations, start=1):
            words += ["--keys-of", f"{number}={path}"]
        return words

    def of(self, kind):
        return next(server for server in self.servers if server.kind == kind)
