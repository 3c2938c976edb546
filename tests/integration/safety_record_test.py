"""What a validator has voted lies encrypted and authenticated on its disk. One whose record is
damaged, missing or older than its last run follows the others and signs nothing, says why, and
comes back by the command that it names (C15).

Usage: safety_record_test.py PROGRAM
"""

import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from client import Client  # noqa: E402
from command_line import DONE, REFUSED, CommandLine  # noqa: E402
from load import Load  # noqa: E402
from network import Network, wait_for  # noqa: E402
from promises import check_promises, wait_for_more  # noqa: E402
from votes_again import check_votes_again  # noqa: E402

RECOVERY_S = 90


class SafetyRecord(unittest.TestCase):
    program = ""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name)
        self.network = Network(self.program, self.here)
        self.network.__enter__()
        self.addCleanup(self.network.__exit__, None, None, None)
        self.network.start()
        self.one, self.two, self.victim, _ = self.network.validators
        self.command = CommandLine(self.program, self.victim.folder)
        self.load = Load(self.network, Client(self.network.clients[0], self.network.chain))
        self.load.__enter__()
        self.addCleanup(self.load.__exit__, None, None, None)
        wait_for_more(self.load, 50, RECOVERY_S, "progress of all four")

    def record(self):
        """The file of the newest generation."""
        return max((self.victim.folder / "data" / "safety").glob("safety-*.log"))

    def check_observes(self, *words):
        """It follows and signs nothing; its log holds these words."""
        self.victim.start()
        status = wait_for(lambda: (self.victim.status() or {}).get("phase") == "not-voting"
                          and self.victim.status(), RECOVERY_S, "it observes")
        self.assertIn("init --new-safety-record", status["why"])
        for word in words:
            wait_for(lambda w=word: w in self.victim.log_text(), RECOVERY_S, f"the log says {word}")
        target = self.one.height()
        wait_for(lambda: self.victim.height() > target, RECOVERY_S, "it follows the others")
        self.assertEqual(self.victim.status()["phase"], "not-voting")

    def comes_back(self):
        """By the command; then nothing becomes final without it, and nothing is lost."""
        self.assertEqual(self.victim.stop(), 0)
        made = self.victim.run("init", "--new-safety-record")
        self.assertEqual(made.returncode, 0, made.stderr)
        self.victim.start()
        check_votes_again(self.load, self.victim, self.two)
        self.load.__exit__(None, None, None)
        for validator in self.network.validators:
            check_promises(self, validator, self.load.acknowledged)
            self.assertNotIn("equivocat", validator.log_text())

    def test_a_damaged_record_is_told_and_signs_nothing(self):
        self.victim.kill()
        record = self.record()
        self.assertNotIn(b"VSsafety", record.read_bytes(), "it is encrypted")
        contents = bytearray(record.read_bytes())
        contents[4096 + 60] ^= 1
        record.write_bytes(contents)
        verified = self.command.json("ledger", "verify", "--config", "config.yaml")
        self.assertEqual(verified.status, REFUSED, verified.text + verified.error)
        self.assertTrue(any(record.name in one for one in verified.json["findings"]))
        said = self.command("keys", "rotate-data", "--rewrite", "--config", "config.yaml")
        self.assertNotEqual(said.status, DONE, "nothing is rewritten that nothing vouches for")
        self.check_observes(record.name, "at byte 4096", "key generation 1", "observing only")
        self.assertEqual(record.read_bytes(), bytes(contents), "it is left as it was")
        said = self.command("halt", "show", "--config", "config.yaml")
        self.assertEqual(said.status, DONE, said.error)
        self.assertIn("`vitalstream status`", said.text, "that no halt is noted is not all")
        self.comes_back()

    def test_a_lost_record_is_told_and_signs_nothing(self):
        self.victim.kill()
        shutil.rmtree(self.victim.folder / "data" / "safety")
        self.check_observes("observing only")
        self.comes_back()

    def test_an_older_record_beside_the_newer_ledger_is_noticed(self):
        self.assertEqual(self.victim.stop(), 0)
        safety, older = self.victim.folder / "data" / "safety", self.here / "older"
        shutil.copytree(safety, older)
        self.victim.start()
        wait_for(lambda: self.victim.is_ready(3), RECOVERY_S, "back")
        # With another one away, all that becomes final carries the victim's vote.
        self.two.kill()
        wait_for_more(self.load, 20, RECOVERY_S, "another day")
        self.two.start()
        wait_for(lambda: self.two.is_ready(3), RECOVERY_S, "the other one is back")
        self.victim.kill()
        shutil.rmtree(safety)
        older.rename(safety)
        self.check_observes()
        self.comes_back()


if __name__ == "__main__":
    SafetyRecord.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
