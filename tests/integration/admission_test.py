"""Who may submit how much at a real validator: a forged copy fails only who sent it, a member has a
quota, and bad signatures are charged to the connection that they come from.

Usage: admission_test.py PROGRAM
"""

import http.client
import json
import os
import pathlib
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from client import Client, to_base64url  # noqa: E402
from network import Network, wait_for  # noqa: E402

READY_S = 60
SOCKET_S = 60
BURST = 20
COPIES = 40


class Connection:
    """One of an application's, to be kept while it is used: on loopback it is who is charged."""

    def __init__(self, validator):
        self.http = http.client.HTTPConnection("127.0.0.1", validator.rpc_port, timeout=SOCKET_S)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.http.close()

    def post(self, calls):
        """HTTP status and answer."""
        self.http.request("POST", "/", json.dumps(calls), {"content-type": "application/json"})
        answer = self.http.getresponse()
        return answer.status, json.loads(answer.read())

    def submit(self, params):
        return self.post(call(params))


def call(params, number=1):
    return {"jsonrpc": "2.0", "id": number, "method": "tx_submit", "params": params}


def forged(params):
    """The same transaction, with a signature that somebody made up."""
    signing_input = params["tx"].rsplit(".", 1)[0]
    return {**params, "tx": signing_input + "." + to_base64url(os.urandom(63) + b"\0")}


def reason_of(answer):
    return answer["error"]["data"]["reason"] if "error" in answer else "none"


class Admission(unittest.TestCase):
    program = ""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def network(self):
        return Network(self.program, self.folder.name, validators=1, clients=2)

    def start(self, network, *arguments):
        """The validator, once it votes, and its clients."""
        validator = network.validators[0]
        validator.start(*arguments)
        wait_for(lambda: validator.is_ready(0), READY_S, "it is ready")
        return validator, [Client(entry, network.chain) for entry in network.clients]

    def record(self, client):
        return client.put_record("admission", os.urandom(6).hex(), b"content")

    def test_a_forged_copy_fails_only_who_sent_it(self):
        with self.network() as network:
            validator, (client, _) = self.start(network)
            good = self.record(client)
            with Connection(validator) as connection:
                status, answers = connection.post([call(forged(good), 1), call(good, 2)])
            self.assertEqual(status, 200)
            by_id = {answer["id"]: answer for answer in answers}
            self.assertEqual(reason_of(by_id[1]), "bad_signature")
            self.assertEqual(by_id[2]["result"]["result"]["outcome"], "applied")
            self.check_race(validator, client)

    def check_race(self, validator, client):
        """Copies come over one connection while the honest one comes over another."""
        for _ in range(COPIES):
            good = self.record(client)
            with Connection(validator) as others, Connection(validator) as own:
                copies = threading.Thread(target=others.post, args=(
                    [call(forged(good), number) for number in range(8)],))
                copies.start()
                _, answer = own.submit(good)
                copies.join()
            self.assertEqual(answer.get("result", answer).get("status"), "committed", answer)

    def test_a_member_has_a_quota_and_uses_up_nobody_elses(self):
        with self.network() as network:
            validator, (client, other) = self.start(
                network, "--quotas-member-tx-per-second", "1", "--quotas-member-tx-burst",
                str(BURST))
            with Connection(validator) as connection:
                # One more may come each second, while this machine takes its time.
                for _ in range(20 * BURST):
                    status, answer = connection.submit(self.record(client))
                    if "error" in answer:
                        break
                self.assertEqual((status, reason_of(answer)), (429, "quota_exceeded"))
                self.assertGreater(answer["error"]["data"]["retryAfterMs"], 0)
                _, answer = connection.submit(self.record(other))
                self.assertIn("result", answer)
            self.assertRegex(validator.metrics(), r'\w+\{reason="quota_exceeded"\} [1-9]')

    def test_bad_signatures_are_charged_to_their_connection(self):
        with self.network() as network:
            validator, (client, _) = self.start(network, "--quotas-failed-checks-per-second", "1")
            with Connection(validator) as liar, Connection(validator) as honest:
                reasons = [reason_of(liar.submit(forged(self.record(client)))[1])
                           for _ in range(COPIES)]
                self.assertEqual(set(reasons), {"bad_signature", "quota_exceeded"})
                _, answer = honest.submit(self.record(client))
                self.assertIn("result", answer)


if __name__ == "__main__":
    Admission.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
