"""The ledger of a validator is encrypted, always; its keys are changed, and each way in which they
can be wrong is told. One validator, so that every step is quick.

Usage: data_keys_test.py PROGRAM
"""

import json
import pathlib
import re
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from client import Client, transaction_id  # noqa: E402
from command_line import DONE, FAILED, USAGE, CommandLine  # noqa: E402
from network import Network, wait_for  # noqa: E402

# In what an application sends: its name in the transaction, its content in the attachment.
CANARY = "canary-4f1d0c55"
RECORDS = 20


def generations(answer):
    return {one["generation"]: one for one in answer["generations"]}


class DataKeys(unittest.TestCase):
    program = ""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.network = Network(self.program, folder.name, validators=1)
        self.network.__enter__()
        self.addCleanup(self.network.__exit__, None, None, None)
        self.validator = self.network.validators[0]
        self.data = self.validator.folder / "data"
        self.client = Client(self.network.clients[0], self.network.chain)
        self.cli = CommandLine(self.program, self.validator.folder)

    def run_json(self, *words):
        said = self.cli.json(*words, "--config", "config.yaml")
        self.assertEqual(said.status, DONE, said.error)
        return said.json

    def expect_failure(self, *words, status=FAILED):
        said = self.cli(*words, "--config", "config.yaml")
        self.assertEqual(said.status, status, said.text + said.error)
        return said.error

    def expect_no_start(self):
        return self.expect_failure("start")

    def run_with(self, work):
        self.validator.start()
        wait_for(lambda: self.validator.is_ready(0), 60, "the validator is ready")
        result = work()
        self.assertEqual(self.validator.stop(), 0)
        return result

    def put_records(self, prefix):
        """The ids of the transactions; each is committed."""
        ids = []
        for number in range(RECORDS):
            params = self.client.put_record("notes", f"{CANARY}-{prefix}-{number}",
                                            (CANARY + " secret ").encode() * 200)
            self.validator.call("tx_submit", {**params, "mode": "committed"})
            ids.append(transaction_id(params))
        return ids

    def check_records(self, ids):
        for one in ids:
            self.assertEqual(self.validator.call("tx_get", {"txId": one})["txId"], one)

    def files(self):
        return [path for path in self.data.rglob("*") if path.is_file()]

    # Nothing in clear

    def test_nothing_that_was_submitted_lies_on_the_disk_in_clear(self):
        self.run_with(lambda: self.put_records("one"))
        passphrase = (self.validator.folder / "passphrase").read_bytes().strip()
        self.assertGreater(len(self.files()), 5)
        for path in [*self.files(), self.validator.log]:
            content = path.read_bytes()
            self.assertNotIn(CANARY.encode(), content, path)
            self.assertNotIn(passphrase, content, path)
        for path in (self.data / "db").iterdir():
            if path.name != "LOCK":
                self.assertGreaterEqual(path.stat().st_size, 4096, f"{path} has a header")

    def test_a_running_validator_can_leave_no_core_dump(self):
        def limits():
            return pathlib.Path(f"/proc/{self.validator.process.pid}/limits").read_text()
        self.assertRegex(self.run_with(limits), r"Max core file size +0 +0 ")

    # What is refused

    def test_a_directory_from_before_encryption_is_refused(self):
        identity = self.data / "identity.json"
        document = json.loads(identity.read_text())
        identity.write_text(json.dumps({**document, "format_version": 1}))
        said = self.expect_no_start()
        self.assertIn("not encrypted", said)
        self.assertIn("init --new-safety-record", said)

    def test_a_lost_keyring_is_told_with_the_way_out(self):
        (self.data / "keyring").unlink()
        for words in (("start",), ("ledger", "usage"), ("keys", "rotate-data"),
                      ("init", "--new-safety-record")):
            said = self.expect_failure(*words)
            self.assertIn("keyring", said)
            self.assertIn("move the directory away", said)
        self.assertFalse((self.data / "keyring").exists(), "it is never made anew by itself")

    def test_a_damaged_keyring_names_its_part(self):
        keyring = self.data / "keyring"
        whole = bytearray(keyring.read_bytes())
        for position, part in ((0, "beginning"), (20, "header"), (-100, "encrypted keys"),
                               (-10, "signature")):
            damaged = bytearray(whole)
            damaged[position] ^= 1
            keyring.write_bytes(damaged)
            said = self.expect_no_start()
            self.assertIn("it is damaged", said)
            self.assertIn(part, said)
        keyring.write_bytes(whole)
        self.run_with(lambda: None)

    def test_only_the_passphrase_opens_the_ledger(self):
        (self.validator.folder / "passphrase").write_text("another\n")
        self.assertIn("passphrase is wrong", self.expect_no_start())
        self.assertIn("passphrase is wrong", self.expect_failure("ledger", "usage"))
        (self.validator.folder / "passphrase").unlink()
        self.expect_no_start()

    def test_the_keyring_of_another_validator_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            other = CommandLine(self.program, pathlib.Path(folder))
            said = other("testnet", "--dir", "net", "--validators", "2", "--clients", "1",
                         "--chain", self.network.chain)
            self.assertEqual(said.status, DONE, said.error)
            second = pathlib.Path(folder) / "net/validator-2/data/keyring"
            first = pathlib.Path(folder) / "net/validator-1/data/keyring"
            shutil.copy(second, self.data / "keyring")
            self.assertIn("belongs to another node", self.expect_no_start())
            shutil.copy(first, self.data / "keyring")
            self.assertIn("it was encrypted for another key", self.expect_no_start())

    def test_a_changed_bit_of_the_database_stops_the_start_and_names_the_file(self):
        self.run_with(lambda: self.put_records("one"))
        manifest = next((self.data / "db").glob("MANIFEST-*"))
        content = bytearray(manifest.read_bytes())
        content[4096 + 40] ^= 1
        manifest.write_bytes(content)
        said = self.expect_no_start()
        self.assertIn(manifest.name, said)
        self.assertIn("4096", said)

    def test_keys_of_a_running_validator_are_left_alone(self):
        def refusals():
            for words in (("keys", "rewrap"), ("keys", "rotate-data"), ("ledger", "usage")):
                self.assertIn("in use", self.expect_failure(*words))
        self.run_with(refusals)

    # Changing keys

    def test_rewrapping_seals_the_same_keys_anew(self):
        ids = self.run_with(lambda: self.put_records("one"))
        before = (self.data / "keyring").read_bytes()
        answer = self.run_json("keys", "rewrap")
        self.assertEqual(answer, {"providerBefore": "local", "provider": "local", "epoch": 2})
        self.assertNotEqual((self.data / "keyring").read_bytes(), before)
        self.assertFalse((self.data / "keyring.tmp").exists())
        self.run_with(lambda: self.check_records(ids))

    def test_rewrapping_for_another_configuration_needs_the_same_validator(self):
        other = self.validator.folder / "other.yaml"
        text = (self.validator.folder / "config.yaml").read_text()
        other.write_text(text.replace("hash: ", "hash: " + "0" * 64 + " # "))
        said = self.expect_failure("keys", "rewrap", "--to", "other.yaml")
        self.assertIn("another node or chain", said)
        other.write_text(text)
        self.assertEqual(self.run_json("keys", "rewrap", "--to", "other.yaml")["epoch"], 2)

    def test_a_new_data_key_is_for_new_files(self):
        ids = self.run_with(lambda: self.put_records("one"))
        answer = generations(self.run_json("keys", "rotate-data"))
        self.assertEqual(answer[1]["state"], "read-only")
        self.assertEqual(answer[2]["state"], "active")
        self.assertGreater(answer[1]["bytes"], 0)
        self.assertEqual(answer[2]["bytes"], 0)
        ids += self.run_with(lambda: self.put_records("two"))
        answer = generations(self.run_json("ledger", "usage"))
        self.assertGreater(answer[2]["bytes"], 0)
        self.run_with(lambda: self.check_records(ids))

    def test_rewriting_leaves_nothing_under_old_keys(self):
        ids = self.run_with(lambda: self.put_records("one"))
        self.run_json("keys", "rotate-data")
        ids += self.run_with(lambda: self.put_records("two"))
        answer = self.run_json("keys", "rotate-data", "--rewrite")
        found = generations(answer)
        self.assertEqual([found[number]["bytes"] for number in (1, 2)], [0, 0], answer)
        self.assertEqual(found[2]["state"], "read-only")
        self.assertEqual(answer["retired"], [])
        self.run_with(lambda: self.check_records(ids))
        answer = self.run_json("keys", "rotate-data", "--rewrite", "--resume", "--retire")
        self.assertEqual(answer["retired"], [1, 2])
        self.assertEqual(generations(answer)[1]["state"], "retired")
        self.run_with(lambda: self.check_records(ids))

    def test_a_ledger_that_was_just_rewritten_can_be_rewritten_again(self):
        ids = self.run_with(lambda: self.put_records("one"))
        for number in range(1, 4):
            answer = self.run_json("keys", "rotate-data", "--rewrite", "--retire",
                                   "--mib-per-second", "0")
            self.assertEqual(answer["retired"], [number], answer)
        self.run_with(lambda: self.check_records(ids))

    def test_usage_adds_up_to_what_lies_there(self):
        self.run_with(lambda: self.put_records("one"))
        answer = self.run_json("ledger", "usage")
        on_disk = sum(path.stat().st_size for folder in ("db", "safety")
                      for path in (self.data / folder).iterdir())
        self.assertEqual(sum(row["bytes"] for row in answer["families"]), on_disk)
        self.assertEqual(answer["generations"][0]["bytes"], on_disk)
        names = {row["name"] for row in answer["families"]}
        self.assertLessEqual({"identity", "manifest", "options", "safety record"}, names)
        self.assertEqual(self.run_json("ledger", "usage"), answer, "it changes nothing")
        self.assertIn("generation 1", self.cli("ledger", "usage", "--config", "config.yaml").text)

    def test_a_running_validator_shows_its_data_keys(self):
        self.run_json("keys", "rotate-data")
        text = self.run_with(self.validator.metrics)
        self.assertIn("blockchain_storage_data_key_generation 2\n", text)
        for generation in (1, 2):
            self.assertRegex(
                text, rf'blockchain_storage_data_key_bytes{{generation="{generation}"}} \d+')
        age = re.search(r"blockchain_storage_data_key_age_seconds (\d+)", text)
        self.assertLess(int(age.group(1)), 600)

    def test_resume_and_retire_belong_to_a_rewrite(self):
        for word in ("--resume", "--retire"):
            self.expect_failure("keys", "rotate-data", word, status=USAGE)


if __name__ == "__main__":
    DataKeys.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
