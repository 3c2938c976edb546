"""The subcommands that need no network: what they do, what they refuse, their exit status.

usage: cli_offline_test.py PROGRAM
"""

import json
import pathlib
import stat
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from command_line import (  # noqa: E402
    DONE, FAILED, KEYS_AWAY, UNREACHABLE, USAGE, CommandLine)

PASSPHRASES = {"RIGHT": "correct horse", "WRONG": "battery staple"}


class Offline(unittest.TestCase):
    program = ""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.run_cli = CommandLine(self.program, self.folder)

    def expect(self, status, *words, environment=None):
        said = self.run_cli(*words, environment=environment)
        self.assertEqual(said.status, status, f"{words}: {said.text}{said.error}")
        if status != DONE:
            self.assertEqual(said.text, "", "a refusal says nothing on standard output")
            self.assertTrue(said.error.startswith("vitalstream: "), said.error)
            as_json = self.run_cli.json(*words, environment=environment)
            self.assertEqual(as_json.status, status)
            self.assertTrue(json.loads(as_json.error.splitlines()[0])["error"])
        return said


class CommandWords(Offline):
    def test_version_is_told_in_both_forms(self):
        self.assertRegex(self.expect(DONE, "version").text, r"^vitalstream \d+\.\d+\.\d+\n$")
        self.assertIn("version", self.run_cli.json("version").json)
        self.assertEqual(self.run_cli("--version").text, self.run_cli("version").text)

    def test_help_of_every_subcommand_is_no_error(self):
        for words in ((), ("start",), ("testnet",), ("init",), ("genesis", "add", "validator"),
                      ("keys", "generate"), ("config", "print"), ("status",), ("tx", "submit"),
                      ("query", "record"), ("receipt", "verify"), ("version",)):
            self.assertIn("--help", self.expect(DONE, *words, "--help").text)

    def test_help_says_the_whole_command_and_lists_configuration_keys_only_when_asked(self):
        short = self.expect(DONE, "ledger", "verify", "--help").text
        self.assertIn("vitalstream ledger verify", short)
        self.assertNotIn("--rpc-listen", short)
        self.assertIn("--help-all", short)
        self.assertIn("--rpc-listen", self.expect(DONE, "ledger", "verify", "--help-all").text)
        self.assertIn("vitalstream backup take",
                      self.expect(DONE, "backup", "take", "--help").text)

    def test_a_word_that_means_nothing_is_named(self):
        self.assertIn("'begin'", self.expect(USAGE, "begin").error)
        self.assertIn("'everything'", self.expect(USAGE, "query", "everything").error)
        self.expect(USAGE)
        self.expect(USAGE, "query", "block", "seven")
        self.expect(USAGE, "status", "--rpc", "nowhere")

    def test_a_form_of_output_that_is_none_is_named(self):
        said = self.run_cli("--output", "yaml", "version")
        self.assertEqual(said.status, USAGE)
        self.assertIn("yaml not in {text,json}", said.error)

    def test_a_node_that_does_not_answer_is_told_apart(self):
        for words in (("status",), ("query", "info"), ("receipt", "get", "0" * 64)):
            said = self.expect(UNREACHABLE, *words, "--rpc", "127.0.0.1:1")
            self.assertEqual(said.error, "vitalstream: 127.0.0.1:1: Connection refused\n")
        said = self.expect(UNREACHABLE, "status", "--rpc", "[::1]:1")
        self.assertTrue(said.error.startswith("vitalstream: [::1]:1: "), said.error)


class Keys(Offline):
    def test_a_key_is_generated_once_and_shown(self):
        made = self.run_cli.json("keys", "generate", "--passphrase", "env:RIGHT",
                                 environment=PASSPHRASES)
        self.assertEqual(made.status, DONE, made.error)
        file = self.folder / "validator-key.json"
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
        before = file.read_bytes()
        self.expect(FAILED, "keys", "generate", "--unsafe-no-passphrase")
        self.assertEqual(file.read_bytes(), before, "a key is never overwritten")
        shown = self.run_cli.json("keys", "show", "--passphrase", "env:RIGHT",
                                  environment=PASSPHRASES)
        self.assertEqual(shown.json, made.json)

    def test_only_its_passphrase_opens_a_key(self):
        self.expect(DONE, "keys", "generate", "--passphrase", "env:RIGHT", environment=PASSPHRASES)
        said = self.expect(FAILED, "keys", "show", "--passphrase", "env:WRONG",
                           environment=PASSPHRASES)
        self.assertIn("passphrase is wrong", said.error)
        self.expect(FAILED, "keys", "show")
        self.expect(FAILED, "keys", "show", "--passphrase", "env:NOT_SET")
        self.expect(FAILED, "keys", "show", "--file", "none.json")

    def test_a_key_without_passphrase_must_be_asked_for(self):
        self.expect(USAGE, "keys", "generate")
        self.expect(USAGE, "keys", "generate", "--passphrase", "the secret itself")
        self.expect(USAGE, "keys", "generate", "--unsafe-no-passphrase", "--algorithm", "rsa")
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_both_algorithms_make_keys(self):
        for algorithm, curve in (("ed25519", "Ed25519"), ("ecdsa-p256-sha256", "P-256")):
            made = self.run_cli.json("keys", "generate", "--unsafe-no-passphrase", "--file", curve,
                                     "--algorithm", algorithm)
            self.assertEqual(made.json["jwk"]["crv"], curve)


class KeyProviders(Offline):
    def config(self, text):
        (self.folder / "keys.yaml").write_text("keys:\n" + text)
        return ("--config", "keys.yaml")

    def test_each_provider_is_told_with_its_names(self):
        text = self.expect(DONE, "keys", "providers").text
        for word in ("local:", "pkcs11:", "vault:", "aws_kms:", "azure_key_vault:", "HSM_PROVIDER",
                     "AWS_KMS_KEY_ID", "AZURE_CLIENT_ID", "keys.vault.wrapping_key"):
            self.assertIn(word, text)
        listed = self.run_cli.json("keys", "providers").json["providers"]
        self.assertEqual([one["name"] for one in listed],
                         ["local", "pkcs11", "vault", "aws_kms", "azure_key_vault"])
        self.assertTrue(all(one["configuration"] for one in listed))

    def test_a_key_is_probed_before_there_is_a_genesis(self):
        made = self.run_cli.json("keys", "generate", "--unsafe-no-passphrase",
                                 "--algorithm", "ecdsa-p256-sha256")
        options = self.config("  local:\n    file: validator-key.json\n")
        said = self.run_cli.json("keys", "probe", *options)
        self.assertEqual(said.status, DONE, said.error)
        self.assertEqual(said.json["kid"], made.json["kid"])
        calls = {one["operation"]: one["calls"] for one in said.json["operations"]}
        self.assertEqual(calls, {"open": 1, "sign": 10, "wrap": 10, "unwrap": 10})
        self.assertIn("It can hold a validator's key.", self.expect(DONE, "keys", "probe",
                                                                    *options).text)
        self.assertEqual(self.run_cli.json("keys", "show", *options).json, made.json)
        by_environment = self.expect(DONE, "keys", "probe", environment={
            "VITALSTREAM_KEYS_LOCAL_FILE": "validator-key.json"})
        self.assertIn(made.json["kid"], by_environment.text)

    def test_a_mistake_and_a_service_that_is_away_are_told_apart(self):
        self.assertIn("keys.vault.addresses", self.expect(
            USAGE, "keys", "probe", *self.config("  provider: vault\n")).error)
        self.assertIn("docs/keys.md", self.expect(
            FAILED, "keys", "probe", *self.config("  local:\n    file: none.json\n")).error)
        (self.folder / "token").write_text("s.token")
        (self.folder / "token").chmod(0o600)
        # Port 1 of this machine: nobody listens there.
        away = self.expect(KEYS_AWAY, "keys", "probe", *self.config(
            '  provider: vault\n  vault:\n    addresses: ["http://127.0.0.1:1"]\n    key: k\n'
            "    token: file:token\n"))
        self.assertIn("Is the address right", away.error)

    def test_each_validator_of_a_testnet_may_have_a_key_elsewhere(self):
        made = self.run_cli.json("keys", "generate", "--unsafe-no-passphrase")
        self.config("  local:\n    file: validator-key.json\n")
        self.expect(USAGE, "testnet", "--dir", "net", "--keys-of", "keys.yaml")
        self.expect(USAGE, "testnet", "--dir", "net", "--keys-of", "5=keys.yaml")
        self.assertEqual(self.run_cli("testnet", "--dir", "net", "--validators", "1", "--keys-of",
                                      "1=keys.yaml").status, DONE)
        self.assertIn(made.json["jwk"]["x"], (self.folder / "net/genesis.json").read_text())
        self.assertFalse((self.folder / "net/validator-1/validator-key.json").exists())

    def test_validators_of_a_testnet_may_delegate_one_the_other_or_all(self):
        self.expect(USAGE, "testnet", "--dir", "net", "--signing", "sometimes")
        for mode, delegating in (("direct", []), ("mixed", [2, 4]), ("delegated", [1, 2, 3, 4])):
            self.assertEqual(self.run_cli("testnet", "--dir", mode, "--signing", mode).status, DONE)
            found = [number for number in range(1, 5) if "  signing: delegated\n" in
                     (self.folder / f"{mode}/validator-{number}/config.yaml").read_text()]
            self.assertEqual(found, delegating)


class Testnet(Offline):
    def setUp(self):
        super().setUp()
        said = self.run_cli.json("testnet", "--dir", "net", "--validators", "1", "--clients", "2")
        self.assertEqual(said.status, DONE, said.error)
        self.made = said.json
        self.config = pathlib.Path("net/validator-1/config.yaml")

    def test_an_existing_folder_is_left_alone(self):
        before = sorted(self.folder.rglob("*"))
        self.expect(FAILED, "testnet", "--dir", "net")
        self.assertEqual(sorted(self.folder.rglob("*")), before)
        self.expect(USAGE, "testnet", "--dir", "more", "--validators", "101")

    def test_a_bad_chain_id_is_refused_before_anything_is_written(self):
        before = sorted(self.folder.rglob("*"))
        for chain in ("", "Testnet-1", "test net", "test_net", "../up", "x" * 65):
            self.expect(USAGE, "testnet", "--dir", "more", "--chain", chain)
            self.assertEqual(sorted(self.folder.rglob("*")), before, chain)

    def test_the_longest_chain_id_makes_a_network(self):
        self.expect(DONE, "testnet", "--dir", "more", "--validators", "1", "--clients", "1",
                    "--chain", "x" * 64)

    def test_its_genesis_has_the_hash_it_says(self):
        said = self.expect(DONE, "genesis", "hash", "--file", "net/genesis.json")
        self.assertEqual(said.text.strip(), self.made["genesisHash"])

    def test_its_configuration_is_valid_and_printed_with_origins(self):
        self.expect(DONE, "config", "validate", "--config", self.config)
        printed = self.expect(DONE, "config", "print", "--config", self.config).text
        self.assertIn(f"{self.config}:", printed)
        (self.folder / "printed.yaml").write_text(printed)
        self.expect(DONE, "config", "validate", "--config", "printed.yaml")
        answer = self.run_cli.json("config", "print", "--config", self.config).json
        self.assertEqual(answer["yaml"].strip(), printed.strip())
        self.assertIn("properties", json.loads(self.expect(DONE, "config", "schema").text))

    def test_the_files_that_a_configuration_names_are_looked_at_if_asked(self):
        validate = ("config", "validate", "--config", self.config)
        self.assertIn("--files", self.expect(DONE, *validate).text)
        self.assertIn("can be read", self.expect(DONE, *validate, "--files").text)
        missing = ("--network-ca-file", "none.crt", "--keys-local-passphrase", "env:NOT_SET")
        self.expect(DONE, *validate, *missing)
        said = self.expect(USAGE, *validate, *missing, "--files")
        for word in ("network.ca_file", "none.crt", "no such file", "NOT_SET", "is not set"):
            self.assertIn(word, said.error)

    def test_everything_wrong_with_a_configuration_is_told_at_once(self):
        text = (self.folder / self.config).read_text()
        (self.folder / "bad.yaml").write_text(
            text.replace("data_dir:", "data_dirr:").replace("rpc:", "rpcc:"))
        said = self.expect(USAGE, "config", "validate", "--config", "bad.yaml")
        for word in ("data_dirr", "rpcc", "bad.yaml:3"):
            self.assertIn(word, said.error)
        said = self.run_cli.json("config", "validate", "--config", "bad.yaml")
        self.assertEqual(len(json.loads(said.error)["problems"]), 2)
        self.expect(USAGE, "config", "validate", "--config", "none.yaml")
        self.expect(USAGE, "start", "--config", "bad.yaml")

    def test_data_is_made_once(self):
        said = self.expect(FAILED, "init", "--config", self.config)
        self.assertIn("initialised already", said.error)
        said = self.run_cli.json("init", "--config", self.config, "--data-dir", "other")
        self.assertEqual(said.json["genesisHash"], self.made["genesisHash"], said.error)

    def test_data_is_made_for_the_pinned_genesis_only(self):
        for words in (("init", "--data-dir", "other"), ("start",)):
            said = self.expect(FAILED, words[0], "--config", self.config, *words[1:],
                               "--genesis-hash", "00" * 32)
            self.assertIn("pins", said.error)
        self.assertFalse((self.folder / "other").exists())


if __name__ == "__main__":
    Offline.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
