"""One identity started twice on one real network, with copies of its data directory old and new:
there are never two different signatures (C14, C15; keys: one guard against double signing).

What a process has signed is read where it cannot be hidden: from the count of its own key's
signatures, and from what the other validators hold of it (evidence of two votes for one thing).

Usage: double_sign_test.py PROGRAM
"""

import pathlib
import re
import shutil
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from client import Client  # noqa: E402
from load import Load  # noqa: E402
from network import Network, Validator, wait_for  # noqa: E402
from promises import check_promises, wait_for_more  # noqa: E402

RECOVERY_S = 60
WATCHED_S = 3
# Of the hundred ports of a network; nobody listens at the last one.
SECOND_SELF_SLOT = 8
DEAD_SLOT = 9


def metric(validator, name, **labels):
    """The sum of a counter over all series that carry these labels."""
    total = 0
    for series, value in re.findall(rf"^{name}(\{{[^}}]*\}})? (\S+)$", validator.metrics(), re.M):
        if all(f'{label}="{text}"' in series for label, text in labels.items()):
            total += float(value)
    return total


def signatures(validator):
    """Of the validator's own key, whatever for: also what was never sent."""
    return metric(validator, "blockchain_hsm_operations_total", op="sign")


class SecondSelf(Validator):
    """The same identity, key and certificate on other ports, with a copy of the data directory."""

    def __init__(self, first, base_port, data):
        super().__init__(first.program, first.folder.parent, first.number, base_port)
        self.folder = first.folder.parent / f"{first.folder.name}-again"
        self.log = self.folder / "log.txt"
        self.peer_port = base_port + SECOND_SELF_SLOT * 10
        self.rpc_port, self.ops_port = self.peer_port + 1, self.peer_port + 2
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(first.folder, self.folder, ignore=shutil.ignore_patterns("data", "log.txt"))
        shutil.copytree(data, self.folder / "data")
        for offset in range(3):
            replace_port(self, first.peer_port + offset, self.peer_port + offset)


def replace_port(validator, old, new):
    path = validator.folder / "config.yaml"
    path.write_text(path.read_text().replace(f"127.0.0.1:{old}\"", f"127.0.0.1:{new}\""))


class DoubleSign(unittest.TestCase):
    program = ""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.network = Network(self.program, self.folder.name)
        self.twin = None
        self.addCleanup(self.end)
        self.network.start()
        self.others, self.first = self.network.validators[:3], self.network.validators[3]
        self.client = Client(self.network.clients[0], self.network.chain)

    def end(self):
        for validator in (self.first, self.twin):
            if validator is not None and validator.is_running():
                validator.kill()
        self.network.__exit__(None, None, None)

    def copy_of_data(self, name):
        """As of now; the validator is stopped for it and goes on afterwards."""
        copy = pathlib.Path(self.folder.name) / name
        self.assertEqual(self.first.stop(), 0)
        shutil.copytree(self.first.folder / "data", copy)
        self.first.start()
        wait_for(self.first.may_vote, RECOVERY_S, "the first one votes again")
        return copy

    def check_nobody_has_seen_two(self):
        for other in self.others:
            self.assertEqual(metric(other, "blockchain_evidence_total"), 0,
                             f"evidence on validator {other.number}")

    def votes_of_first(self, load):
        """It signs, as long as there is something to order."""
        before = signatures(self.first)
        wait_for_more(load, 10, RECOVERY_S, "progress")
        wait_for(lambda: signatures(self.first) > before + 5, RECOVERY_S, "votes of the first one")

    def check_signs_nothing(self, load, why):
        """All the while the network makes blocks, and asks for its votes if it is connected."""
        before = signatures(self.twin)
        deadline = time.monotonic() + WATCHED_S
        wait_for_more(load, 10, RECOVERY_S, f"progress {why}")
        while time.monotonic() < deadline:
            status = self.twin.status()
            self.assertIn(status["phase"], ("not-voting", "halted"), f"{why}: {status['why']}")
            time.sleep(0.1)
        self.assertEqual(signatures(self.twin), before, f"{why}: the second one has signed")
        print(f"{why}: {self.twin.status()['why']}")

    def start_twin(self, data):
        self.twin = SecondSelf(self.first, self.network.ports.base, data)
        self.twin.start()
        wait_for(self.twin.status, RECOVERY_S, "the second one answers")

    def second_sessions_refused(self):
        return sum(metric(other, "blockchain_peer_connections_refused_total",
                          reason="SecondSession") for other in self.others)

    def test_the_second_of_two_signs_nothing_when_the_first_has_voted(self):
        with Load(self.network, self.client) as load:
            self.votes_of_first(load)
            old = self.copy_of_data("old")
            wait_for_more(load, 100, RECOVERY_S, "many blocks between the copies")
            new = self.copy_of_data("new")
            for data in (old, new):
                self.votes_of_first(load)
                self.check_kept_out_and_never_voting(load, data)
            self.votes_of_first(load)
        for validator in self.network.validators:
            check_promises(self, validator, load.acknowledged)
        self.check_nobody_has_seen_two()

    def check_kept_out_and_never_voting(self, load, data):
        refused = self.second_sessions_refused()
        self.start_twin(data)
        wait_for(lambda: self.second_sessions_refused() > refused, RECOVERY_S,
                 "a second session refused")
        self.check_signs_nothing(load, f"{data.name} copy beside the first one")
        # The others are free for it soon, but its record is older than its votes.
        self.first.kill()
        wait_for(lambda: self.is_let_in(self.twin.status()), RECOVERY_S,
                 "the second one is let in")
        self.check_signs_nothing(load, f"{data.name} copy after the first one")
        self.twin.kill()
        self.first.start()
        wait_for(lambda: self.first.is_ready(3), RECOVERY_S, "the first one is back")

    def is_let_in(self, status):
        return status["peers"] >= 2 or status["phase"] == "halted"

    def split(self):
        """The first one can reach validators 1 and 2 only, the second one validator 3 only."""
        dead = self.network.ports.base + DEAD_SLOT * 10
        replace_port(self.first, self.others[2].peer_port, dead)
        replace_port(self.others[2], self.first.peer_port, self.twin.peer_port)
        for other in self.others[:2]:
            replace_port(self.twin, other.peer_port, dead)

    def test_of_two_that_start_at_once_the_one_that_peers_leave_alone_stops(self):
        with Load(self.network, self.client) as load:
            self.votes_of_first(load)
            self.assertEqual(self.first.stop(), 0)
            self.twin = SecondSelf(self.first, self.network.ports.base, self.first.folder / "data")
            self.split()
            self.others[2].kill()
            self.first.start()
            self.twin.start()
            self.others[2].start()
            wait_for(self.first.may_vote, RECOVERY_S, "the first one votes")
            self.votes_of_first(load)
            wait_for(lambda: "same key" in (self.twin.status() or {"why": ""})["why"],
                     RECOVERY_S, "the second one sees the votes of the first")
            self.check_signs_nothing(load, "started at once, left alone by most")
            self.votes_of_first(load)
        self.check_nobody_has_seen_two()

    def test_of_two_that_start_at_once_on_an_open_network_only_one_votes(self):
        with Load(self.network, self.client) as load:
            self.votes_of_first(load)
            self.assertEqual(self.first.stop(), 0)
            self.twin = SecondSelf(self.first, self.network.ports.base, self.first.folder / "data")
            self.first.start()
            self.twin.start()
            wait_for(lambda: self.first.may_vote() or self.twin.may_vote(), RECOVERY_S,
                     "one of the two votes")
            wait_for_more(load, 20, RECOVERY_S, "progress with one of two")
            wait_for(lambda: self.first.may_vote() != self.twin.may_vote(), RECOVERY_S,
                     "it is plain which of the two votes")
            if self.twin.may_vote():
                self.first, self.twin = self.twin, self.first
            self.check_signs_nothing(load, "started at once, left alone")
            self.votes_of_first(load)
        self.check_nobody_has_seen_two()


if __name__ == "__main__":
    DoubleSign.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
