"""What a validator may need adds up: a sum that the machine does not allow is refused with each
addend, before anything is opened; the soft limit of open files is raised to the sum. Where they run
out all the same, applications are turned away and the validator votes on; nobody blames the disk.

Usage: limits_test.py PROGRAM
"""

import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from network import Network, wait_for  # noqa: E402

PROGRESS_S = 60
COMMAND_S = 60
TOO_FEW = 600
SOFT_AT_START = 256
# Fewer than are kept for the database (node/ground/limits.hpp).
LEFT_WHEN_SHORT = 40


def with_descriptors(soft, hard):
    """For a child process: its limits of open files."""
    return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


class Limits(unittest.TestCase):
    program = ""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.network = Network(cls.program, cls.folder.name)

    @classmethod
    def tearDownClass(cls):
        cls.network.__exit__(None, None, None)
        cls.folder.cleanup()

    def run_limited(self, hard, *arguments):
        config = self.network.validators[0].folder / "config.yaml"
        return subprocess.run(
            [self.program, *arguments, "--config", config], capture_output=True, text=True,
            timeout=COMMAND_S, preexec_fn=with_descriptors(min(hard, SOFT_AT_START), hard))

    def needed(self):
        """Descriptors, as `config validate` sums them."""
        answer = json.loads(self.run_limited(20_000, "--output", "json", "config",
                                             "validate").stdout)
        sums = {one["resource"]: one for one in answer["resources"]}
        self.assertEqual(set(sums), {"descriptors", "threads", "memory", "disk"})
        for one in sums.values():
            self.assertEqual(one["needed"], sum(each["amount"] for each in one["addends"]))
        return sums["descriptors"]["needed"]

    def test_a_sum_that_does_not_fit_is_refused_with_each_addend(self):
        needed = self.needed()
        refused = self.run_limited(TOO_FEW, "start")
        print(refused.stderr.strip())
        self.assertEqual(refused.returncode, 1)
        validated = self.run_limited(TOO_FEW, "config", "validate", "--files")
        self.assertEqual(validated.returncode, 2)
        for words in (refused.stderr, validated.stderr):
            self.assertIn(f"descriptors: {needed} may be needed", words)
            self.assertIn(f"allows {TOO_FEW}", words)
            self.assertIn("(rpc.connections_max)", words)
            self.assertIn("(storage.rocksdb.max_open_files)", words)
        elsewhere = self.run_limited(TOO_FEW, "config", "validate")
        self.assertEqual(elsewhere.returncode, 0, "it may be for another machine")
        self.assertIn(f"descriptors: {needed} of {TOO_FEW}", elsewhere.stdout)

    def test_b_descriptors_that_run_out_cost_applications_and_not_the_vote(self):
        needed = self.needed()
        before = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (SOFT_AT_START, before[1]))
        try:
            self.network.start()
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, before)
        victim = self.network.validators[0]
        soft, hard = resource.prlimit(victim.process.pid, resource.RLIMIT_NOFILE)
        self.assertEqual(soft, needed, "raised to the sum, not beyond")
        in_use = len(os.listdir(f"/proc/{victim.process.pid}/fd"))
        resource.prlimit(victim.process.pid, resource.RLIMIT_NOFILE,
                         (in_use + LEFT_WHEN_SHORT, hard))
        wait_for(lambda: "file descriptors run out" in victim.log_text(), PROGRESS_S,
                 "the alarm")
        wait_for(lambda: victim.status() is None, PROGRESS_S, "applications are turned away")
        self.check_votes_on(victim)
        resource.prlimit(victim.process.pid, resource.RLIMIT_NOFILE, (soft, hard))
        wait_for(lambda: victim.status() is not None, PROGRESS_S, "applications are taken in")
        log = victim.log_text()
        self.assertEqual(log.count("file descriptors run out"), 1)
        self.assertEqual(log.count("there are file descriptors again"), 1)
        self.assertNotIn("stopped:", log)

    def check_votes_on(self, victim):
        """Seen at its metrics, since it answers no application."""
        def height():
            return int(float(re.search(r"^blockchain_height (\S+)$", victim.metrics(), re.M)[1]))

        before = height()
        wait_for(lambda: height() >= before + 2, PROGRESS_S, "blocks")
        self.assertTrue(victim.is_running())
        self.assertTrue(victim.is_ready(3), "its peers stay")


if __name__ == "__main__":
    Limits.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
