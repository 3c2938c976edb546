"""What clients that read without end cost those who ask little and those who submit, at the same
validator. Like scenarios.py, which has the rest."""

import http.client
import json
import pathlib
import statistics
import subprocess
import sys
import threading
import time

from harness.network import BenchError

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests/support"))

from client import Client  # noqa: E402

READERS = 2
CALLS = 50  # in each batch of a reader
ENTRIES = 12_000  # of the audit trail
# Who submits them in turn, so that none exceeds what one member may submit at once.
MEMBERS = 16
# All entries are of this source and none of this type: each call looks at as many as it may.
QUESTION = {"source": "ward", "type": "nothing", "limit": 1000}
SETTLE_S = 0.5
INFO_EVERY_S = 0.01
SUBMIT_EVERY_S = 0.1
ANSWER_S = 60


class Caller:
    """JSON-RPC over one connection that is kept."""

    def __init__(self, validator):
        self._connection = http.client.HTTPConnection("127.0.0.1", validator.rpc_port,
                                                      timeout=ANSWER_S)

    def post(self, message):
        self._connection.request("POST", "/", json.dumps(message),
                                 {"Content-Type": "application/json"})
        return json.load(self._connection.getresponse())

    def call(self, method, params):
        """The milliseconds that it took; what is refused has not been answered in time."""
        begin = time.monotonic()
        answer = self.post(call_of(method, params))
        return 1000 * (time.monotonic() - begin if "result" in answer else ANSWER_S)


def call_of(method, params, number=1):
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": params}


def audit_entry(client, number):
    data = {"type": "read", "source": "ward", "actor": f"dr-{number % 7}",
            "subject": f"p-{number % 100}", "outcome": "success"}
    return client.sign("audit.append", data)


def fill(validator, clients):
    """Commits the audit trail, a batch of calls at a time."""
    caller = Caller(validator)
    for first in range(0, ENTRIES, CALLS):
        client = clients[first // CALLS % len(clients)]
        answers = caller.post([call_of("tx_submit", audit_entry(client, first + i), i)
                               for i in range(CALLS)])
        refused = [each for each in answers if "result" not in each]
        if refused:
            raise BenchError(f"an audit entry was not committed: {refused[0]}")


class EndlessReaders:
    """Use as a context manager: what was started is ended by its id."""

    def __init__(self, validator):
        self._port = validator.rpc_port
        self._processes = []

    def __enter__(self):
        body = json.dumps([call_of("audit_query", QUESTION, i) for i in range(CALLS)]).encode()
        script = pathlib.Path(__file__).with_name("endless_reader.py")
        for _ in range(READERS):
            process = subprocess.Popen([sys.executable, script, str(self._port)],
                                       stdin=subprocess.PIPE, stderr=subprocess.PIPE)
            self._processes.append(process)
            process.stdin.write(body)
            process.stdin.close()
        time.sleep(SETTLE_S)
        return self

    def __exit__(self, kind, *_):
        ended = [each for each in self._processes if each.poll() is not None]
        for process in self._processes:
            process.kill()
            process.wait()
            if process in ended and kind is None:
                raise BenchError(f"a reader gave up: {process.stderr.read().decode()[-300:]}")


class Pace(threading.Thread):
    """Calls `once` every so often for so long; `took` has the milliseconds of each."""

    def __init__(self, once, every_s, seconds):
        super().__init__(daemon=True)
        self._once, self._every_s, self._seconds = once, every_s, seconds
        self.took = []
        self.failure = None

    def run(self):
        try:
            end = time.monotonic() + self._seconds
            while time.monotonic() < end:
                next_one = time.monotonic() + self._every_s
                self.took.append(self._once())
                time.sleep(max(0.0, next_one - time.monotonic()))
        except Exception as failure:  # pylint: disable=broad-except
            self.failure = failure  # raised again by whoever waits for the end


def measure(validator, client, seconds):
    """(milliseconds of each node_getInfo, of each tx_submit that waits until it is committed)."""
    informed, submitting = Caller(validator), Caller(validator)
    signed = iter([client.put_record("notes", f"n-{number}", b"x" * 256)
                   for number in range(int(seconds / SUBMIT_EVERY_S) + 1)])
    paces = [Pace(lambda: informed.call("node_getInfo", {}), INFO_EVERY_S, seconds),
             Pace(lambda: submitting.call("tx_submit", next(signed)), SUBMIT_EVERY_S, seconds)]
    for pace in paces:
        pace.start()
    for pace in paces:
        pace.join()
        if pace.failure is not None:
            raise pace.failure
    return paces[0].took, paces[1].took


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def busy_readers(bench):
    """Quiet and busy in turn, since the machine's speed changes; the medians count."""
    bench.tell(f"{READERS} clients post batches of {CALLS} audit queries without end")
    plan = bench.plan
    seen = {"quiet": [], "busy": []}
    with bench.network() as network:
        validator = network.validators[0]
        clients = [Client(entry, network.chain)
                   for entry in json.loads(network.clients_file.read_text())[:MEMBERS]]
        fill(validator, clients)
        client = clients[0]
        for _ in range(plan.pairs):
            seen["quiet"].append(measure(validator, client, plan.read_s))
            with EndlessReaders(validator):
                seen["busy"].append(measure(validator, client, plan.read_s))
    info_p99 = {name: statistics.median(percentile(info, 0.99) for info, _ in rounds)
                for name, rounds in seen.items()}
    submit_p50 = {name: statistics.median(statistics.median(submit) for _, submit in rounds)
                  for name, rounds in seen.items()}
    found = {"name": "clients that read without end", "readers": READERS, "entries": ENTRIES,
             "info_p99_ms": round(info_p99["busy"], 1),
             "info_p99_quiet_ms": round(info_p99["quiet"], 1),
             "info_max_ms": round(max(max(info) for info, _ in seen["busy"]), 1),
             "submit_p50_ms": {name: round(value, 1) for name, value in submit_p50.items()},
             "submit_p50_ratio": round(submit_p50["busy"] / submit_p50["quiet"], 3)}
    bench.tell(f"  node_getInfo p99 {found['info_p99_ms']} ms, quiet "
               f"{found['info_p99_quiet_ms']} ms; tx_submit p50 {submit_p50['busy']:.1f} ms, quiet "
               f"{submit_p50['quiet']:.1f} ms")
    return found
