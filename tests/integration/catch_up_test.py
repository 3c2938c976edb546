"""A validator that was away for thousands of blocks, or lost its disk, catches up while the others
go on, and votes again (S1, C15).

Usage: catch_up_test.py PROGRAM [BLOCKS]
"""

import pathlib
import shutil
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from client import Client  # noqa: E402
from load import Load  # noqa: E402
from network import Network, wait_for  # noqa: E402
from promises import check_promises, wait_for_more  # noqa: E402
from votes_again import check_votes_again  # noqa: E402

MADE_WITHIN_S = 600
RECOVERY_S = 90
WATCHED_S = 3


class CatchUp(unittest.TestCase):
    program = ""
    blocks = 2000

    def test_one_that_was_stopped_catches_up_while_the_others_go_on(self):
        with tempfile.TemporaryDirectory() as folder, Network(self.program, folder) as network:
            network.start()
            one, late = network.validators[0], network.validators[3]
            client = Client(network.clients[0], network.chain)
            # Few at a time, so that the blocks are many and small.
            with Load(network, client, pause_s=0) as load:
                wait_for_more(load, 5, RECOVERY_S, "progress of all four")
                late.kill()
                left_at = one.height()
                wait_for(lambda: one.height() >= left_at + self.blocks, MADE_WITHIN_S,
                         f"{self.blocks} blocks without validator 4")
                target, begun = one.height(), time.monotonic()
                late.start()
                wait_for(lambda: late.height() >= target, RECOVERY_S, "caught up")
                print(f"{target - left_at} blocks in {time.monotonic() - begun:.1f} s, "
                      f"while {one.height() - target} were made")
                check_votes_again(load, late, network.validators[1])
            for validator in network.validators:
                check_promises(self, validator, load.acknowledged)

    def test_one_that_lost_its_disk_votes_again_when_all_others_have_answered(self):
        with tempfile.TemporaryDirectory() as folder, Network(self.program, folder) as network:
            network.start()
            one, two, lost, four = network.validators
            client = Client(network.clients[0], network.chain)
            with Load(network, client) as load:
                wait_for_more(load, 50, RECOVERY_S, "progress of all four")
                lost.kill()
                shutil.rmtree(lost.folder / "data")
                self.check_start_is_refused(lost)
                # Two others are too few to answer, and without the lost one too few to go on.
                four.kill()
                self.begin_new_record(lost)
                lost.start()
                self.check_signs_nothing(lost, (one, two))
                four.start()
                wait_for(lambda: "new safety record" not in lost.status()["why"], RECOVERY_S,
                         "the new record established")
                check_votes_again(load, lost, two)
            for validator in network.validators:
                check_promises(self, validator, load.acknowledged)

    def check_start_is_refused(self, lost):
        refused = lost.run("start")
        self.assertNotEqual(refused.returncode, 0)
        print(refused.stderr.strip())
        self.assertIn(str(lost.folder / "data"), refused.stderr)
        self.assertIn("init --new-safety-record", refused.stderr)
        self.assertFalse((lost.folder / "data").exists(), "start makes no data directory")

    def begin_new_record(self, lost):
        made = lost.run("init", "--new-safety-record")
        self.assertEqual(made.returncode, 0, made.stderr)

    def check_signs_nothing(self, lost, others):
        """The lost one is asked for its vote all the time; with it, three would be enough."""
        wait_for(lambda: lost.is_ready(2), RECOVERY_S, "the lost one connected to two others")
        status = wait_for(lambda: self.asking(lost), RECOVERY_S, "a question to the others")
        print(status["why"])
        self.assertEqual(status["phase"], "not-voting")
        before = [other.status()["finalHeight"] for other in others]
        time.sleep(WATCHED_S)
        self.assertEqual(before, [other.status()["finalHeight"] for other in others])
        self.assertIsNotNone(self.asking(lost), "two answers are not enough")

    def asking(self, lost):
        status = lost.status()
        return status if status and "(2 so far" in status["why"] else None


if __name__ == "__main__":
    CatchUp.program = sys.argv.pop(1)
    if len(sys.argv) > 1 and sys.argv[1].isdigit():
        CatchUp.blocks = int(sys.argv.pop(1))
    unittest.main(verbosity=2)
