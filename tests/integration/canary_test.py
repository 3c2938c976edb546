"""Secrets never leak. A network is filled with canaries, backed up, its keys are changed, it is
restarted and verified; then every byte that it has left is searched for what was submitted and for
every key, in every form. Core dumps are off, and no other process can look into its memory.

Usage: canary_test.py PROGRAM
"""

import base64
import json
import os
import pathlib
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from client import Client, from_base64url  # noqa: E402
from command_line import DONE, CommandLine  # noqa: E402
from leak_scan import NEEDLES_ONE_BY_ONE, LeakScan, needles  # noqa: E402
from leftovers import check_leftovers, key_file, keys_of  # noqa: E402
from network import Network, wait_for  # noqa: E402

READY_S = 90
ROUNDS = 12
NOBODY = 65534
# In clear in what a client sends, and so in front of every rule that might print it.
FIELDS = ("attachment", "record", "collection", "subject", "actor", "source", "event", "grantee",
          "purpose", "scope", "refused")


class Canaries:
    """A name to look for in each place that a client fills."""

    def __init__(self):
        self.of = {field: f"canary-{field}-{secrets.token_hex(12)}" for field in FIELDS}

    def secrets(self):
        return {f"canary of {field}": text.encode() for field, text in self.of.items()}

    def transactions(self, client, number):
        """One of each kind; `number` makes them differ."""
        of = self.of
        content = json.dumps({"note": of["attachment"], "filler": "x" * (number * 311)}).encode()
        yield client.put_record(of["collection"], f"{of['record']}-{number}", content,
                                subject=of["subject"])
        yield client.sign("audit.append", {
            "type": of["event"], "source": of["source"], "actor": of["actor"],
            "subject": of["subject"], "outcome": "success", "detail": 0}, [content * 3])
        yield client.sign("consent.grant", {
            "subject": of["subject"], "grantee": of["grantee"],
            "purpose": f"{of['purpose']}-{number}", "scopes": [of["scope"]], "document": 0},
            [content])


class Scanner(unittest.TestCase):
    """A search that finds nothing must be able to find something."""

    def test_every_form_of_a_secret_is_found_wherever_it_stands(self):
        secret = secrets.token_bytes(32)
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            for index, (form, text) in enumerate(needles(secret)):
                (folder / f"{index}").write_bytes(b"A" * (index * 1000) + text + b"A" * 7)
                scan = LeakScan({"it": secret})
                scan.file(folder / f"{index}")
                self.assertEqual(len(scan.found), 1, form)
            scan = LeakScan({"it": secrets.token_bytes(32)})
            scan.tree(folder)
            self.assertEqual(scan.found, [])
            self.assertEqual(scan.files, index + 1)

    def test_it_is_found_among_many(self):
        secret = secrets.token_bytes(32)
        many = {str(number): secrets.token_bytes(32) for number in range(NEEDLES_ONE_BY_ONE)}
        with tempfile.TemporaryDirectory() as name:
            path = pathlib.Path(name) / "file"
            path.write_bytes(b"A" * 77 + b"A".join(text for _, text in needles(secret)))
            scan = LeakScan({**many, "it": secret})
            scan.file(path)
            self.assertEqual(len(scan.found), len({text for _, text in needles(secret)}))
            scan = LeakScan(many)
            scan.file(path)
            self.assertEqual(scan.found, [])

    def test_it_is_found_within_what_others_encode(self):
        import gzip
        secret = "canary-within-something-longer"
        for before in range(6):
            longer = "?" * before + secret + "~~~"
            for encode in (base64.b64encode, base64.urlsafe_b64encode):
                with tempfile.TemporaryDirectory() as name:
                    path = pathlib.Path(name) / "file"
                    path.write_bytes(b"{" + encode(longer.encode()) + b"}")
                    scan = LeakScan({"it": secret.encode()})
                    scan.file(path)
                    self.assertTrue(scan.found, (before, encode))
                    path.write_bytes(gzip.compress(b"x" * 5000 + secret.encode()))
                    scan = LeakScan({"it": secret.encode()})
                    scan.file(path)
                    self.assertTrue(scan.found, "in an archive")


class Canary(unittest.TestCase):
    program = ""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name)
        self.network = Network(self.program, self.here)
        self.network.__enter__()
        self.addCleanup(self.network.__exit__, None, None, None)
        self.command = CommandLine(self.program, self.here)
        (self.here / "taken").mkdir()
        (self.here / "said").mkdir()
        self.canaries = Canaries()
        self.client = Client(self.network.clients[0], self.network.chain)
        self.keys = {}

    def start(self):
        """At the most talkative."""
        for validator in self.network.validators:
            validator.start("--log-level", "trace")
        self.network.wait_ready(3)
        for validator in self.network.validators:
            wait_for(validator.may_vote, READY_S, "it may vote")

    def stop(self):
        for validator in self.network.validators:
            self.assertEqual(validator.stop(), 0)

    def submit(self, first):
        for number in range(first, first + ROUNDS):
            validator = self.network.validators[number % 4]
            for params in self.canaries.transactions(self.client, number):
                validator.call("tx_submit", {**params, "mode": "committed"})
            self.submit_what_is_refused(validator)

    def submit_what_is_refused(self, validator):
        """An error is where a program likes to say too much."""
        of = self.canaries.of["refused"]
        good = self.client.put_record("notes", of, of.encode())
        for params in ({**good, "tx": good["tx"][:-4] + "AAAA"},
                       {**good, "attachments": []},
                       self.client.sign("no.such", {"id": of}),
                       {"tx": of, "attachments": [{"salt": of, "content": of}]}):
            with self.assertRaises(Exception):
                validator.call("tx_submit", {**params, "mode": "committed"})

    def learn_keys(self):
        """Every key that there is now; they change, and the old ones stay secrets."""
        for validator in self.network.validators:
            for name, secret in keys_of(validator).items():
                self.keys[f"{name} {secret.hex()[:4]}"] = secret

    def run_done(self, *words):
        said = self.command(*words)
        self.assertEqual(said.status, DONE, f"{words}: {said.text}{said.error}")
        (self.here / "said" / secrets.token_hex(4)).write_text(said.text + said.error)

    def change_everything(self):
        """Backups, new keys of both kinds, and a look at all of it."""
        for validator in self.network.validators:
            config = validator.folder / "config.yaml"
            name = f"validator-{validator.number}"
            self.run_done("backup", "take", "--config", config, "--to", self.here / "taken" / name)
            self.run_done("keys", "rotate-data", "--rewrite", "--config", config)
            self.run_done("keys", "rewrap", "--config", config)
            self.run_done("ledger", "verify", "--config", config)
            self.run_done("ledger", "usage", "--config", config)
            self.run_done("backup", "take", "--config", config, "--to",
                          self.here / "taken" / f"{name}.tar.gz")

    def check_memory_is_closed(self):
        for validator in self.network.validators:
            limits = pathlib.Path(f"/proc/{validator.process.pid}/limits").read_text()
            self.assertRegex(limits, r"Max core file size +0 +0 ")
            if os.getuid() != 0:
                self.assertEqual(os.stat(f"/proc/{validator.process.pid}/environ").st_uid, 0)

    def scan(self, what):
        scan = LeakScan(what)
        for validator in self.network.validators:
            scan.tree(validator.folder / "data")
            scan.file(validator.log)
            scan.file(validator.folder / "config.yaml")
        scan.tree(self.here / "taken")
        scan.tree(self.here / "said")
        return scan

    def test_nothing_that_was_submitted_and_no_key_is_left_anywhere_in_clear(self):
        self.start()
        self.submit(0)
        self.check_memory_is_closed()
        self.stop()
        self.learn_keys()
        self.change_everything()
        self.learn_keys()
        self.start()
        self.submit(ROUNDS)
        running = self.network.validators[0]
        self.run_done("backup", "take", "--config", running.folder / "config.yaml", "--to",
                      self.here / "taken" / "running.tar.gz")
        running.kill()  # with whatever it had not tidied up
        running.start("--log-level", "trace")
        wait_for(lambda: running.is_ready(3), READY_S, "back")
        self.stop()
        self.learn_keys()
        self.keys["private key of the client"] = from_base64url(
            self.network.clients[0]["jwk"]["d"])
        scan = self.scan({**self.canaries.secrets(), **self.keys})
        print(f"{len(scan.needles)} needles for {len(self.keys)} keys and {len(FIELDS)} canaries; "
              f"{scan.files} files, {scan.bytes} bytes")
        self.assertEqual(scan.found, [])
        self.assertGreater(len(self.keys), 4 * 7, "two generations at least, each with its keys")
        self.check_the_scan_reaches_the_files(scan.files)
        self.check_keys_lie_in_no_file_of_the_validator()

    def check_the_scan_reaches_the_files(self, files):
        """Control: what was planted where it looks is found."""
        canary = secrets.token_bytes(24)
        places = [self.network.validators[2].folder / "data" / "db" / "planted.sst",
                  self.network.validators[1].folder / "data" / "safety" / "planted",
                  self.here / "taken" / "validator-1" / "planted", self.network.validators[3].log]
        for place in places:
            with open(place, "ab") as opened:
                opened.write(b"\0" * 100 + canary.hex().encode())
        scan = self.scan({"planted": canary})
        self.assertEqual(len(scan.found), len(places), scan.found)
        self.assertEqual(scan.files, files + len(places) - 1)

    def test_what_any_network_leaves_is_searched(self):
        """Control: with one canary in a log and one in a ledger, the end of a test fails."""
        self.network.start()
        one, two, *_ = self.network.validators
        one.call("tx_submit", {**self.client.put_record("notes", "n-1", b"of whom and what"),
                               "mode": "committed"})
        self.stop()
        check_leftovers(self.network)
        for path, planted in ((one.log, Client.canary.encode()),
                              (two.folder / "data" / "db" / "planted", b"of whom and what")):
            before = path.read_bytes() if path.exists() else b""
            path.write_bytes(before + b"??" + base64.urlsafe_b64encode(b"{" + planted + b"}"))
            with self.assertRaisesRegex(AssertionError, f"{path.name} at byte"):
                check_leftovers(self.network)
            path.write_bytes(before)

    def check_keys_lie_in_no_file_of_the_validator(self):
        """The passphrase has a file of its own; no key is in clear even beside it."""
        keys = {name: key for name, key in self.keys.items() if not name.startswith("passphrase")}
        scan = LeakScan(keys)
        for validator in self.network.validators:
            scan.tree(validator.folder)
        self.assertEqual(scan.found, [])

    def test_no_process_of_the_same_user_can_look_inside(self):
        """What /proc shows of a process that is not dumpable belongs to root. So the process must
        be somebody else's."""
        user = NOBODY if os.getuid() == 0 else os.getuid()
        self.here.chmod(0o711)
        program = self.here / "program"
        shutil.copy(self.program, program)
        program.chmod(0o755)
        with socket.create_server(("127.0.0.1", 0)) as silent, subprocess.Popen(
                [program, "query", "info", "--rpc", f"127.0.0.1:{silent.getsockname()[1]}"],
                user=user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                entry = f"/proc/{process.pid}/environ"
                status = pathlib.Path(f"/proc/{process.pid}/status")
                # It waits for an answer.
                wait_for(lambda: os.stat(entry).st_uid == 0, 30, "it is closed to its user")
                self.assertIn(f"Uid:\t{user}", status.read_text())
                self.assertIsNone(process.poll())
            finally:
                process.kill()


if __name__ == "__main__":
    Canary.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
