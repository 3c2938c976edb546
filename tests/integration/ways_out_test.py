"""No dead ends: what refuses to go on names a way, and the way works, also where a validator is
alone, or where every vote of two or three is needed. What is named is done, word for word, and
blocks are made again.

Usage: ways_out_test.py PROGRAM
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from client import Client  # noqa: E402
from load import Load  # noqa: E402
from network import Network, wait_for  # noqa: E402
from promises import wait_for_more  # noqa: E402

RECOVERY_S = 120
COMMAND = re.compile(r"`vitalstream ([^`]+)`")


def newest_record(data):
    return max((data / "safety").glob("safety-*.log"))


def flip_a_byte(path, at):
    contents = bytearray(path.read_bytes())
    contents[at] ^= 1
    path.write_bytes(contents)


# What becomes of the data directory, and what the named way asks to be done first by hand.
def lose_everything(data):
    shutil.rmtree(data)


def lose_the_record(data):
    shutil.rmtree(data / "safety")


def damage_the_record(data):
    flip_a_byte(newest_record(data), 200)


MISHAPS = [lose_everything, lose_the_record, damage_the_record]


class WaysOut(unittest.TestCase):
    program = ""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name)

    def what_it_says(self, victim):
        """Why the victim does not start, or why it starts and signs nothing."""
        before = len(victim.log_text())
        victim.start()

        def said():
            status = victim.status()
            if status is not None and status["phase"] in ("not-voting", "halted"):
                return status["why"] if "`vitalstream" in status["why"] else None
            if not victim.is_running():
                return victim.log_text()[before:].strip().splitlines()[-1]
            return None

        words = wait_for(said, RECOVERY_S, "it says why it does not go on")
        victim.stop()
        return words

    def go_the_way(self, victim, words):
        data = victim.folder / "data"
        if "move the directory away" in words or "empty folder" in words:
            shutil.move(data, self.here / "away")
        commands = COMMAND.findall(words)
        # Of two cases the second is ours: this validator has run.
        named = commands[-1] if commands else "init --new-safety-record"
        done = self.run_words(victim, named)
        self.assertEqual(done.returncode, 0, f"`{named}`: {done.stderr}")
        shutil.rmtree(self.here / "away", ignore_errors=True)

    def run_words(self, victim, named):
        return subprocess.run(
            [self.program, *named.split(), "--config", victim.folder / "config.yaml"],
            capture_output=True, text=True, timeout=RECOVERY_S)

    def walk(self, validators):
        for mishap in MISHAPS:
            with self.subTest(f"{mishap.__name__} of {validators}"), \
                    tempfile.TemporaryDirectory() as folder, \
                    Network(self.program, folder, validators=validators) as network:
                network.start()
                victim = network.validators[-1]
                with Load(network, Client(network.clients[0], network.chain)) as load:
                    wait_for_more(load, 30, RECOVERY_S, "progress")
                    self.assertEqual(victim.stop(), 0)
                    mishap(victim.folder / "data")
                    words = self.what_it_says(victim)
                    print(f"{mishap.__name__} of {validators}: {words}")
                    self.go_the_way(victim, words)
                    victim.start()
                    wait_for(lambda v=victim: v.probe("/readyz?mayVote=true") == 200, RECOVERY_S,
                             "it may vote")
                    wait_for_more(load, 10, RECOVERY_S, "blocks are made again")

    def test_alone(self):
        self.walk(1)

    def test_one_of_two(self):
        self.walk(2)

    def test_one_of_three(self):
        self.walk(3)


if __name__ == "__main__":
    WaysOut.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
