"""A network of four validators whose keys are held elsewhere, one by each kind of provider:
SoftHSM, Vault, AWS KMS (LocalStack) and Azure Key Vault (its fake). None of them ever has a private
key on its disk.

usage: provider_network_test.py PROGRAM   (where scripts/test-providers has said where servers are)
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from client import Client  # noqa: E402
from command_line import DONE, KEYS_AWAY, CommandLine  # noqa: E402
from key_servers import KeyServers  # noqa: E402
from network import Network, wait_for  # noqa: E402

TRANSACTIONS = 20
RECOVERY_S = 90


class ProviderNetwork(unittest.TestCase):
    program = ""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.servers = KeyServers(folder.name)
        self.servers.__enter__()
        self.addCleanup(self.servers.__exit__, None, None, None)
        self.network = Network(self.program, folder.name, extra=self.servers.arguments)
        self.network.__enter__()
        self.addCleanup(lambda: self.network.__exit__(*sys.exc_info()))
        self.client = Client(self.network.clients[0], self.network.chain)
        self.of = {server.kind: validator for server, validator
                   in zip(self.servers.servers, self.network.validators)}
        self.submitted = 0

    def cli(self, validator):
        return CommandLine(self.program, validator.folder)

    def submit(self, validator, receipt=False):
        self.submitted += 1
        params = self.client.put_record("notes", f"note-{self.submitted}", b"held elsewhere")
        return validator.call("tx_submit", {**params, "mode": "committed", "receipt": receipt,
                                            "timeoutMs": 20000})

    def submit_everywhere(self, validators):
        for number in range(TRANSACTIONS):
            answer = self.submit(validators[number % len(validators)])
            self.assertEqual(answer["result"]["outcome"], "applied")
        return answer["height"]

    def signatures(self, kind):
        """How many the validator has been given so far."""
        pattern = (r'^blockchain_hsm_operations_total\{(?=[^}]*op="sign")(?=[^}]*outcome="ok")'
                   rf'(?=[^}}]*provider="{kind}")[^}}]*\}} (\S+)')
        found = re.search(pattern, self.of[kind].metrics(), re.MULTILINE)
        return float(found.group(1)) if found else 0

    def return_to_the_others(self, validator):
        height = max(one.height() for one in self.network.validators if one.is_running())
        validator.start()
        wait_for(lambda: validator.is_ready(3), RECOVERY_S, "ready again")
        wait_for(lambda: validator.height() >= height, RECOVERY_S, "level again")

    def test_keys_that_are_held_elsewhere_make_a_network(self):
        self.check_what_lies_on_the_disks()
        self.check_probes()
        self.network.start()
        self.submit_everywhere(self.network.validators)
        for kind in self.of:
            self.assertGreater(self.signatures(kind), 0, kind)
        self.check_receipt()
        self.check_restarts_and_new_unlock_keys()
        self.check_a_provider_that_is_away()
        self.assertEqual([one.stop() for one in self.network.validators], [0, 0, 0, 0])

    def check_what_lies_on_the_disks(self):
        genesis = json.loads((self.network.folder / "genesis.json").read_text())
        for validator, named in zip(self.network.validators, genesis["validators"]):
            self.assertIn('"P-256"', json.dumps(named))
            self.assertFalse((validator.folder / "validator-key.json").exists())
            self.assertFalse((validator.folder / "passphrase").exists())

    def check_probes(self):
        genesis = (self.network.folder / "genesis.json").read_text()
        for kind, validator in self.of.items():
            said = self.cli(validator).json("keys", "probe", "--config", "config.yaml")
            self.assertEqual(said.status, DONE, said.error)
            self.assertEqual(said.json["provider"], kind)
            self.assertEqual(said.json["algorithm"], "ecdsa-p256-sha256")
            self.assertIn(said.json["jwk"]["x"], genesis)
            for operation in said.json["operations"]:
                self.assertGreater(operation["medianUs"], 0, operation)
            shown = self.cli(validator).json("keys", "show", "--config", "config.yaml")
            self.assertEqual(shown.json["kid"], said.json["kid"])
            text = self.cli(validator)("keys", "probe", "--config", "config.yaml").text
            self.assertIn("It can hold a validator's key.", text)

    def check_receipt(self):
        answer = self.submit(self.network.validators[0], receipt=True)
        path = self.network.folder / "receipt.json"
        path.write_text(json.dumps(answer["receipt"]))
        subprocess.run([self.program, "receipt", "verify", path, "--genesis-hash",
                        self.network.genesis_hash], check=True, capture_output=True)

    def check_restarts_and_new_unlock_keys(self):
        for kind, validator in self.of.items():
            with self.subTest(provider=kind):
                validator.kill()
                self.return_to_the_others(validator)
                self.assertEqual(validator.stop(), 0)
                said = self.cli(validator).json("keys", "rewrap", "--config", "config.yaml")
                self.assertEqual(said.status, DONE, said.error)
                self.assertEqual(said.json["provider"], kind)
                self.return_to_the_others(validator)

    def check_a_provider_that_is_away(self):
        vault, validator = self.servers.of("vault"), self.of["vault"]
        others = [one for one in self.network.validators if one is not validator]
        before = self.signatures("vault")
        vault.close()
        height = self.submit_everywhere(others)
        wait_for(lambda: validator.height() >= height, RECOVERY_S, "it follows without its key")
        self.assertTrue(validator.is_running())
        vault.return_to_service()
        wait_for(lambda: self.submit(others[0]) and self.signatures("vault") > before + 2,
                 RECOVERY_S, "it signs again by itself")
        self.assertEqual(validator.stop(), 0)
        vault.close()
        for words in (("start",), ("keys", "probe")):
            said = self.cli(validator)(*words, "--config", "config.yaml")
            self.assertEqual(said.status, KEYS_AWAY, said.error)
            self.assertIn("key provider vault", said.error)
        vault.return_to_service()
        self.return_to_the_others(validator)


if __name__ == "__main__":
    ProviderNetwork.program = sys.argv.pop(1)
    unittest.main()
