"""When no block is made, status says why: what is awaited, and whose votes are missing.

Usage: status_test.py PROGRAM
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from client import Client  # noqa: E402
from network import Network, RpcError, wait_for  # noqa: E402

SEEN_WITHIN_S = 60


class Status(unittest.TestCase):
    program = ""

    def status(self, validator, *arguments):
        """What an operator sees."""
        return subprocess.run(
            [self.program, *arguments, "status", "--rpc", f"127.0.0.1:{validator.rpc_port}"],
            check=True, capture_output=True, text=True, timeout=SEEN_WITHIN_S,
        ).stdout

    def test_a_stalled_network_names_the_missing_votes(self):
        with tempfile.TemporaryDirectory() as folder, Network(self.program, folder) as network:
            network.start()
            client = Client(network.clients[0], network.chain)
            one, two, three, four = network.validators
            committed = one.call("tx_submit", client.put_record("c", "before", b"x")
                                 | {"mode": "committed", "timeoutMs": 10000})
            self.assertEqual(committed["status"], "committed")
            three.kill()
            four.kill()
            # An idle network has nothing to vote on; a transaction that waits makes it stall.
            waiting = one.call("tx_submit",
                               client.put_record("c", "waits", b"x") | {"mode": "accepted"})
            self.check_that_it_waits(one, waiting["txId"])
            for validator in (one, two):
                words = wait_for(lambda v=validator: self.stalled(v), SEEN_WITHIN_S, "a stall")
                self.assertIn("validator-3", words)
                self.assertIn("validator-4", words)
                self.assertIn("1 peers connected, quorum 3 of 4", words)
                answer = json.loads(self.status(validator, "--output", "json"))["consensus"]
                self.assertLessEqual({"validator-3", "validator-4"}, set(answer["missingVotes"]))
            print(self.status(one))
            three.start()
            wait_for(lambda: one.height() > committed["height"], SEEN_WITHIN_S,
                     "the waiting transaction, with three of four")

    def check_that_it_waits(self, validator, tx_id):
        self.assertEqual(validator.call("tx_getStatus", {"txId": tx_id})["status"], "accepted")
        with self.assertRaises(RpcError) as refused:
            validator.call("tx_get", {"txId": tx_id})
        self.assertIn("not committed yet", str(refused.exception))

    def stalled(self, validator):
        words = self.status(validator)
        return words if "stalled: " in words and "no vote in this view from" in words else None


if __name__ == "__main__":
    Status.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
