"""A guard holds on the thing and not on a name beside it: one process for a data directory,
whatever becomes of the files in it and by whatever name it is reached; one backup for a checkpoint;
a request for one goes to the process that holds the directory and to no other.

Usage: guards_test.py PROGRAM
"""

import fcntl
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from command_line import DONE, FAILED, CommandLine  # noqa: E402
from network import Network, wait_for  # noqa: E402

SOON_S = 60


class Guards(unittest.TestCase):
    program = ""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name)
        self.command = CommandLine(self.program, self.here)

    def take(self, validator, target, program=None):
        take = CommandLine(program, self.here) if program else self.command
        return take("backup", "take", "--config", validator.folder / "config.yaml", "--to", target)

    def test_a_second_process_is_refused_whatever_becomes_of_the_lock_file(self):
        with Network(self.program, self.here, validators=1) as network:
            network.start()
            one = network.validators[0]
            data = one.folder / "data"
            (data / "LOCK").unlink()
            link = self.here / "link"
            link.symlink_to(data)
            for place in (data, link):
                second = one.run("start", "--data-dir", str(place))
                self.assertEqual(second.returncode, FAILED, second.stderr)
                self.assertIn("in use", second.stderr)
                self.assertIn(str(one.process.pid), second.stderr, "it names who holds it")
            (data / "LOCK").write_text("1\n")
            done = self.take(one, self.here / "backups")
            self.assertEqual(done.status, DONE, done.error)
            self.assertTrue(one.is_running())

    def test_the_program_may_have_any_name(self):
        with Network(self.program, self.here, validators=1) as network:
            one = network.validators[0]
            by_another = self.here / "our-validator"
            by_another.symlink_to(pathlib.Path(self.program).absolute())
            kept, one.program = one.program, str(by_another)
            one.start()
            one.program = kept
            wait_for(one.may_vote, SOON_S, "it votes")
            tool = self.here / "tool"
            tool.symlink_to(pathlib.Path(self.program).absolute())
            done = self.take(one, self.here / "backups", tool)
            self.assertEqual(done.status, DONE, done.error)

    def test_only_a_node_is_asked_and_nobody_dies_of_it(self):
        with Network(self.program, self.here, validators=1) as network:
            one = network.validators[0]
            holder = os.open(one.folder / "data", os.O_RDONLY | os.O_DIRECTORY)
            try:
                fcntl.flock(holder, fcntl.LOCK_EX)
                done = self.take(one, self.here / "backups")
                self.assertEqual(done.status, FAILED, "this test holds it, and is still here")
                self.assertIn("in use", done.error)
            finally:
                os.close(holder)

    def test_a_backup_is_not_taken_away_under_another(self):
        with Network(self.program, self.here, validators=1) as network:
            network.start()
            one = network.validators[0]
            checkpoint = one.folder / "data" / "checkpoint"
            checkpoint.mkdir()
            (checkpoint / "left by one that was killed").write_text("")
            copying = os.open(checkpoint, os.O_RDONLY | os.O_DIRECTORY)
            try:
                fcntl.flock(copying, fcntl.LOCK_EX)
                refused = self.take(one, self.here / "backups")
                self.assertEqual(refused.status, FAILED)
                self.assertIn("another backup", refused.error)
                self.assertTrue(checkpoint.exists())
            finally:
                os.close(copying)
            done = self.take(one, self.here / "backups")
            self.assertEqual(done.status, DONE, done.error)
            self.assertFalse(checkpoint.exists())

    @unittest.skipIf(os.geteuid() != 0 or shutil.which("unshare") is None, "needs root")
    def test_a_node_that_is_process_1_can_be_asked(self):
        with Network(self.program, self.here, validators=1) as network:
            one = network.validators[0]
            one.start(prefix=["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"])
            wait_for(one.may_vote, SOON_S, "it votes")
            children = pathlib.Path(f"/proc/{one.process.pid}/task/{one.process.pid}/children")
            inner = children.read_text().split()[0]
            done = subprocess.run(
                ["nsenter", "--target", inner, "--pid", "--mount", pathlib.Path(
                    self.program).absolute(), "backup", "take", "--config",
                 one.folder / "config.yaml", "--to", self.here / "backups"],
                capture_output=True, text=True, timeout=SOON_S)
            self.assertEqual(done.returncode, DONE, done.stderr)
            os.kill(int(inner), 15)
            self.assertEqual(one.process.wait(SOON_S), 0)


if __name__ == "__main__":
    Guards.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
