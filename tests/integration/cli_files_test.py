"""What the command line reads and writes: an answer that cannot be written is a failure, a file
beyond its limit is refused by its size, JSON with a name twice is not signed, and a place for data
is taken or refused for what it is.

Usage: cli_files_test.py PROGRAM
"""

import base64
import hashlib
import json
import os
import pathlib
import pty
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from command_line import DONE, FAILED, USAGE, CommandLine  # noqa: E402
from network import Network, wait_for  # noqa: E402

SOON_S = 60


class Files(unittest.TestCase):
    program = ""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.here = pathlib.Path(cls.folder.name)
        cls.network = Network(cls.program, cls.here, validators=1)
        cls.one = cls.network.validators[0]
        cls.config = cls.one.folder / "config.yaml"
        cls.command = CommandLine(cls.program, cls.here)

    @classmethod
    def tearDownClass(cls):
        cls.network.__exit__(None, None, None)
        cls.folder.cleanup()

    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = pathlib.Path(place.name)

    def run_node(self):
        if not self.one.is_running():
            self.one.start()
            wait_for(self.one.may_vote, SOON_S, "up")

    def test_an_answer_that_cannot_be_written_is_a_failure(self):
        self.run_node()
        rpc = f"127.0.0.1:{self.one.rpc_port}"
        for words in (["version"], ["--version"], ["--help"], ["config", "schema"],
                      ["config", "print", "--config", self.config],
                      ["genesis", "hash", "--file", self.network.folder / "genesis.json"],
                      ["keys", "show", "--config", self.config], ["keys", "providers"],
                      ["halt", "show", "--config", self.config],
                      ["status", "--rpc", rpc], ["query", "members", "--rpc", rpc]):
            for closes in (False, True):
                with open("/dev/full", "wb") as full:
                    shell = ["sh", "-c", 'exec "$0" "$@" >&-'] if closes else []
                    done = subprocess.run([*shell, self.program, *map(str, words)], stdout=full,
                                          stderr=subprocess.PIPE, text=True, timeout=SOON_S)
                self.assertEqual(done.returncode, FAILED, f"{words}: {done.stderr}")
                self.assertIn("could not be written", done.stderr, words)

    def submit(self, data, *more):
        (self.place / "key.json").write_text(json.dumps(self.network.clients[0]["jwk"]))
        (self.place / "data.json").write_text(data)
        return self.command("tx", "submit", "--key", self.place / "key.json", "--chain",
                            self.network.chain, "--op", "record.put", "--data",
                            self.place / "data.json", "--rpc", f"127.0.0.1:{self.one.rpc_port}",
                            *more)

    def test_what_is_signed_has_one_reading(self):
        self.run_node()
        digest = base64.urlsafe_b64encode(hashlib.sha256(b"x").digest()).decode().rstrip("=")
        once = '{"collection":"c","id":"1","externalHash":"%s"}' % digest
        self.assertEqual(self.submit(once).status, DONE)
        twice = self.submit(once.replace('"id"', '"collection":"d","id"'))
        self.assertEqual(twice.status, USAGE)
        self.assertIn("--data", twice.error)
        escaped = self.submit(once.replace('"id"', '"c\\u006fllection":"d","id"'))
        self.assertEqual(escaped.status, USAGE, "also by another spelling")

    def test_a_file_beyond_its_limit_is_refused_by_its_size(self):
        huge = self.place / "huge"
        huge.touch()
        os.truncate(huge, 3 << 30)
        (self.place / "key.json").write_text(json.dumps(self.network.clients[0]["jwk"]))
        (self.place / "data.json").write_text("{}")
        signing = ["tx", "submit", "--chain", "c", "--op", "record.put", "--rpc", "127.0.0.1:1"]
        for words in ([*signing, "--key", self.place / "key.json", "--data", huge],
                      [*signing, "--key", huge, "--data", self.place / "data.json"],
                      [*signing, "--key", self.place / "key.json", "--data",
                       self.place / "data.json", "--attach", huge],
                      ["tx", "submit", "--jws", huge, "--rpc", "127.0.0.1:1"],
                      ["genesis", "hash", "--file", huge],
                      ["receipt", "verify", huge, "--genesis-hash", "0" * 64]):
            begun = time.monotonic()
            done = subprocess.run(
                ["prlimit", "--as=1500000000", self.program, *map(str, words)],
                capture_output=True, text=True, timeout=SOON_S)
            self.assertEqual(done.returncode, USAGE, f"{words}: {done.stderr}")
            self.assertIn(str(3 << 30), done.stderr)
            self.assertLess(time.monotonic() - begun, SOON_S / 2)

    def test_a_failed_read_is_not_an_empty_file(self):
        done = self.command("genesis", "hash", "--file", self.place)
        self.assertEqual(done.status, FAILED)
        self.assertIn("directory", done.error)

    def init(self, place):
        return self.command("init", "--config", self.config, "--data-dir", place)

    def test_places_that_do_for_data(self):
        (self.place / "volume" / "lost+found").mkdir(parents=True)
        (self.place / "real").mkdir()
        (self.place / "link").symlink_to(self.place / "real")
        (self.place / "a b \u00e4").mkdir()
        for place in ("volume", "link", "a b \u00e4/data"):
            done = self.init(self.place / place)
            self.assertEqual(done.status, DONE, f"{place}: {done.error}")

    def test_places_that_do_not_are_refused_for_what_they_are(self):
        (self.place / "file").write_text("x")
        (self.place / "foreign").mkdir()
        (self.place / "foreign" / "important.txt").write_text("x")
        for place, reason in (("missing/parent/data", "make it first"), ("file", "no directory"),
                              ("file/data", "no directory"), ("foreign", "no identity")):
            done = self.init(self.place / place)
            self.assertEqual(done.status, FAILED, place)
            self.assertIn(reason, done.error)
            self.assertNotIn("run `vitalstream init`", done.error)

    @unittest.skipIf(os.geteuid() != 0 or shutil.which("unshare") is None, "needs root")
    def test_a_read_only_file_system_is_called_one(self):
        data = self.place / "data"
        self.assertEqual(self.init(data).status, DONE)
        done = subprocess.run(
            ["unshare", "--mount", "sh", "-c",
             f"mount --bind {data} {data} && mount -o remount,bind,ro {data} && "
             f"exec {pathlib.Path(self.program).absolute()} start --config {self.config} "
             f"--data-dir {data} --ops-listen 127.0.0.1:0 --rpc-listen 127.0.0.1:0"],
            capture_output=True, text=True, timeout=SOON_S)
        self.assertEqual(done.returncode, FAILED, done.stderr)
        self.assertIn("ead-only file system", done.stderr)

    def test_nobody_is_asked_for_the_passphrase_of_a_tls_key(self):
        locked = self.place / "locked.key"
        for words in (["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                       "-nodes", "-keyout", self.place / "plain.key", "-out",
                       self.place / "rpc.crt", "-days", "3", "-subj", "/CN=localhost"],
                      ["pkey", "-in", self.place / "plain.key", "-aes256", "-passout",
                       "pass:secret12", "-out", locked]):
            subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)
        if self.one.is_running():
            self.assertEqual(self.one.stop(), 0)
        pid, terminal = pty.fork()
        if pid == 0:
            os.execv(self.program, [self.program, "start", "--config", str(self.config),
                                    "--rpc-tls-certificate-file", str(self.place / "rpc.crt"),
                                    "--rpc-tls-key-file", str(locked),
                                    "--rpc-tls-client-ca-file", str(self.place / "rpc.crt")])
        said = self.read_to_the_end(pid, terminal)
        self.assertIn("passphrase", said)
        self.assertNotIn("Enter", said)

    def read_to_the_end(self, pid, terminal):
        """What the process says until it ends by itself; it is killed if it does not."""
        said, deadline = b"", time.monotonic() + SOON_S
        os.set_blocking(terminal, False)
        while os.waitpid(pid, os.WNOHANG)[0] == 0:
            try:
                said += os.read(terminal, 4096)
            except OSError:
                time.sleep(0.05)
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                self.fail(f"it waits at the terminal: {said[-200:]}")
        try:
            said += os.read(terminal, 1 << 16)
        except OSError:
            pass
        return said.decode(errors="replace")


if __name__ == "__main__":
    Files.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
