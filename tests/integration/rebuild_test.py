"""A damaged database of one validator is replaced by command: what can be read is kept, the rest
comes from the others, and the validator votes again with the safety record that it has.

Usage: rebuild_test.py PROGRAM
"""

import json
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from client import Client  # noqa: E402
from command_line import DONE, FAILED, REFUSED, CommandLine  # noqa: E402
from load import Load  # noqa: E402
from network import Network  # noqa: E402
from promises import check_promises, wait_for_more  # noqa: E402
from votes_again import check_votes_again  # noqa: E402

RECOVERY_S = 90
CONTENT_BYTES = 4_000


class Rebuild(unittest.TestCase):
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
        self.data = self.victim.folder / "data"
        self.command = CommandLine(self.program, self.victim.folder)
        self.load = Load(self.network, Client(self.network.clients[0], self.network.chain),
                         content_bytes=CONTENT_BYTES)
        self.load.__enter__()
        self.addCleanup(self.load.__exit__, None, None, None)
        wait_for_more(self.load, 150, RECOVERY_S, "progress of all four")

    def ledger(self, what):
        return self.command.json("ledger", what, "--config", "config.yaml")

    def flush(self):
        """Everything leaves the write-ahead log for tables and bodies."""
        said = self.command("keys", "rotate-data", "--rewrite", "--config", "config.yaml")
        self.assertEqual(said.status, DONE, said.error)

    def damage(self, path, at):
        contents = bytearray(path.read_bytes())
        contents[int(len(contents) * at)] ^= 1
        path.write_bytes(contents)

    def rebuild(self):
        said = self.ledger("rebuild")
        self.assertEqual(said.status, DONE, said.text + said.error)
        print(json.dumps(said.json))
        self.assertFalse((self.data / "db.rebuild").exists())
        return said.json

    def rebuild_after_damage(self):
        """Bodies lie in the order of their digests: whose a place is, is chance. Of the first block
        nothing could be kept, and a batch may be of no block yet: then another place is damaged."""
        blob = max((self.data / "db").glob("*.blob"), key=lambda path: path.stat().st_size)
        sound = self.here / "sound"
        shutil.copytree(self.data, sound)
        for at in (0.7, 0.5, 0.3, 0.8, 0.2):
            self.damage(blob, at)
            found = self.ledger("verify")
            self.assertEqual(found.status, REFUSED, found.text)
            self.assertIn(blob.name, json.dumps(found.json["findings"]))
            report = self.rebuild()
            if 0 < report["height"] < report["heightBefore"]:
                return report
            shutil.rmtree(self.data)
            shutil.copytree(sound, self.data)
        return self.fail("no later block was damaged")

    def comes_back(self):
        """It catches up and votes: with one more dead, nothing becomes final without it."""
        record = self.command.json("ledger", "verify", "--config", "config.yaml")
        self.assertEqual(record.status, DONE, record.text)
        self.victim.start()
        check_votes_again(self.load, self.victim, self.two)
        self.load.__exit__(None, None, None)
        for validator in self.network.validators:
            check_promises(self, validator, self.load.acknowledged)
            self.assertNotIn("equivocat", validator.log_text())
        self.assertEqual(self.victim.stop(), 0)
        verified = self.ledger("verify")
        self.assertEqual(verified.status, DONE, verified.text)
        self.assertEqual(verified.json["batchesWithoutContent"], 0)

    def test_damaged_bodies_are_fetched_anew_and_what_is_before_them_is_kept(self):
        self.assertEqual(self.victim.stop(), 0)
        self.flush()
        report = self.rebuild_after_damage()
        self.assertIn(f"block {report['height'] + 1}", report["obstacle"])
        self.assertTrue(pathlib.Path(report["setAside"]).is_dir())
        again = self.ledger("rebuild")
        self.assertEqual(again.status, FAILED)
        self.assertIn("remove it first", again.error)
        shutil.rmtree(report["setAside"])
        self.comes_back()

    def test_a_database_that_cannot_be_opened_is_fetched_whole(self):
        self.assertEqual(self.victim.stop(), 0)
        manifest = next((self.data / "db").glob("MANIFEST-*"))
        self.damage(manifest, 0.9)
        refused = self.victim.run("start")
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn(manifest.name, refused.stderr + refused.stdout)
        self.assertIn("ledger rebuild", refused.stderr + refused.stdout)
        report = self.rebuild()
        self.assertEqual(report["height"], 0)
        self.assertIn(manifest.name, report["obstacle"])
        self.comes_back()

    def test_a_sound_ledger_is_kept_whole_and_a_rebuild_may_be_interrupted(self):
        self.assertEqual(self.victim.stop(), 0)
        before = self.ledger("verify").json
        # As a crash between the two renames leaves it.
        report = self.rebuild()
        self.assertEqual(report["obstacle"], "")
        self.assertEqual(report["height"], before["certifiedHeight"])
        (self.data / "db").rename(self.data / "db.rebuild")
        refused = self.victim.run("start")
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("ledger rebuild", refused.stderr + refused.stdout)
        self.assertEqual(self.rebuild()["height"], before["certifiedHeight"])
        # As one before them: a database that is begun.
        shutil.rmtree(self.data / "db.damaged")
        shutil.copytree(self.data / "db", self.data / "db.rebuild")
        self.assertEqual(self.rebuild()["height"], before["certifiedHeight"])
        after = self.ledger("verify").json
        for count in ("transactions", "batches", "blocks"):
            self.assertEqual(after[count], before[count], count)
        self.comes_back()


if __name__ == "__main__":
    Rebuild.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
