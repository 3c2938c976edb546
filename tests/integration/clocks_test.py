"""Clocks that are wrong. What block time decides (`exp`) is not refused by a node's own clock, so a
wrong clock of one node hurts no client of it; its operator is told, and not because of blocks that
it fetches late; and when the clocks of all were ahead and are right again, the network can be
written to.

Usage: clocks_test.py PROGRAM
"""

import base64
import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from client import Client  # noqa: E402
from network import Network, RpcError, wait_for  # noqa: E402

RECOVERY_S = 120
HOUR_S = 3600
AWAY_S = 6  # an idle network makes a block every ten seconds
SUPPORT = pathlib.Path(__file__).resolve().parents[1] / "support"


class Clocks(unittest.TestCase):
    program = ""

    @classmethod
    def setUpClass(cls):
        cls.tools = tempfile.TemporaryDirectory()
        cls.shim = pathlib.Path(cls.tools.name) / "clock_shim.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", cls.shim,
                        SUPPORT / "clock_shim.c"], check=True)

    @classmethod
    def tearDownClass(cls):
        cls.tools.cleanup()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name)

    def set_clock(self, validator, seconds):
        """Of this one from now on, also while it runs."""
        new = self.here / f"offset-{validator.number}.new"
        new.write_text(str(seconds * 1000))
        new.rename(self.here / f"offset-{validator.number}")

    def start(self, validator):
        validator.start(environment={
            "LD_PRELOAD": str(self.shim),
            "CLOCK_OFFSET_FILE": str(self.here / f"offset-{validator.number}")})

    def start_all(self, network):
        for validator in network.validators:
            self.start(validator)
        network.wait_ready(len(network.validators) - 1)
        for validator in network.validators:
            wait_for(validator.may_vote, RECOVERY_S, f"validator {validator.number} may vote")

    def write(self, validator, client, exp=None):
        """The outcome of a transaction, or the reason why it was refused."""
        digest = hashlib.sha256(os.urandom(8)).digest()
        client.exp = exp
        params = client.sign("record.put", {
            "collection": "clocks", "id": os.urandom(6).hex(),
            "externalHash": base64.urlsafe_b64encode(digest).decode().rstrip("=")})
        try:
            return validator.call("tx_submit", params | {"mode": "committed",
                                                         "timeoutMs": 20000})["result"]["outcome"]
        except RpcError as error:
            return error.reason

    def block_time(self, validator):
        return validator.call("ledger_getInfo")["time"] / 1000

    def offset(self, validator):
        name = "blockchain_clock_offset_seconds "
        line = next(line for line in validator.metrics().splitlines() if line.startswith(name))
        return float(line.removeprefix(name))

    def check_is_told(self, validator, client, network, seconds):
        def is_told():
            self.write(network.validators[0], client)
            return abs(self.offset(validator) - seconds) < 60
        wait_for(is_told, RECOVERY_S, "the metric shows it")
        words = "ahead of" if seconds > 0 else "behind"
        wait_for(lambda: words in (validator.status() or {}).get("why", ""), RECOVERY_S,
                 "the status says so")
        self.assertIn("clock differs from block time", validator.log_text())
        self.assertLess(abs(self.offset(network.validators[0])), 2)

    def check_is_right(self, validator):
        self.assertLess(abs(self.offset(validator)), 2)
        self.assertNotIn("clock", validator.status().get("why", ""))

    def test_a_wrong_clock_of_one_node_hurts_no_client_of_it_and_is_told(self):
        with Network(self.program, self.here) as network:
            client = Client(network.clients[0], network.chain)
            wrong = network.validators[3]
            self.start_all(network)
            for seconds in (HOUR_S, -HOUR_S):
                self.set_clock(wrong, seconds)
                self.check_is_told(wrong, client, network, seconds)
                for _ in range(3):
                    self.assertEqual(self.write(wrong, client), "applied", f"off by {seconds} s")
                farthest = int(self.block_time(wrong)) + 590
                self.assertEqual(self.write(wrong, client, exp=farthest), "applied")
            self.set_clock(wrong, 0)
            wait_for(lambda: (self.write(wrong, client), abs(self.offset(wrong)) < 2)[1],
                     RECOVERY_S, "it is right again")
            self.assertNotIn("clock", wrong.status().get("why", ""))

    def test_old_blocks_that_are_fetched_after_a_stop_are_no_wrong_clock(self):
        with Network(self.program, self.here) as network:
            client = Client(network.clients[0], network.chain)
            one, late = network.validators[0], network.validators[3]
            self.start_all(network)
            self.assertEqual(late.stop(), 0)
            for _ in range(9):
                self.assertEqual(self.write(one, client), "applied")
            wait_for(lambda: time.time() - self.block_time(one) > AWAY_S, RECOVERY_S,
                     "the blocks are old")
            target = one.height()
            self.start(late)
            wait_for(lambda: late.height() >= target, RECOVERY_S, "it has caught up")
            wait_for(late.may_vote, RECOVERY_S, "it may vote")
            self.check_is_right(late)
            for _ in range(9):
                self.assertEqual(self.write(one, client), "applied")
            target = one.height()
            wait_for(lambda: late.height() >= target, RECOVERY_S, "it follows")
            self.check_is_right(late)
            self.assertNotIn("clock differs from block time", late.log_text())

    def test_one_away_and_one_clock_slow_block_time_keeps_up(self):
        with Network(self.program, self.here) as network:
            client = Client(network.clients[0], network.chain)
            self.start_all(network)
            self.set_clock(network.validators[2], -HOUR_S)
            self.assertEqual(network.validators[3].stop(), 0)
            begun, done = time.monotonic(), 0
            while time.monotonic() - begun < 20:
                self.assertEqual(self.write(network.validators[0], client), "applied")
                done += 1
            print(f"{done} transactions one after the other in 20 s")
            self.assertLess(abs(self.block_time(network.validators[0]) - time.time()), 5)

    def test_after_all_clocks_were_ahead_the_network_can_be_written_to(self):
        with Network(self.program, self.here) as network:
            client = Client(network.clients[0], network.chain)
            for validator in network.validators:
                self.set_clock(validator, HOUR_S)
            self.start_all(network)
            one = network.validators[0]
            self.assertEqual(self.write(one, client, exp=int(time.time()) + HOUR_S + 300),
                             "applied")
            for validator in network.validators:
                self.set_clock(validator, 0)
            self.assertEqual(self.write(one, client), "expired", "by block time it has")
            for _ in range(5):
                exp = int(self.block_time(one)) + 300
                self.assertEqual(self.write(one, client, exp=exp), "applied", "by block time")
            for validator in network.validators:
                self.assertEqual(validator.stop(), 0)
            self.start_all(network)
            exp = int(self.block_time(one)) + 300
            self.assertEqual(self.write(one, client, exp=exp), "applied", "after a restart, too")


if __name__ == "__main__":
    Clocks.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
