"""The story that scripts/demo tells. Every claim is checked; the first that fails ends it.

usage: story.py PROGRAM [--key-providers]
"""

import collections
import concurrent.futures
import contextlib
import json
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))
sys.path.insert(0, str(ROOT / "scripts" / "demo_lib"))

import fhir  # noqa: E402
from client import Client, from_base64url, transaction_id  # noqa: E402
from key_servers import KeyServers  # noqa: E402
from network import Network, wait_for  # noqa: E402

HL7 = ROOT / "tests/data/fhir/hl7-examples"
SYNTHEA = ROOT / "tests/data/fhir/synthea"
SUBMITTERS = 8
RECOVERY_S = 60


def tell(text):
    print(text, flush=True)


def check(condition, promise):
    if not condition:
        raise AssertionError(f"not as promised: {promise}")


class Story:
    def __init__(self, program, network):
        self.program = program
        self.network = network
        self.clients = [Client(entry, network.chain) for entry in network.clients]
        self.answers = {}  # resource type/id -> (validator, params, answer)

    def submit(self, number, resource, receipt=False):
        op, data, content = fhir.transaction(resource)
        client = self.clients[number % len(self.clients)]
        validators = [one for one in self.network.validators if one.is_running()]
        validator = validators[number % len(validators)]
        params = client.sign(op, data, [content])
        begun = time.monotonic()
        answer = validator.call("tx_submit", params | {
            "mode": "committed", "timeoutMs": 20000, "receipt": receipt})
        took_ms = (time.monotonic() - begun) * 1000
        check(answer["txId"] == transaction_id(params), "a client knows the id before it submits")
        check(answer["result"]["outcome"] == "applied", f"{op} is applied: {answer}")
        return op, data, content, answer, took_ms

    def submit_all(self, resources):
        """In parallel, as many applications would; the answers in the order of the resources."""
        with concurrent.futures.ThreadPoolExecutor(SUBMITTERS) as pool:
            return list(pool.map(self.submit, range(len(resources)), resources))

    def hl7_examples(self):
        resources = [json.loads(path.read_text()) for path in sorted(HL7.glob("*.json"))]
        answers = self.submit_all(resources)
        kinds = collections.Counter(op for op, *_ in answers)
        slowest = max(took for *_, took in answers)
        tell(f"2. {len(answers)} HL7 FHIR examples are committed ("
             + ", ".join(f"{count} {op}" for op, count in sorted(kinds.items()))
             + f"), each answered within {slowest:.0f} ms.")
        check(len(answers) == 26, "all 26 examples")
        return answers

    def synthea_bundle(self):
        path = sorted(SYNTHEA.glob("*.json"), key=lambda one: one.stat().st_size)[0]
        bundle = json.loads(path.read_text())
        resources = [entry["resource"] for entry in bundle["entry"]]
        begun = time.monotonic()
        answers = self.submit_all(resources)
        seconds = time.monotonic() - begun
        tell(f"3. A Synthea bundle of {len(answers)} resources is committed in {seconds:.1f} s "
             f"({len(answers) / seconds:.0f} a second, each waited for by its submitter).")
        return answers

    def read_back(self, answers):
        records = [one for one in answers if one[0] == "record.put"]
        for op, data, content, answer, _ in records:
            reader = self.network.validators[answer["index"] % 4]
            wait_for(lambda v=reader: v.height() >= answer["height"], RECOVERY_S, "the same height")
            record = reader.call("record_get", {
                "collection": data["collection"], "id": data["id"], "content": True})
            check(from_base64url(record["content"]["content"]) == content
                  or record["version"] > 1, f"{data['id']} is read back as it was written")
        audit = self.network.validators[2].call("audit_query", {"limit": 1000})
        entries = sum(1 for one in answers if one[0] == "audit.append")
        check(len(audit["entries"]) == entries, "every audit entry is found")
        tell(f"4. {len(records)} records are read back byte for byte from the four validators; the "
             f"audit trail has all {entries} entries.")

    def consents(self, answers):
        """The latest decision on a subject and grantee wins, whatever came before."""
        latest = {}
        for op, data, _, answer, _ in answers:
            if op in ("consent.grant", "consent.revoke"):
                question = (data["subject"], data["grantee"], data["purpose"])
                latest[question] = max(latest.get(question, (-1, "")), (answer["index"], op))
        for question, (_, op) in latest.items():
            status = self.network.validators[0].call(
                "consent_getStatus", dict(zip(("subject", "grantee", "purpose"), question)))
            check(status["permitted"] == (op == "consent.grant"), f"the latest decision: {op}")
        granted = sum(1 for op, *_ in answers if op == "consent.grant")
        refused = sum(1 for op, *_ in answers if op == "consent.revoke")
        check(granted > 0 and refused > 0, "grants and refusals among the examples")
        tell(f"5. {granted} consents permit, {refused} refuse (an opt-out or denial never becomes "
             f"a grant); asked again, the ledger answers by the latest of each ({len(latest)} "
             "questions).")

    def kill_and_return(self, resources):
        victim = self.network.validators[3]
        victim.kill()
        before = self.network.validators[0].height()
        answers = self.submit_all(resources)
        slowest = max(took for *_, took in answers)
        height = self.network.validators[0].height()
        check(height > before, "three of four go on")
        begun = time.monotonic()
        victim.start()
        wait_for(lambda: victim.height() >= height, RECOVERY_S, "the killed validator catches up")
        seconds = time.monotonic() - begun
        tell(f"6. Validator 4 was killed with -9. The other three committed {len(answers)} more "
             f"transactions (slowest {slowest:.0f} ms); restarted, it was level at height {height} "
             f"after {seconds:.1f} s.")

    def receipt(self, folder):
        resource = {"resourceType": "Basic", "id": "receipt-demo"}
        *_, answer, _ = self.submit(0, resource, receipt=True)
        path = pathlib.Path(folder) / "receipt.json"
        path.write_text(json.dumps(answer["receipt"]))
        genesis = self.network.genesis_hash
        subprocess.run([self.program, "receipt", "verify", path, "--genesis-hash", genesis],
                       check=True, stdout=subprocess.DEVNULL)
        second = subprocess.run(
            ["/usr/bin/python3", ROOT / "docs/examples/verify_receipt.py", genesis, path],
            check=True, capture_output=True, text=True)
        tampered = path.read_text().replace('"applied"', '"refused"', 1)
        path.write_text(tampered)
        refused = subprocess.run(
            [self.program, "receipt", "verify", path, "--genesis-hash", genesis],
            capture_output=True)
        check(refused.returncode == 3, "a receipt that was changed is refused")
        tell("7. Its receipt verifies offline, from the genesis hash alone, by two programs that "
             "share no code; changed in one word, it is refused:")
        for line in second.stdout.strip().splitlines():
            tell("     " + line)

    def stop(self):
        heights = {validator.height() for validator in self.network.validators}
        info = self.network.validators[0].call("ledger_getInfo")
        statuses = [validator.stop() for validator in self.network.validators]
        check(statuses == [0, 0, 0, 0], f"all drain and exit 0: {statuses}")
        tell(f"8. The ledger has {info['treeSize']} transactions at height {max(heights)}. All "
             "four validators drained and exited 0.")


def tell_keys(servers):
    tell("   None has a private key on its disk: validator "
         + ", ".join(f"{number} signs with {server.kind}"
                     for number, server in enumerate(servers.servers, start=1)) + ".")


def main(program, with_key_providers):
    begun = time.monotonic()
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="vitalstream-demo-"))
        servers = stack.enter_context(KeyServers(folder)) if with_key_providers else None
        network = stack.enter_context(Network(program, folder, clients=SUBMITTERS,
                                              extra=servers.arguments if servers else ()))
        network.start()
        tell(f"1. Four validators of four organisations run on this machine, joined by mutual "
             f"TLS 1.3 (genesis {network.genesis_hash[:16]}...).")
        if servers:
            tell_keys(servers)
        tell_story(program, network, folder)
    tell(f"Everything was as promised, in {time.monotonic() - begun:.0f} s; nothing is left "
         "running.")


def tell_story(program, network, folder):
    story = Story(program, network)
    examples = story.hl7_examples()
    bundle = story.synthea_bundle()
    story.read_back(examples + bundle)
    story.consents(examples)
    story.kill_and_return([
        {"resourceType": "Basic", "id": f"while-one-is-away-{number}"}
        for number in range(40)])
    story.receipt(folder)
    story.stop()


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2:] == ["--key-providers"])
    except (AssertionError, subprocess.CalledProcessError) as error:
        print(f"demo: failed: {error}", file=sys.stderr)
        sys.exit(1)
