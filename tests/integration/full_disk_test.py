"""A validator whose disk fills up stops by itself and says so; the others go on; with room again it
returns, and nothing acknowledged is lost. Before that it admits nothing more, and votes on: a
network whose disks are all nearly full stands by until there is room, without a restart.

The disk is a small tmpfs, so that writes fail with a true ENOSPC. It is mounted in a namespace
of this process, which also makes the test work without being root.

Usage: full_disk_test.py PROGRAM
"""

import os
import re
import shutil
import subprocess
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from client import Client  # noqa: E402
from load import Load  # noqa: E402
from network import Network, RpcError, wait_for  # noqa: E402
from promises import check_promises, wait_for_more  # noqa: E402

IN_NAMESPACE = "VS_TEST_IN_MOUNT_NAMESPACE"
SMALL = "48m"
LARGE = "2g"
CONTENT_BYTES = 48 * 1024
# The default ones alone want more than the small disk has.
SMALL_BUFFERS = ("--storage-rocksdb-write-buffer-bytes", "4MiB")
# For disks that are never to be full: the mark leaves room for what is under way when it comes.
NEARLY_FULL = "192m"
MARK_PERCENT = 60
FULL_WITHIN_S = 180
PROGRESS_S = 60


def enter_mount_namespace():
    if os.environ.get(IN_NAMESPACE):
        return
    os.environ[IN_NAMESPACE] = "1"
    as_root = [] if os.geteuid() == 0 else ["--map-root-user"]
    os.execvp("unshare", ["unshare", *as_root, "--mount", sys.executable, *sys.argv])


def mount_small_disk(folder, size=SMALL):
    """Puts what is in the folder onto a small disk of its own, mounted there."""
    kept = folder.with_name(folder.name + "-before")
    folder.rename(kept)
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "tmpfs", folder],
                   check=True)
    shutil.copytree(kept, folder, dirs_exist_ok=True)


def metric(validator, name):
    return float(re.search(rf"^{name} (\S+)$", validator.metrics(), re.M)[1])


def why_refused(validator, client):
    """The reason with which it refuses a transaction; nothing if it takes it."""
    params = client.put_record("disk", os.urandom(6).hex(), os.urandom(100))
    try:
        validator.call("tx_submit", {**params, "mode": "accepted"})
        return ""
    except RpcError as error:
        return error.reason


class FullDisk(unittest.TestCase):
    program = ""

    def test_nearly_full_disks_refuse_and_vote_on_until_there_is_room(self):
        with tempfile.TemporaryDirectory() as folder, Network(self.program, folder) as network:
            disks = [validator.folder / "data" for validator in network.validators]
            for disk in disks:
                mount_small_disk(disk, NEARLY_FULL)
            try:
                self.fill_to_the_mark(network, disks)
            finally:
                for validator in network.validators:
                    if validator.is_running():
                        validator.kill()
                for disk in disks:
                    subprocess.run(["umount", "--lazy", disk], check=True)

    def fill_to_the_mark(self, network, disks):
        network.start("--storage-free-space-min-percent", str(MARK_PERCENT),
                      "--storage-free-space-min-bytes", "0")
        client = Client(network.clients[0], network.chain)
        with Load(network, client, content_bytes=CONTENT_BYTES) as load:
            wait_for_more(load, 5, PROGRESS_S, "transactions before the mark")
            for one in network.validators:
                wait_for(lambda v=one: metric(v, "blockchain_storage_low") == 1, FULL_WITHIN_S,
                         f"validator {one.number} at the mark")
            for one in network.validators:
                self.check_stands_by(one, client)
            self.check_votes_on(network)
            for disk in disks:
                subprocess.run(["mount", "-o", f"remount,size={LARGE}", disk], check=True)
            for one in network.validators:
                wait_for(lambda v=one: why_refused(v, client) == "", PROGRESS_S,
                         f"validator {one.number} admits again")
            wait_for_more(load, 20, PROGRESS_S, "progress with room")
        for one in network.validators:
            self.assertEqual(one.log_text().count("nothing is admitted"), 1)
            self.assertEqual(one.log_text().count("room on the disk again"), 1)
            self.assertEqual(metric(one, "blockchain_storage_low"), 0)
            self.assertTrue(one.is_running(), "without a restart")
            check_promises(self, one, load.acknowledged)

    def check_stands_by(self, validator, client):
        self.assertEqual(why_refused(validator, client), "disk_space_low")
        self.assertIn("the disk is nearly full", validator.status()["why"])
        self.assertTrue(validator.is_ready(3), "it votes and answers, so it is ready")
        self.assertIn("the disk is nearly full", validator.readiness_words())
        self.assertEqual(metric(validator, "blockchain_storage_reserve_held"), 1)

    def check_votes_on(self, network):
        """Blocks come as before, at least those that come when nothing is to be ordered; and nobody
        comes near the end of its disk."""
        heights = [validator.height() for validator in network.validators]
        for one, height in zip(network.validators, heights):
            wait_for(lambda v=one, h=height: v.height() >= h + 2, PROGRESS_S,
                     f"validator {one.number} follows new blocks")
            self.assertGreater(metric(one, "blockchain_storage_free_bytes"), 16 * 1024 * 1024)
            self.assertTrue(one.is_running())

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
