"""A validator whose disk fills up stops by itself and says so; the others go on; with room again it
returns, and nothing acknowledged is lost.

The disk is a small tmpfs, so that writes fail with a true ENOSPC. It is mounted in a namespace
of this process, which also makes the test work without being root.

Usage: full_disk_test.py PROGRAM
"""

import os
import shutil
import subprocess
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from client import Client  # noqa: E402
from load import Load  # noqa: E402
from network import Network, wait_for  # noqa: E402
from promises import check_promises, wait_for_more  # noqa: E402

IN_NAMESPACE = "VS_TEST_IN_MOUNT_NAMESPACE"
SMALL = "48m"
LARGE = "2g"
CONTENT_BYTES = 48 * 1024
# The default ones alone want more than the small disk has.
SMALL_BUFFERS = ("--storage-rocksdb-write-buffer-bytes", "4MiB")
FULL_WITHIN_S = 180
PROGRESS_S = 60


def enter_mount_namespace():
    if os.environ.get(IN_NAMESPACE):
        return
    os.environ[IN_NAMESPACE] = "1"
    as_root = [] if os.geteuid() == 0 else ["--map-root-user"]
    os.execvp("unshare", ["unshare", *as_root, "--mount", sys.executable, *sys.argv])


def mount_small_disk(folder):
    """Puts what is in the folder onto a small disk of its own, mounted there."""
    kept = folder.with_name(folder.name + "-before")
    folder.rename(kept)
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL},mode=0700", "tmpfs", folder],
                   check=True)
    shutil.copytree(kept, folder, dirs_exist_ok=True)


class FullDisk(unittest.TestCase):
    program = ""

    def test_a_full_disk_stops_one_validator_and_loses_nothing(self):
        with tempfile.TemporaryDirectory() as folder, Network(self.program, folder) as network:
            victim = network.validators[1]
            data = victim.folder / "data"
            mount_small_disk(data)
            try:
                self.fill_up(network, victim, data)
            finally:
                if victim.is_running():
                    victim.kill()
                subprocess.run(["umount", "--lazy", data], check=True)

    def fill_up(self, network, victim, data):
        network.start(*SMALL_BUFFERS)
        client = Client(network.clients[0], network.chain)
        with Load(network, client, content_bytes=CONTENT_BYTES) as load:
            wait_for(lambda: not victim.is_running(), FULL_WITHIN_S, "the disk is full")
            self.check_last_words(victim, data)
            wait_for_more(load, 20, PROGRESS_S, "progress of the other three")
            victim.start(*SMALL_BUFFERS)
            wait_for(lambda: not victim.is_running(), PROGRESS_S, "it stops again: still full")
            self.check_last_words(victim, data)
            subprocess.run(["mount", "-o", f"remount,size={LARGE}", data], check=True)
            victim.start(*SMALL_BUFFERS)
            wait_for(lambda: victim.is_ready(3), PROGRESS_S, "back, with room")
            height = network.validators[0].height()
            wait_for(lambda: victim.height() >= height, PROGRESS_S, "caught up")
            wait_for_more(load, 20, PROGRESS_S, "progress of all four")
        print(f"{load.count()} acknowledged, {load.failures} unanswered")
        for validator in network.validators:
            self.assertTrue(validator.is_running(), f"validator {validator.number}")
            check_promises(self, validator, load.acknowledged)

    def check_last_words(self, victim, data):
        self.assertGreater(victim.process.returncode, 0, "it ends by itself, not by a signal")
        words = victim.log_text().splitlines()[-1]
        print(words)
        self.assertIn("no space left", words.lower())
        self.assertIn(str(data), words)


if __name__ == "__main__":
    enter_mount_namespace()
    FullDisk.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
