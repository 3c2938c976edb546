"""What a validator may need adds up: a sum that the machine does not allow is refused with each
addend, before anything is opened; the soft limit of open files is raised to the sum.

Usage: limits_test.py PROGRAM
"""

import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from network import Network  # noqa: E402

COMMAND_S = 60
TOO_FEW = 600
SOFT_AT_START = 256


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

    def test_b_the_soft_limit_is_raised_to_the_sum(self):
        needed = self.needed()
        before = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (SOFT_AT_START, before[1]))
        try:
            self.network.start()
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, before)
        for validator in self.network.validators:
            soft, _ = resource.prlimit(validator.process.pid, resource.RLIMIT_NOFILE)
            self.assertEqual(soft, needed, "raised to the sum, not beyond")


if __name__ == "__main__":
    Limits.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
