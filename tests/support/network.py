"""A real network of validators for tests and demos: written by `vitalstream testnet`, run as
processes of this one, watched through the public RPC. Everything it starts it ends, by its id, and
then looks for secrets in what that has left (leftovers.py)."""

import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from leftovers import check_leftovers

CALL_TIMEOUT_S = 30
POLL_S = 0.02


class RpcError(Exception):
    """An answer that is a refusal; `reason` is its code in words."""

    def __init__(self, error):
        super().__init__(json.dumps(error))
        self.error = error
        self.reason = error.get("data", {}).get("reason", "")


# How a call ends that the node has not answered. Among them is HTTPError, which is an answer after
# all, only not one of JSON-RPC.
NO_ANSWER = (OSError, http.client.HTTPException)


def wait_for(condition, seconds, what):
    """Waits until `condition()` is true; fails at the deadline, saying what was awaited."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(POLL_S)


# Below the ports that the system hands out for outgoing connections.
PORT_RANGE = range(10000, 32000, 100)


class PortLease:
    """A hundred ports of this machine for one network. Networks of other tests take others, also
    while a validator of this one is stopped: a lease is an abstract socket name, which ends with
    the process that holds it."""

    def __init__(self, validators):
        offset = os.getpid() % len(PORT_RANGE)
        for base in [*PORT_RANGE[offset:], *PORT_RANGE[:offset]]:
            self.name = socket.socket(socket.AF_UNIX)
            try:
                self.name.bind(f"\0vitalstream-test-ports-{base}")
                if self.is_free(base, validators):
                    self.base = base
                    return
            except OSError:
                pass
            self.name.close()
        raise AssertionError("no free ports")

    @staticmethod
    def is_free(base, validators):
        for number in range(validators):
            for offset in range(3):
                with socket.socket() as one:
                    one.bind(("127.0.0.1", base + number * 10 + offset))
        return True

    def close(self):
        self.name.close()


def rpc_call(port, method, params=None, timeout=CALL_TIMEOUT_S):
    request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params or {}}
    answer = urllib.request.urlopen(
        urllib.request.Request(
            f"http://127.0.0.1:{port}/",
            data=json.dumps(request).encode(),
            headers={"content-type": "application/json"},
        ),
        timeout=timeout,
    ).read()
    body = json.loads(answer)
    if "error" in body:
        raise RpcError(body["error"])
    return body["result"]


class Validator:
    def __init__(self, program, folder, number, base_port):
        self.program = program
        self.folder = pathlib.Path(folder) / f"validator-{number}"
        self.number = number
        self.peer_port = base_port + (number - 1) * 10
        self.rpc_port = self.peer_port + 1
        self.ops_port = self.rpc_port + 1
        self.log = self.folder / "log.txt"
        self.process = None

    def start(self, *arguments, environment=None, prefix=(), stderr=None):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [*prefix, self.program, "start", "--config", self.folder / "config.yaml",
                 *arguments],
                stdout=log,
                stderr=log if stderr is None else stderr,
                env=None if environment is None else {**os.environ, **environment},
            )

    def run(self, command, *arguments):
        """One subcommand with this validator's configuration, to its end."""
        return subprocess.run(
            [self.program, command, "--config", self.folder / "config.yaml", *arguments],
            capture_output=True, text=True, timeout=CALL_TIMEOUT_S,
        )

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def process_words(self):
        """What has become of the process, for those who wonder why it does not answer."""
        if self.process is None:
            return "never started"
        status = self.process.poll()
        name = f"process {self.process.pid}"
        return f"{name} is running" if status is None else f"{name} has ended with {status}"

    def kill(self):
        self._end(signal.SIGKILL, 30)

    def stop(self, seconds=30):
        """SIGTERM; the exit status."""
        return self._end(signal.SIGTERM, seconds)

    def reload(self):
        """SIGHUP."""
        self.process.send_signal(signal.SIGHUP)

    def ask_to_stop(self):
        """SIGTERM, without waiting; the next stop() sends it again, which changes nothing."""
        self.process.send_signal(signal.SIGTERM)

    def _end(self, number, seconds):
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(seconds)

    def call(self, method, params=None, timeout=CALL_TIMEOUT_S):
        begun = time.monotonic()
        try:
            return rpc_call(self.rpc_port, method, params, timeout)
        except NO_ANSWER as error:
            error.add_note(f"{method} of validator {self.number}, port {self.rpc_port}, after "
                           f"{time.monotonic() - begun:.3f} s: {self.process_words()}")
            raise

    def status(self):
        """consensus_getStatus, or nothing while the node does not answer."""
        try:
            return self.call("consensus_getStatus", timeout=5)
        except (OSError, urllib.error.URLError):
            return None

    def may_vote(self):
        status = self.status()
        return status is not None and status["phase"] not in ("starting", "not-voting", "halted")

    def height(self):
        status = self.status()
        return status["committedHeight"] if status else -1

    def probe(self, path):
        """The HTTP status of a page of the operations port; 0 while nobody answers."""
        try:
            url = f"http://127.0.0.1:{self.ops_port}{path}"
            return urllib.request.urlopen(url, timeout=5).status
        except urllib.error.HTTPError as refused:
            return refused.code
        except (OSError, urllib.error.URLError):
            return 0

    def is_ready(self, peers=0):
        return self.probe(f"/readyz?minPeers={peers}") == 200

    def readiness_words(self):
        url = f"http://127.0.0.1:{self.ops_port}/readyz"
        return urllib.request.urlopen(url, timeout=5).read().decode()

    def metrics(self):
        url = f"http://127.0.0.1:{self.ops_port}/metrics"
        return urllib.request.urlopen(url, timeout=5).read().decode()

    def log_text(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""


class Network:
    """Use as a context manager: it writes the network, and ends what it started."""

    chain = "testnet-1"

    def __init__(self, program, folder, validators=4, clients=4, extra=()):
        self.folder = pathlib.Path(folder) / "network"
        self.ports = PortLease(validators)
        base = self.ports.base
        made = subprocess.run(
            [program, "--output", "json", "testnet", "--dir", self.folder,
             "--validators", str(validators), "--clients", str(clients),
             "--chain", self.chain, "--base-port", str(base), *extra],
            check=True, capture_output=True, text=True,
        )
        self.genesis_hash = json.loads(made.stdout)["genesisHash"]
        self.clients = json.loads((self.folder / "clients.json").read_text())
        self.validators = [
            Validator(program, self.folder, number, base) for number in range(1, validators + 1)
        ]

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        for validator in self.validators:
            if validator.is_running():
                validator.kill()
        self.ports.close()
        if error is not None:
            for validator in self.validators:
                tail = "\n".join(validator.log_text().splitlines()[-15:])
                print(f"--- log of validator {validator.number} ---\n{tail}")
        else:
            check_leftovers(self)

    def start(self, *arguments):
        """All are connected, and all may vote: a new one asks the others first (C15)."""
        for validator in self.validators:
            validator.start(*arguments)
        self.wait_ready(len(self.validators) - 1)
        for validator in self.validators:
            wait_for(validator.may_vote, 60, f"validator {validator.number} may vote")

    def wait_ready(self, peers):
        for validator in self.validators:
            if validator.is_running():
                wait_for(lambda v=validator: v.is_ready(peers), 60,
                         f"validator {validator.number} ready with {peers} peers")
