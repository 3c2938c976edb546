"""When no block is made, status says why: what is awaited, and whose votes are missing; and of how
many batches the contents are still asked for.

Usage: status_test.py PROGRAM
"""

import contextlib
import http.server
import json
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from client import Client  # noqa: E402
from network import Network, RpcError, wait_for  # noqa: E402

SEEN_WITHIN_S = 60


@contextlib.contextmanager
def node_that_says(answers):
    """The port of an HTTP server that answers each method as it is told."""
    class Node(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            said = json.dumps({"jsonrpc": "2.0", "id": asked["id"],
                               "result": answers[asked["method"]]}).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

    with http.server.HTTPServer(("127.0.0.1", 0), Node) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


class Status(unittest.TestCase):
    program = ""

    def status(self, validator, *arguments):
        return self.status_at(validator.rpc_port, *arguments)

    def status_at(self, port, *arguments):
        """What an operator sees."""
        return subprocess.run(
            [self.program, *arguments, "status", "--rpc", f"127.0.0.1:{port}"],
            check=True, capture_output=True, text=True, timeout=SEEN_WITHIN_S,
        ).stdout

    def test_contents_that_are_still_asked_for_are_told(self):
        with tempfile.TemporaryDirectory() as folder, \
                Network(self.program, folder, validators=1) as network:
            network.start()
            node = network.validators[0]
            answers = {method: node.call(method) for method in (
                "node_getInfo", "consensus_getStatus", "ledger_getInfo")}
            self.assertEqual(answers["consensus_getStatus"]["contentsWanted"], 0)
            self.assertNotIn("asked for", self.status(node))
        answers["consensus_getStatus"]["contentsWanted"] = 3
        with node_that_says(answers) as port:
            self.assertIn("\nthe contents of 3 batches are not here yet and are asked for\n",
                          self.status_at(port))

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
