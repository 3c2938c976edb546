"""A network of validators on this machine: written by `vitalstream testnet`, run as processes of
this one. Everything that was started is ended by its id, also when the harness fails."""

import atexit
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from harness import probes

QUOTAS = {"member_tx_per_second": 1000000, "member_tx_burst": 1000000,
          "member_bytes_per_second": "4GiB", "member_bytes_burst": "64GiB"}
PORTS_PER_VALIDATOR = 10
PORTS_USED = 3
READY_S = 60
STOP_S = 30
POLL_S = 0.05
ANSWER_S = 5


class BenchError(Exception):
    """The measurement cannot be done; the message says why."""


class Validator:
    def __init__(self, program, folder, base_port):
        self.program = program
        self.folder = folder
        self.name = folder.name
        self.peer_port = base_port
        self.rpc_port = base_port + 1
        self.ops_port = base_port + 2
        self.process = None
        # Whether the generator sends it transactions.
        self.serves_clients = True

    @property
    def endpoint(self):
        return f"127.0.0.1:{self.rpc_port}"

    def start(self):
        with open(self.folder / "log.txt", "ab") as log:
            self.process = subprocess.Popen(
                [self.program, "start", "--config", self.folder / "config.yaml"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def is_ready(self, question=""):
        try:
            url = f"http://127.0.0.1:{self.ops_port}/readyz{question}"
            return urllib.request.urlopen(url, timeout=ANSWER_S).status == 200
        except (OSError, urllib.error.URLError):
            return False

    def height(self):
        """Of its last committed block."""
        url = f"http://127.0.0.1:{self.rpc_port}/consensus/status"
        with urllib.request.urlopen(url, timeout=ANSWER_S) as answer:
            return json.load(answer)["committedHeight"]

    def signatures(self):
        """How many its key provider has made."""
        url = f"http://127.0.0.1:{self.ops_port}/metrics"
        with urllib.request.urlopen(url, timeout=ANSWER_S) as answer:
            return probes.signatures_made(answer.read().decode())

    def wait_until_ready(self):
        self._wait_until_ready("")

    def wait_until_voting(self):
        """With its votes it counts again: the next one may be stopped."""
        self._wait_until_ready("?mayVote=true")

    def _wait_until_ready(self, question):
        deadline = time.monotonic() + READY_S
        while not self.is_ready(question):
            if not self.is_running() or time.monotonic() > deadline:
                tail = (self.folder / "log.txt").read_text(errors="replace")[-2000:]
                raise BenchError(f"{self.name} does not become ready; its log ends:\n{tail}")
            time.sleep(POLL_S)

    def kill(self):
        self._end(signal.SIGKILL)

    def pause(self):
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)

    def stop(self):
        self._end(signal.SIGTERM)

    def _end(self, number):
        if self.is_running():
            self.process.send_signal(number)
            try:
                self.process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(STOP_S)


def require_free_ports(plan):
    """Else another network's validator would be taken for ours."""
    for place in range(plan.validators):
        for offset in range(PORTS_USED):
            port = plan.base_port + place * PORTS_PER_VALIDATOR + offset
            with socket.socket() as one:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    one.bind(("127.0.0.1", port))
                except OSError as error:
                    raise BenchError(f"port {port}: {error.strerror}; see --base-port") from error


def widen_quotas(program, written):
    """Lets each member submit whatever the generator sends: the limit that is measured is to be
    the network's. Says how; an older program has no quotas, and gets no such section."""
    usage = subprocess.run([program, "start", "--help-all"], capture_output=True, text=True)
    if "--quotas-member-tx-per-second" not in usage.stdout:
        return "none"
    for config in written.glob("validator-*/config.yaml"):
        with config.open("a", encoding="ascii") as file:
            file.write("quotas:\n" + "".join(
                f"  {name}: {value}\n" for name, value in QUOTAS.items()))
    return QUOTAS


def cut_links(validators, pairs):
    """Each two of `pairs` (counted from 1) do not reach each other: both dial where nobody
    listens, at the port that no validator uses of its ten."""
    for pair in pairs:
        one, other = (validators[number - 1] for number in pair)
        for near, far in ((one, other), (other, one)):
            config = near.folder / "config.yaml"
            written = config.read_text()
            address = f"127.0.0.1:{far.peer_port}\""
            if address not in written:
                raise BenchError(f"{config} does not name {far.name} as written by testnet")
            config.write_text(written.replace(
                address, f"127.0.0.1:{far.peer_port + PORTS_PER_VALIDATOR - 1}\""))


class Network:
    """Use as a context manager; its folder is deleted at the end. `key_files` say for the first
    validators where their keys are held; the others have key files. `without`: pairs that have no
    link."""

    def __init__(self, program, plan, key_files=(), without=()):
        require_free_ports(plan)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vitalstream-bench-", dir=plan.folder))
        self._owner = os.getpid()
        atexit.register(self.close)
        written = self.folder / "network"
        subprocess.run(
            [program, "testnet", "--dir", written, "--validators", str(plan.validators),
             "--clients", str(plan.clients), "--base-port", str(plan.base_port),
             *(f"--keys-of={number}={path}" for number, path in enumerate(key_files, start=1))],
            check=True, stdout=subprocess.DEVNULL)
        self.quotas = widen_quotas(program, written)
        self.clients_file = written / "clients.json"
        genesis = json.loads((written / "genesis.json").read_text())
        self.chain = genesis["chain"]
        self.signing_curves = sorted({each["key"]["crv"] for each in genesis["validators"]})
        folders = sorted(written.glob("validator-*"), key=lambda each: int(each.name[10:]))
        self.validators = [
            Validator(program, folder, plan.base_port + place * PORTS_PER_VALIDATOR)
            for place, folder in enumerate(folders)]
        cut_links(self.validators, without)

    def __enter__(self):
        for validator in self.validators:
            validator.start()
        for validator in self.validators:
            validator.wait_until_ready()
        return self

    def __exit__(self, *_):
        self.close()

    def is_encrypted(self):
        return all((each.folder / "data" / "keyring").exists() for each in self.validators)

    def running(self):
        return [validator for validator in self.validators if validator.is_running()]

    def serving(self):
        return [validator for validator in self.running() if validator.serves_clients]

    def wire_bytes(self):
        return probes.wire_bytes({validator.peer_port for validator in self.validators})

    def disk_bytes(self):
        """Of one validator, on average."""
        total = sum(probes.disk_bytes(validator.folder / "data") for validator in self.validators)
        return total / len(self.validators)

    def close(self):
        if os.getpid() != self._owner:
            return
        atexit.unregister(self.close)
        for validator in self.validators if hasattr(self, "validators") else []:
            validator.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
