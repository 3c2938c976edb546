"""A halt lasts: its reason lies beside the safety record, a restart changes nothing, and only an
operator's command ends it. The process lives meanwhile, is not ready, and signs nothing.

Usage: halt_test.py PROGRAM
"""

import json
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from client import Client  # noqa: E402
from command_line import DONE, REFUSED, USAGE, CommandLine  # noqa: E402
from load import Load  # noqa: E402
from network import Network, wait_for  # noqa: E402
from promises import wait_for_more  # noqa: E402

RECOVERY_S = 120


class Halt(unittest.TestCase):
    program = ""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name)
        self.command = CommandLine(self.program, self.here)

    def halt(self, validator, word, *more):
        return self.command.json("halt", word, "--config", validator.folder / "config.yaml", *more)

    def phase(self, validator):
        return (validator.status() or {}).get("phase")

    def check_lives_and_is_not_ready(self, validator):
        self.assertEqual(validator.probe("/livez"), 200, "a restart is no way out")
        self.assertEqual(validator.probe("/readyz?mayVote=true"), 503)
        self.assertEqual(validator.probe("/readyz"), 503)

    def votes(self, validator):
        return validator.probe("/readyz?mayVote=true&minPeers=3") == 200

    def test_a_halted_validator_stays_so_until_the_halt_is_cleared(self):
        with Network(self.program, self.here) as network:
            network.start()
            one = network.validators[2]
            self.assertEqual(self.halt(one, "show").status, DONE)
            self.assertEqual(self.halt(one, "show").json, {"halted": False})
            self.assertEqual(one.stop(), 0)
            note = one.folder / "data" / "safety" / "HALTED.json"
            reason = "two blocks are final at height 7"
            note.write_text(json.dumps({"version": 1, "kind": "halted", "reason": reason,
                                        "since_ms": 1789000000000}))
            with Load(network, Client(network.clients[0], network.chain)) as load:
                for _ in range(2):
                    one.start()
                    wait_for(lambda: self.phase(one) == "halted", RECOVERY_S, "it is halted")
                    self.check_lives_and_is_not_ready(one)
                    self.assertIn(reason, one.status()["why"])
                    self.assertIn("halt clear", one.status()["why"], "the way is named")
                    wait_for_more(load, 20, RECOVERY_S, "the others go on")
                    self.assertEqual(one.stop(), 0)
                one.start()
                wait_for(lambda: self.phase(one) == "halted", RECOVERY_S, "it is halted")
                said = self.halt(one, "show")
                self.assertEqual(said.status, REFUSED)
                self.assertEqual(said.json, {"halted": True, "kind": "halted", "reason": reason,
                                             "sinceMs": 1789000000000})
                self.assertEqual(self.halt(one, "clear").status, USAGE, "nobody has agreed")
                self.assertTrue(note.exists())
                self.assertEqual(self.halt(one, "clear", "--yes").json, {"cleared": True})
                self.assertEqual(self.phase(one), "halted", "until it is started again")
                self.assertEqual(one.stop(), 0)
                one.start()
                wait_for(lambda: self.votes(one), RECOVERY_S, "it votes again")
                self.assertEqual(self.halt(one, "clear", "--yes").json, {"cleared": False})

    def test_a_note_that_cannot_be_read_is_no_licence_to_sign(self):
        with Network(self.program, self.here, validators=1) as network:
            network.start()
            one = network.validators[0]
            self.assertEqual(one.stop(), 0)
            note = one.folder / "data" / "safety" / "HALTED.json"
            note.write_text('{"version":1,"kind":"hal')
            one.start()
            wait_for(lambda: self.phase(one) == "halted", RECOVERY_S, "it is halted")
            self.assertIn("cannot be read", one.status()["why"])
            self.assertEqual(self.halt(one, "show").status, REFUSED)
            self.assertEqual(self.halt(one, "clear", "--yes").status, DONE)
            self.assertEqual(one.stop(), 0)
            one.start()
            wait_for(one.may_vote, RECOVERY_S, "it votes again")

    def test_a_revocation_lasts_until_a_new_record_is_begun(self):
        """Yesterday's disk, put back whole: what the others have seen gives it away for good."""
        with Network(self.program, self.here) as network:
            network.start()
            old = network.validators[2]
            with Load(network, Client(network.clients[0], network.chain)) as load:
                wait_for_more(load, 20, RECOVERY_S, "progress of all four")
                self.assertEqual(old.stop(), 0)
                shutil.copytree(old.folder / "data", self.here / "yesterday")
                old.start()
                wait_for(lambda: self.votes(old), RECOVERY_S, "back")
                wait_for_more(load, 50, RECOVERY_S, "another day")
                old.kill()
                shutil.rmtree(old.folder / "data")
                (self.here / "yesterday").rename(old.folder / "data")
                old.start()
                wait_for(lambda: self.halt(old, "show").status == REFUSED, RECOVERY_S, "noticed")
                self.assertEqual(self.halt(old, "show").json["kind"], "revoked")
                wait_for(lambda: old.probe("/readyz") == 503, RECOVERY_S, "it is not ready")
                self.check_lives_and_is_not_ready(old)
                self.assertEqual(old.stop(), 0)
                for validator in network.validators[:2]:
                    self.assertEqual(validator.stop(), 0)
                old.start()
                wait_for(lambda: self.phase(old) == "not-voting", RECOVERY_S,
                         "it knows without the others that have told it")
                self.check_lives_and_is_not_ready(old)
                self.assertIn("init --new-safety-record", old.status()["why"])
                refused = self.halt(old, "clear", "--yes")
                self.assertEqual(refused.status, REFUSED)
                self.assertIn("init --new-safety-record", refused.error)
                self.assertEqual(old.stop(), 0)
                for validator in network.validators[:2]:
                    validator.start()
                made = old.run("init", "--new-safety-record")
                self.assertEqual(made.returncode, DONE, made.stderr)
                self.assertEqual(self.halt(old, "show").status, DONE)
                old.start()
                wait_for(lambda: self.votes(old), RECOVERY_S, "it votes again")


if __name__ == "__main__":
    Halt.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
