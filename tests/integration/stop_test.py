"""SIGTERM and Ctrl-C end a validator within ten seconds at every moment: while it starts, while
its key provider says nothing, while nobody reads its log, under load, as process 1 of a container;
and a log that nobody takes stops neither votes nor the end.

Usage: stop_test.py PROGRAM
"""

import fcntl
import os
import pathlib
import random
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from client import Client  # noqa: E402
from load import Load  # noqa: E402
from network import Network, wait_for  # noqa: E402
from promises import check_promises, wait_for_more  # noqa: E402

PROMISED_S = 10
PROGRESS_S = 60
MOMENTS = 12
# A little of the pipe that a log reader holds; the least that Linux gives.
PIPE_BYTES = 4096


class SilentServer:
    """Takes connections and says nothing."""

    def __enter__(self):
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.socket.listen(50)
        self.held = []
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.hold, daemon=True).start()
        return self

    def hold(self):
        while True:
            try:
                self.held.append(self.socket.accept())
            except OSError:
                return

    def __exit__(self, kind, error, trace):
        self.socket.close()


class Stop(unittest.TestCase):
    program = ""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name)

    def end(self, validator, number=signal.SIGTERM):
        begun = time.monotonic()
        validator.process.send_signal(number)
        status = validator.process.wait(PROGRESS_S)
        self.assertLess(time.monotonic() - begun, PROMISED_S, f"signal {number}")
        return status

    def test_while_the_key_provider_says_nothing(self):
        with Network(self.program, self.here, validators=1) as network, SilentServer() as vault:
            one = network.validators[0]
            config = one.folder / "config.yaml"
            kept = config.read_text()
            config.write_text(kept.split("keys:")[0] + (
                "keys:\n  provider: vault\n  vault:\n"
                f"    addresses: [\"http://127.0.0.1:{vault.port}\"]\n"
                "    key: validator\n    wrapping_key: ledger\n    token: env:SOME_TOKEN\n"))
            for number in (signal.SIGTERM, signal.SIGINT):
                one.start(environment={"SOME_TOKEN": "hvs.none"})
                held = len(vault.held)
                wait_for(lambda h=held: len(vault.held) > h, PROGRESS_S, "it has asked Vault")
                self.assertEqual(self.end(one, number), 0)
            self.assertIn("stopped while it was starting", one.log_text())
            config.write_text(kept)
            one.start()
            wait_for(one.may_vote, PROGRESS_S, "it starts as if nothing had been")
            self.assertEqual(self.end(one), 0)

    def test_at_any_moment_of_the_start(self):
        seed = random.randrange(1 << 32)
        print(f"seed {seed}")
        moments = random.Random(seed)
        with Network(self.program, self.here, validators=1) as network:
            one = network.validators[0]
            begun = time.monotonic()
            one.start()
            wait_for(one.may_vote, PROGRESS_S, "a whole start")
            whole = time.monotonic() - begun
            self.assertEqual(self.end(one), 0)
            for _ in range(MOMENTS):
                one.start()
                time.sleep(moments.uniform(0, 1.2 * whole))
                # Before the program's first line the kernel still does what it does by default.
                self.assertIn(self.end(one), (0, -signal.SIGTERM))
            one.start()
            wait_for(one.may_vote, PROGRESS_S, "none of them has done harm")

    def test_under_load_and_a_signal_for_each_second_of_the_drain(self):
        with Network(self.program, self.here) as network:
            network.start()
            with Load(network, Client(network.clients[0], network.chain)) as load:
                wait_for_more(load, 20, PROGRESS_S, "progress of all four")
                one = network.validators[1]
                one.process.send_signal(signal.SIGHUP)
                one.process.send_signal(signal.SIGTERM)
                self.assertEqual(self.end(one), 0, "a second one changes nothing")
                wait_for_more(load, 20, PROGRESS_S, "progress of three")
            for validator in network.validators:
                if validator.is_running():
                    check_promises(self, validator, load.acknowledged)

    def test_a_log_that_nobody_reads_stops_neither_votes_nor_the_end(self):
        with Network(self.program, self.here) as network:
            network.start()
            one, needed = network.validators[0], network.validators[3]
            self.assertEqual(needed.stop(), 0)
            reader, writer = os.pipe()
            self.addCleanup(os.close, reader)
            fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
            needed.start(stderr=writer)
            os.close(writer)
            wait_for(lambda: needed.probe("/readyz?mayVote=true&minPeers=3") == 200, PROGRESS_S,
                     "back")
            self.assertEqual(network.validators[2].stop(), 0)
            with Load(network, Client(network.clients[0], network.chain)) as load:
                for _ in range(2 * PIPE_BYTES // 64):
                    needed.process.send_signal(signal.SIGHUP)
                    time.sleep(0.01)
                wait_for_more(load, 50, PROGRESS_S, "the one with the full pipe votes")
                self.assertEqual(needed.probe("/livez"), 200)
                self.assertEqual(self.end(needed), 0)
            self.assertTrue(one.is_running())

    def test_with_standard_error_closed_no_file_is_taken_for_it(self):
        with Network(self.program, self.here, validators=1) as network:
            one = network.validators[0]
            one.start(prefix=["sh", "-c", 'exec "$0" "$@" 0<&- 1>&- 2>&-'])
            wait_for(one.may_vote, PROGRESS_S, "it votes")
            for _ in range(3):
                one.process.send_signal(signal.SIGHUP)
                time.sleep(0.05)
            self.assertEqual(self.end(one), 0)
            one.start()
            wait_for(one.may_vote, PROGRESS_S, "its files are whole")
            self.assertEqual(self.end(one), 0)

    @unittest.skipIf(os.geteuid() != 0 or shutil.which("unshare") is None, "needs root")
    def test_as_process_1_of_a_container(self):
        with Network(self.program, self.here, validators=1) as network:
            one = network.validators[0]
            outside = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"]
            for waits_for_votes in (True, False):
                one.start(prefix=outside)
                children = pathlib.Path(f"/proc/{one.process.pid}/task/{one.process.pid}/children")
                inner = wait_for(lambda c=children: c.read_text().split(), PROGRESS_S, "a child")[0]
                name = pathlib.Path(f"/proc/{inner}/comm")
                wait_for(lambda n=name: n.read_text().startswith("vitalstream"), PROGRESS_S,
                         "the program")
                status = pathlib.Path(f"/proc/{inner}/status")
                term = 1 << (signal.SIGTERM - 1)
                wait_for(lambda s=status: self.takes(s, term), PROGRESS_S, "its first line")
                if waits_for_votes:
                    wait_for(one.may_vote, PROGRESS_S, "it votes")
                begun = time.monotonic()
                os.kill(int(inner), signal.SIGTERM)
                ended = one.process.wait(PROGRESS_S)
                self.assertLess(time.monotonic() - begun, PROMISED_S)
                self.assertIn(ended, (0, 128 + signal.SIGTERM))

    def takes(self, status, bit):
        """The process blocks or catches the signal."""
        masks = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return any(int(masks[name], 16) & bit for name in ("SigBlk", "SigCgt"))


if __name__ == "__main__":
    Stop.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
