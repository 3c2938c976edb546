"""An application fills batches to the last byte: whatever a lane makes of it is what the others
take (L1), so that everything is ordered and every lane goes on.

Usage: full_batches_test.py PROGRAM
"""

import os
import pathlib
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from client import Client, transaction_id  # noqa: E402
from network import Network, RpcError, wait_for  # noqa: E402
from promises import location  # noqa: E402

COMMITTED_WITHIN_S = 240
# Two such contents, with their envelopes and a batch's header, come to 2 MiB give or take so much.
LARGEST = 1024 * 1024
STEPS = range(0, 1200, 75)
AT_ONCE = 3


class FullBatches(unittest.TestCase):
    program = ""

    def test_batches_of_every_size_around_the_limit_are_ordered(self):
        with tempfile.TemporaryDirectory() as folder, Network(self.program, folder) as network:
            network.start()
            client = Client(network.clients[0], network.chain)
            submitted = []
            for number, step in enumerate(STEPS):
                validator = network.validators[number % len(network.validators)]
                submitted += self.submit_at_once(validator, client, LARGEST - step)
            for tx_id in submitted:
                wait_for(lambda: location(network.validators[0], tx_id), COMMITTED_WITHIN_S,
                         f"{tx_id} committed")
            for validator in network.validators:
                params = client.put_record("after", os.urandom(6).hex(), b"small")
                answer = validator.call("tx_submit", {**params, "mode": "committed",
                                                      "timeoutMs": 60000}, 90)
                self.assertEqual(answer["status"], "committed")

    def submit_at_once(self, validator, client, content_bytes):
        all_params = [client.put_record("full", os.urandom(6).hex(), os.urandom(content_bytes))
                      for _ in range(AT_ONCE)]
        threads = [threading.Thread(target=self.submit, args=(validator, params))
                   for params in all_params]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return [transaction_id(params) for params in all_params]

    def submit(self, validator, params):
        def accepted():
            try:
                return validator.call("tx_submit", {**params, "mode": "accepted"}, 60)
            except RpcError as error:
                if error.reason != "busy":
                    raise
                return None
        wait_for(accepted, COMMITTED_WITHIN_S, "a place in the lane")


if __name__ == "__main__":
    FullBatches.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
