"""The fake of Vault as the benchmark uses it: real signatures, late, many at once; away and back
as the same.

usage: fake_vault_server_test.py FAKE_VAULT_SERVER"""

import base64
import concurrent.futures
import json
import pathlib
import ssl
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench"))

from harness.slow_vault import SlowVault  # noqa: E402

DELAY_MS = 100
AT_ONCE = 8


class FakeVaultServer(unittest.TestCase):
    program = ""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.vault = self.start(1)

    def start(self, seed):
        vault = SlowVault(self.program, self.folder.name, seed, DELAY_MS)
        self.addCleanup(vault.close)
        return vault

    @staticmethod
    def ask(vault, path, body=None):
        request = urllib.request.Request(
            f"https://localhost:{vault.port}/v1/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"X-Vault-Request": "true", "X-Vault-Token": vault.token_file.read_text()})
        context = ssl.create_default_context(cafile=vault.authority)
        with urllib.request.urlopen(request, timeout=10, context=context) as answer:
            return json.load(answer)["data"]

    def public_key(self, vault):
        keys = self.ask(vault, "transit/keys/validator")["keys"]
        return base64.b64decode(keys["1"]["public_key"])

    def sign(self, message):
        text = self.ask(self.vault, "transit/sign/validator",
                        {"input": base64.b64encode(message).decode(), "key_version": 1})
        return base64.b64decode(text["signature"].removeprefix("vault:v1:"))

    def test_a_signature_is_real_and_late(self):
        begin = time.monotonic()
        signature = self.sign(b"a vote")
        self.assertGreaterEqual(time.monotonic() - begin, DELAY_MS / 1000)
        key = Ed25519PublicKey.from_public_bytes(self.public_key(self.vault))
        key.verify(signature, b"a vote")

    def test_signatures_do_not_wait_for_each_other(self):
        begin = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda number: self.sign(b"%d" % number), range(AT_ONCE)))
        self.assertLess(time.monotonic() - begin, DELAY_MS / 1000 * AT_ONCE)

    def test_other_seeds_have_other_keys(self):
        self.assertNotEqual(self.public_key(self.vault), self.public_key(self.start(2)))

    def test_it_goes_away_and_comes_back_as_the_same(self):
        key = self.public_key(self.vault)
        for _ in range(2):
            self.vault.away()
            with self.assertRaises(urllib.error.URLError):
                self.public_key(self.vault)
            self.vault.back()
            self.assertEqual(self.public_key(self.vault), key)

    def test_the_configuration_names_the_mode_only_where_it_is_not_the_default(self):
        self.assertNotIn("signing", self.vault.write_configuration("direct").read_text())
        self.assertIn("  signing: delegated\n",
                      self.vault.write_configuration("delegated").read_text())


if __name__ == "__main__":
    FakeVaultServer.program = sys.argv.pop(1)
    unittest.main()
