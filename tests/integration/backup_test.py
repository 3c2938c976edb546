"""Backups of a real network: of a node that runs and of one that stands still, restored onto an
empty disk, refused onto another node; and yesterday's disk put back, which must be noticed.

Usage: backup_test.py PROGRAM
"""

import hashlib
import json
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


def dressed(manifest, changes):
    """The manifest with other members, and the checksum that belongs to these."""
    members = {**json.loads(manifest), **changes}
    del members["sha256"]
    text = json.dumps(members, separators=(",", ":"))
    members["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    return json.dumps(members, separators=(",", ":")) + "\n"


class Backup(unittest.TestCase):
    program = ""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.here = pathlib.Path(self.folder.name)
        self.command = CommandLine(self.program, self.here)

    def config(self, validator):
        return validator.folder / "config.yaml"

    def take(self, validator, target):
        said = self.command.json("backup", "take", "--config", self.config(validator),
                                 "--to", target)
        self.assertEqual(said.status, DONE, said.error)
        return said.json

    def take_by_the_operators_name(self, validator, target):
        blockchain_backup = CommandLine(
            pathlib.Path(self.program).absolute().with_name("blockchain-backup"), self.here)
        done = blockchain_backup("--config", self.config(validator), "--to", target)
        self.assertEqual(done.status, DONE, done.error)
        print(done.text.strip())

    def verify_ledger(self, validator):
        return self.command.json("ledger", "verify", "--config", self.config(validator))

    def test_a_running_node_is_backed_up_and_restored_onto_an_empty_disk(self):
        with Network(self.program, self.here) as network:
            network.start()
            lost = network.validators[2]
            with Load(network, Client(network.clients[0], network.chain)) as load:
                wait_for_more(load, 50, RECOVERY_S, "progress of all four")
                folder, archive = self.here / "backups", self.here / "backup.tar.gz"
                first = self.take(lost, folder)
                self.assertEqual(first["newBytes"], first["bytes"])
                wait_for_more(load, 50, RECOVERY_S, "the node goes on meanwhile")
                second = self.take(lost, folder)
                self.assertGreater(second["height"], first["height"])
                self.assertLess(second["newBytes"], second["bytes"], "it shares with the first")
                self.take_by_the_operators_name(lost, archive)
                self.assertFalse((lost.folder / "data" / "checkpoint").exists())
                for source in (folder, archive):
                    said = self.command("backup", "verify", "--from", source)
                    self.assertEqual(said.status, DONE, said.error)
                lost.kill()
                shutil.rmtree(lost.folder / "data")
                self.check_refused_onto_another(network.validators[0], archive)
                said = self.command.json("restore", "--config", self.config(lost),
                                         "--from", archive)
                self.assertEqual(said.status, DONE, said.error)
                verified = self.verify_ledger(lost)
                self.assertEqual(verified.status, DONE, verified.text)
                # The tip is noted first: the files may hold a block or two more.
                self.assertGreaterEqual(verified.json["height"], said.json["height"])
                lost.start()
                check_votes_again(load, lost, network.validators[1])
            for validator in network.validators:
                check_promises(self, validator, load.acknowledged)

    def check_refused_onto_another(self, other, archive):
        other.kill()
        kept = other.folder / "kept"
        (other.folder / "data").rename(kept)
        said = self.command("restore", "--config", self.config(other), "--from", archive)
        self.assertNotEqual(said.status, DONE)
        self.assertIn("another ledger", said.error)
        shutil.rmtree(other.folder / "data", ignore_errors=True)
        kept.rename(other.folder / "data")
        said = self.command("restore", "--config", self.config(other), "--from", archive)
        self.assertNotEqual(said.status, DONE)
        other.start()

    def test_a_damaged_ledger_and_a_damaged_backup_are_found(self):
        with Network(self.program, self.here) as network:
            network.start()
            one = network.validators[0]
            with Load(network, Client(network.clients[0], network.chain)) as load:
                wait_for_more(load, 50, RECOVERY_S, "progress of all four")
            self.assertEqual(one.stop(), 0)
            sound = self.verify_ledger(one)
            self.assertEqual(sound.status, DONE, sound.text + sound.error)
            self.assertTrue(sound.json["sound"])
            self.assertGreater(sound.json["transactions"], 0)
            backup = self.here / "backups"
            self.take(one, backup)
            self.damage(max((backup / "files").iterdir(), key=lambda file: file.stat().st_size))
            said = self.command("backup", "verify", "--from", backup)
            self.assertEqual(said.status, REFUSED)
            self.assertIn("is not what it was", said.error)
            files = [file for file in (one.folder / "data" / "db").iterdir()
                     if file.suffix in (".sst", ".blob", ".log") and file.stat().st_size > 8192]
            victim = max(files, key=lambda file: file.stat().st_size)
            self.damage(victim)
            found = self.verify_ledger(one)
            self.assertEqual(found.status, REFUSED, found.text)
            self.assertFalse(found.json["sound"])
            self.assertIn(victim.name, json.dumps(found.json["findings"]))

    def test_an_older_backup_dressed_as_a_newer_one_is_not_restored(self):
        with Network(self.program, self.here) as network:
            network.start()
            one = network.validators[0]
            with Load(network, Client(network.clients[0], network.chain)) as load:
                wait_for_more(load, 20, RECOVERY_S, "progress of all four")
            self.assertEqual(one.stop(), 0)
            backup = self.here / "backups"
            height = self.take(one, backup)["height"]
            (one.folder / "data").rename(one.folder / "kept")
            manifest = next((backup / "backups").iterdir())
            sound = manifest.read_text()
            for changes in ({"height": height + 1_000}, {"block": "00" * 32}):
                manifest.write_text(dressed(sound, changes))
                said = self.command("backup", "verify", "--from", backup)
                self.assertEqual(said.status, DONE, said.error)
                said = self.command("restore", "--config", self.config(one), "--from", backup)
                self.assertNotEqual(said.status, DONE)
                self.assertIn("the manifest is not that of these files", said.error)
            manifest.write_text(sound)
            said = self.command.json("restore", "--config", self.config(one), "--from", backup)
            self.assertEqual(said.status, DONE, said.error)
            self.assertEqual(said.json["height"], height)

    def damage(self, path):
        contents = bytearray(path.read_bytes())
        contents[len(contents) // 2] ^= 1
        path.write_bytes(contents)

    def test_yesterdays_disk_is_noticed(self):
        """Put back whole, it verifies perfectly; what its peers have seen gives it away (C15)."""
        with Network(self.program, self.here) as network:
            network.start()
            one, two, old, four = network.validators
            with Load(network, Client(network.clients[0], network.chain)) as load:
                wait_for_more(load, 20, RECOVERY_S, "progress of all four")
                self.assertEqual(old.stop(), 0)
                shutil.copytree(old.folder / "data", self.here / "yesterday")
                old.start()
                wait_for(lambda: old.is_ready(3), RECOVERY_S, "back")
                wait_for_more(load, 50, RECOVERY_S, "another day")
                old.kill()
                shutil.rmtree(old.folder / "data")
                (self.here / "yesterday").rename(old.folder / "data")
                old.start()
                wait_for(lambda: "put back" in old.log_text(), RECOVERY_S, "it is noticed")
                wait_for(lambda: (old.status() or {}).get("phase") == "not-voting", RECOVERY_S,
                         "it signs nothing")
                # The others go on; the record is begun anew, and the validator comes back.
                wait_for_more(load, 20, RECOVERY_S, "progress of the others")
                old.stop()
                made = old.run("init", "--new-safety-record")
                self.assertEqual(made.returncode, 0, made.stderr)
                old.start()
                check_votes_again(load, old, two)
            for validator in network.validators:
                check_promises(self, validator, load.acknowledged)
                self.assertNotIn("equivocat", validator.log_text())


if __name__ == "__main__":
    Backup.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
